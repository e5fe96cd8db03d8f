using FunctionsAgent.Reasoning;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>Which data may go to which endpoint.</summary>
public sealed class ModelBoundaryTests
{
    private static readonly ModelEndpoint Azure = new("a", ModelKind.AzureOpenAI, "https://a.example", "d", null) { Boundary = "eu" };
    private static readonly ModelEndpoint Own = Azure with { Kind = ModelKind.OpenAI, RetentionDays = 0, Boundary = "tenant" };

    [Theory]
    [InlineData("public", true)]
    [InlineData("internal", true)]
    [InlineData("personal", true)]
    [InlineData("secret", false)]
    public void What_is_secret_goes_nowhere(string data, bool fits) => Assert.Equal(fits, Own.Fits(ModelBench.Request() with { Class = data }));

    [Theory]
    [InlineData("public", true)]
    [InlineData("internal", false)]
    [InlineData("personal", false)]
    public void Whoever_trains_on_prompts_gets_public_data_only(string data, bool fits) => Assert.Equal(fits, (Own with { Training = true }).Fits(ModelBench.Request() with { Class = data }));

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "tenant", "EU" }, true)]
    [InlineData(new[] { "tenant" }, false)]
    public void Data_stays_within_the_boundaries_the_agent_names(string[] boundaries, bool fits) => Assert.Equal(fits, Azure.Fits(ModelBench.Request() with { Boundaries = [.. boundaries] }));

    [Fact]
    public void An_endpoint_without_a_boundary_is_in_none() => Assert.False((Own with { Boundary = null }).Fits(ModelBench.Request() with { Boundaries = ["tenant"] }));

    [Theory]
    [InlineData(null, null, 30, true)]
    [InlineData(null, null, 29, false)]
    [InlineData(0, null, 29, false)]
    [InlineData(0, "modified abuse monitoring", 0, true)]
    [InlineData(null, "modified abuse monitoring", 29, false)]
    public void Azure_keeps_prompts_for_thirty_days_until_a_contract_is_named(int? days, string? contract, int most, bool fits) =>
        Assert.Equal(fits, (Azure with { RetentionDays = days, Contract = contract }).Fits(ModelBench.Request() with { MaxRetentionDays = most }));

    [Fact]
    public void Who_keeps_nothing_and_lets_nobody_read_is_told_apart_from_who_does()
    {
        var strict = ModelBench.Request() with { MaxRetentionDays = 0 };
        Assert.True(Own.Fits(strict));
        Assert.False((Own with { HumanReview = true }).Fits(strict));
        Assert.False((Own with { RetentionDays = null }).Fits(strict));
        Assert.Equal((true, false), (Azure.IsReviewed, (Azure with { Contract = "c" }).IsReviewed));
    }

    [Fact]
    public async Task Where_nothing_fits_nobody_is_asked_and_the_outcome_says_so()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a", more: ("Boundary", "us")), standIn.Settings("b", "openai", ("Training", "true"), ("Boundary", "eu"))));

        var personal = await bench.AskAsync(ModelBench.Request() with { Class = "personal", Boundaries = ["eu"] });
        Assert.Equal(ModelFailure.Boundary, personal.Answer.Failure);
        Assert.Equal([("a", ModelFailure.Boundary), ("b", ModelFailure.Boundary)], personal.Attempts.Select(attempt => (attempt.Endpoint, attempt.Result)));
        Assert.Empty(standIn.Requests);

        var open = await bench.AskAsync(ModelBench.Request() with { Class = "public", Boundaries = ["eu"] });
        Assert.Equal("b", open.Endpoint);
        Assert.Single(standIn.Requests);
    }
}
