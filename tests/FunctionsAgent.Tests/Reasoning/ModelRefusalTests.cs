using FunctionsAgent.Reasoning;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>What peers refuse, and what becomes of the question.</summary>
public sealed class ModelRefusalTests
{
    [Theory]
    [InlineData("azure-openai", "Deployment", "gone", ModelFailure.Misconfigured, 404)]
    [InlineData("azure-openai", "ApiVersion", "2023-01-01", ModelFailure.Misconfigured, 404)]
    [InlineData("azure-openai", "ApiKey", "key-of-another", ModelFailure.Unauthorized, 401)]
    [InlineData("openai", "Deployment", "gone", ModelFailure.Misconfigured, 404)]
    [InlineData("openai", "ApiKey", "key-of-another", ModelFailure.Unauthorized, 401)]
    [InlineData("openai", "ApiKey", null, ModelFailure.Unauthorized, 401)]
    [InlineData("anthropic", "Deployment", "gone", ModelFailure.Misconfigured, 404)]
    [InlineData("anthropic", "ApiKey", "key-of-another", ModelFailure.Unauthorized, 401)]
    public async Task A_wrong_setting_is_not_tried_again_is_logged_for_the_operator_and_another_endpoint_answers(string kind, string setting, string? value, string failure, int status)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Says("Friday.");
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a", kind, (setting, value)), standIn.Settings("b", kind)));

        var outcome = await bench.AskAsync();

        Assert.Equal(("Friday.", "b"), (outcome.Answer.Text, outcome.Endpoint));
        Assert.Equal([("a", failure, status), ("b", "ok", 200)], outcome.Attempts.Select(attempt => (attempt.Endpoint, attempt.Result, attempt.Status)));
        var line = Assert.Single(bench.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains(failure == ModelFailure.Unauthorized ? "Models__a__ApiKey" : "Models__a__Endpoint, Deployment and ApiVersion", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_version_of_the_interface_is_asked_for_where_it_is_set()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(standIn.Settings(more: ("ApiVersion", "2025-01-01-preview")));
        Assert.Null((await bench.AskAsync()).Answer.Failure);
        Assert.Equal("?api-version=2025-01-01-preview", Assert.Single(standIn.Requests).Query);
    }

    [Fact]
    public async Task Without_a_key_Azure_gets_the_apps_identity_and_a_bearer_that_expired_is_refused()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(standIn.Settings(more: ("ApiKey", null)));

        var answered = await bench.AskAsync();
        standIn.IsBearerExpired = true;
        var refused = await bench.AskAsync();

        Assert.Null(answered.Answer.Failure);
        Assert.Equal("Bearer token-of-the-app", standIn.Requests[0].Headers["Authorization"]);
        Assert.Equal("https://cognitiveservices.azure.com/.default", Assert.Single(bench.Identity.Scopes.Distinct()));
        Assert.Equal(ModelFailure.Unauthorized, refused.Answer.Failure);
        Assert.Equal(2, standIn.Requests.Count);
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("openai")]
    public async Task What_the_content_filter_refuses_is_not_shown_to_another_endpoint(string kind)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.FiltersPrompt();
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a", kind), standIn.Settings("b", kind)));

        var outcome = await bench.AskAsync();

        Assert.Equal(ModelFailure.Filtered, outcome.Answer.Failure);
        Assert.Equal(("a", ModelFailure.Filtered, 400), (Assert.Single(outcome.Attempts).Endpoint, outcome.Attempts[0].Result, outcome.Attempts[0].Status));
        Assert.Single(standIn.Requests);
    }

    [Theory]
    [InlineData("azure-openai", 400, "context_length_exceeded", "This model's maximum context length is 128000 tokens.", ModelFailure.TooLong)]
    [InlineData("anthropic", 400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum", ModelFailure.TooLong)]
    [InlineData("anthropic", 413, "request_too_large", "Request exceeds the maximum size", ModelFailure.TooLong)]
    [InlineData("openai", 400, "invalid_function_parameters", "Invalid schema", ModelFailure.Misconfigured)]
    [InlineData("openai", 429, "insufficient_quota", "You exceeded your current quota", ModelFailure.Misconfigured)]
    [InlineData("anthropic", 403, "permission_error", "Your API key does not have permission", ModelFailure.Unauthorized)]
    public async Task A_refusal_that_will_not_change_is_not_asked_for_twice(string kind, int status, string code, string message, string failure)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Refuses(status, code, message);
        using var bench = new ModelBench(standIn.Settings(kind: kind));
        var outcome = await bench.AskAsync();
        Assert.Equal((failure, status), (outcome.Answer.Failure, Assert.Single(outcome.Attempts).Status));
        Assert.Single(standIn.Requests);
    }

    [Fact]
    public async Task What_does_not_fit_a_window_that_is_set_is_not_sent_there()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a", more: ("ContextWindow", "300")), standIn.Settings("b")));
        var small = await bench.AskAsync(ModelBench.Request("Where?") with { MaxOutputTokens = 64 });
        var large = await bench.AskAsync(ModelBench.Request(string.Join(' ', Enumerable.Repeat("parcel", 300))));
        Assert.Equal(("a", "b"), (small.Endpoint, large.Endpoint));
        Assert.Equal(("a", ModelFailure.TooLong, 0), (large.Attempts[0].Endpoint, large.Attempts[0].Result, large.Attempts[0].Status));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_as_the_key_would_travel_with_it()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Refuses(307, "moved", "Moved", ("Location", standIn.Url + "/elsewhere"));
        using var bench = new ModelBench(standIn.Settings());
        Assert.Equal(ModelFailure.Misconfigured, (await bench.AskAsync()).Answer.Failure);
        Assert.Single(standIn.Requests);
    }
}
