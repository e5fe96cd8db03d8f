using System.Text;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>Which data may go to which endpoint, and what every peer is told to keep.</summary>
public sealed class ModelBoundaryTests
{
    private static readonly ModelEndpoint Azure = new("a", ModelKind.AzureOpenAI, "https://a.example", "d", null) { Boundary = "eu" };
    private static readonly ModelEndpoint Strict = Azure with { Kind = ModelKind.OpenAI, RetentionDays = 0, Boundary = "tenant" };

    [Theory]
    [InlineData("public", true, "public-anywhere")]
    [InlineData("internal", true, "internal-in-boundary")]
    [InlineData("personal", true, "personal-in-boundary")]
    [InlineData("secret", false, "secret-stays")]
    [InlineData("Public", false, "secret-stays")]
    [InlineData("", false, "secret-stays")]
    public void What_is_secret_or_of_no_known_class_goes_nowhere(string data, bool admitted, string rule) => Assert.Equal(new(admitted, rule), Judge(Strict, data));

    [Theory]
    [InlineData("public", true, "public-anywhere")]
    [InlineData("internal", false, "trained-on")]
    [InlineData("personal", false, "trained-on")]
    public void Whoever_trains_on_prompts_gets_public_data_only(string data, bool admitted, string rule) => Assert.Equal(new(admitted, rule), Judge(Strict with { Training = true }, data));

    [Theory]
    [InlineData("public", true, "public-anywhere")]
    [InlineData("internal", false, "boundary-not-named")]
    [InlineData("personal", false, "boundary-not-named")]
    public void An_endpoint_of_which_nobody_said_where_it_is_gets_public_data_only(string data, bool admitted, string rule)
    {
        Assert.Equal(new(admitted, rule), Judge(Strict with { Boundary = null }, data));
        Assert.Equal(new(false, "boundary-not-allowed"), Judge(Strict with { Boundary = null }, data, ["tenant"]));
    }

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "tenant", "EU" }, true)]
    [InlineData(new[] { "tenant" }, false)]
    public void Data_stays_within_the_boundaries_the_agent_names(string[] boundaries, bool admitted) =>
        Assert.All((string[])["public", "internal", "personal"], data => Assert.Equal(admitted, Judge(Azure, data, boundaries, most: 30).IsAdmitted));

    [Theory]
    [InlineData(null, null, 30, "personal-in-boundary")]
    [InlineData(null, null, 29, "kept-too-long")]
    [InlineData(0, null, 29, "kept-too-long")]
    [InlineData(0, null, 0, "kept-too-long")]
    [InlineData(0, "modified abuse monitoring", 0, "personal-in-boundary")]
    [InlineData(null, "modified abuse monitoring", 29, "kept-too-long")]
    public void Azure_keeps_prompts_for_thirty_days_until_a_contract_is_named(int? days, string? contract, int most, string rule)
    {
        var endpoint = Azure with { RetentionDays = days, Contract = contract };
        Assert.Equal(rule, Judge(endpoint, "personal", most: most).Rule);
        Assert.Equal("internal-in-boundary", Judge(endpoint, "internal", most: most).Rule);
    }

    [Fact]
    public void Who_keeps_nothing_and_lets_nobody_read_is_told_apart_from_who_does()
    {
        Assert.Equal("personal-in-boundary", Judge(Strict, "personal").Rule);
        Assert.Equal("read-by-people", Judge(Strict with { HumanReview = true }, "personal").Rule);
        Assert.Equal("personal-in-boundary", Judge(Strict with { HumanReview = true }, "personal", most: 1).Rule);
        Assert.Equal("kept-too-long", Judge(Strict with { RetentionDays = null }, "personal").Rule);
        Assert.Equal((true, false), (Azure.IsReviewed, (Azure with { Contract = "c" }).IsReviewed));
    }

    [Theory]
    [InlineData(ModelKind.Scripted)]
    [InlineData(ModelKind.Replay)]
    public void What_does_not_leave_the_machine_needs_no_boundary(ModelKind kind)
    {
        var own = Azure with { Kind = kind, Boundary = null };
        Assert.Equal(new(true, "own-machine"), Judge(own, "personal", ["eu"]));
        Assert.False(Judge(own, "secret").IsAdmitted);
    }

    [Fact]
    public async Task A_call_goes_to_the_endpoint_that_fits_the_most_sensitive_class_it_carries_or_to_none()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(ModelBench.Settings(
            standIn.Settings("a", more: [("Boundary", "us"), ("Contract", null)]), standIn.Settings("b", "openai", ("Training", "true"), ("Boundary", "eu")), standIn.Settings("c", "anthropic", ("Boundary", "eu"))));

        async Task<ModelOutcome> AskAsync(string data, params string[] boundaries) => await bench.AskAsync(ModelBench.Request() with { Class = data, Boundaries = [.. boundaries] });
        Assert.Equal("a", (await AskAsync("public")).Endpoint);
        Assert.Equal("a", (await AskAsync("internal")).Endpoint);
        Assert.Equal("b", (await AskAsync("public", "eu")).Endpoint);
        Assert.Equal("c", (await AskAsync("internal", "eu")).Endpoint);
        var personal = await AskAsync("personal");
        Assert.Equal([("a", false, "kept-too-long"), ("b", false, "trained-on"), ("c", true, "personal-in-boundary")], personal.Attempts.Select(attempt => (attempt.Endpoint, attempt.Sent, attempt.Rule)));
        Assert.Equal(("us", 30, null), (personal.Attempts[0].Boundary, personal.Attempts[0].RetentionDays, personal.Attempts[0].Contract));
        Assert.Equal(("eu", 0, "zero retention"), (personal.Attempts[2].Boundary, personal.Attempts[2].RetentionDays, personal.Attempts[2].Contract));
        Assert.Equal(5, standIn.Requests.Count);

        var nowhere = await AskAsync("personal", "us");
        Assert.Equal(ModelFailure.Boundary, nowhere.Answer.Failure);
        Assert.Equal([("a", "kept-too-long"), ("b", "boundary-not-allowed"), ("c", "boundary-not-allowed")], nowhere.Attempts.Select(attempt => (attempt.Endpoint, attempt.Rule)));
        Assert.Equal(ModelFailure.Boundary, (await AskAsync("secret")).Answer.Failure);
        Assert.Equal(5, standIn.Requests.Count);
        Assert.Contains(bench.Log.Lines, line => line.Contains("a (kept-too-long), b (boundary-not-allowed)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("openai", null, true)]
    [InlineData("azure-openai", "2025-01-01-preview", true)]
    [InlineData("azure-openai", "2024-10-21", false)]
    [InlineData("azure-openai", "2024-06-01", false)]
    [InlineData("anthropic", null, false)]
    public async Task On_the_wire_a_peer_that_could_store_is_told_not_to_and_no_one_is_told_who_asks(string kind, string? version, bool told)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(standIn.Settings(kind: kind, more: version is null ? [] : [("ApiVersion", version)]));

        Assert.Null((await bench.AskAsync()).Answer.Failure);

        var bytes = Encoding.UTF8.GetBytes(Assert.Single(standIn.Requests).Text);
        Assert.Equal(told, bytes.AsSpan().IndexOf("\"store\":false"u8) >= 0);
        foreach (var field in (string[])["\"store\":true", "\"metadata\"", "\"user\":\"", "user_id", "safety_identifier", "cache_retention", "cache_control"]) Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(field)) < 0, field);
        Assert.Empty(standIn.Violations);
    }

    private static ModelAdmission Judge(ModelEndpoint endpoint, string data, string[]? boundaries = null, int most = 0) => ModelBoundary.Judge(endpoint, data, [.. boundaries ?? []], most);
}
