using System.Text.Json;
using AgentScript;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>Each kind of endpoint against a stand-in that speaks its wire format and refuses what the real one would.</summary>
public sealed class ModelWireTests
{
    public static TheoryData<string> Kinds => ["azure-openai", "openai", "anthropic"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_text_is_answered_with_the_peers_count_of_tokens_and_their_price(string kind)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Says("Your order has shipped. It arrives – at last – on Friday 🎉.");
        using var bench = new ModelBench(standIn.Settings("first", kind, ("InputPrice", "0.4"), ("OutputPrice", "1.6")));

        var outcome = await bench.AskAsync();

        Assert.Equal((null, "Your order has shipped. It arrives – at last – on Friday 🎉."), (outcome.Answer.Failure, outcome.Answer.Text));
        Assert.Equal(("first", ModelStandIn.Deployment, 100, 10, 56), (outcome.Endpoint, outcome.Deployment, outcome.InputTokens, outcome.OutputTokens, outcome.Cost));
        Assert.Equal([("first", "ok", 200)], outcome.Attempts.Select(attempt => (attempt.Endpoint, attempt.Result, attempt.Status)));
        Assert.Empty(standIn.Violations);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_tool_is_called_with_its_arguments_also_one_that_was_never_offered(string kind)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Does(new("I look.", [("get_order", """{"order_id": "#W1001", "deep": {"a": [1, null]}}"""), ("launch_rocket", "")]));
        using var bench = new ModelBench(standIn.Settings(kind: kind));

        var answer = (await bench.AskAsync()).Answer;

        Assert.Equal((null, "I look."), (answer.Failure, answer.Text));
        Assert.Equal(["get_order", "launch_rocket"], answer.Calls.Select(call => call.Name));
        Assert.Equal("""{"order_id":"#W1001","deep":{"a":[1,null]}}""", JsonSerializer.Serialize(answer.Calls[0].Arguments));
        Assert.Equal("{}", answer.Calls[1].Arguments.GetRawText());
        Assert.Equal(2, answer.Calls.Select(call => call.Id).Distinct().Count());
        Assert.Equal(["get_order"], Assert.Single(standIn.Requests).Tools);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_conversation_with_calls_and_results_is_one_the_peer_accepts(string kind)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(standIn.Settings(kind: kind));
        var request = ModelBench.Request() with
        {
            MustCallTool = true,
            Messages =
            [
                new(ChatRole.System, "You are the shop."), new(ChatRole.System, "Look up orders."), new(ChatRole.Assistant, "Hello!"), new(ChatRole.User, "Hi"), new(ChatRole.User, "where are #W1 and #W2?"),
                new(ChatRole.Assistant, [new TextContent("One moment."), Call("call.1", "#W1"), Call("call-2", "#W2")]),
                new(ChatRole.Tool, [new FunctionResultContent("call.1", """{"status":"shipped"}""")]), new(ChatRole.Tool, [new FunctionResultContent("call-2", """{"status":"lost"}""")]),
                new(ChatRole.User, "And?"),
            ],
        };

        Assert.Null((await bench.AskAsync(request)).Answer.Failure);

        Assert.Empty(standIn.Violations);
        var sent = Assert.Single(standIn.Requests);
        foreach (var words in (string[])["You are the shop.", "Look up orders.", "where are #W1 and #W2?", "shipped", "lost", "And?", "One moment."]) Assert.Contains(words, sent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\\n", sent.Text, StringComparison.Ordinal);
        var choice = sent.Body.GetProperty("tool_choice");
        Assert.Equal(kind == "anthropic" ? "any" : "required", choice.ValueKind == JsonValueKind.String ? choice.GetString() : choice.GetProperty("type").GetString());

        static FunctionCallContent Call(string id, string order) => new(id, "get_order", new Dictionary<string, object?> { ["order_id"] = order });
    }

    [Theory]
    [InlineData("azure-openai", StreamEnd.HalfWay, ModelFailure.Unavailable)]
    [InlineData("openai", StreamEnd.HalfWay, ModelFailure.Unavailable)]
    [InlineData("anthropic", StreamEnd.HalfWay, ModelFailure.Unavailable)]
    [InlineData("azure-openai", StreamEnd.Broken, ModelFailure.Unavailable)]
    [InlineData("anthropic", StreamEnd.Broken, ModelFailure.Unavailable)]
    [InlineData("openai", StreamEnd.Rubbish, ModelFailure.Unavailable)]
    [InlineData("anthropic", StreamEnd.Rubbish, ModelFailure.Unavailable)]
    [InlineData("openai", StreamEnd.Error, ModelFailure.Unavailable)]
    [InlineData("anthropic", StreamEnd.Error, ModelFailure.Throttled)]
    [InlineData("azure-openai", StreamEnd.Filtered, ModelFailure.Filtered)]
    [InlineData("anthropic", StreamEnd.Filtered, ModelFailure.Filtered)]
    [InlineData("azure-openai", StreamEnd.Cut, ModelFailure.Cut)]
    [InlineData("anthropic", StreamEnd.Cut, ModelFailure.Cut)]
    [InlineData("openai", StreamEnd.Never, ModelFailure.Rubbish)]
    [InlineData("anthropic", StreamEnd.Never, ModelFailure.Rubbish)]
    public async Task Of_an_answer_that_does_not_end_well_nothing_is_used(string kind, StreamEnd end, string failure)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Says("Your refund of 100 dollars is", end);
        using var bench = new ModelBench(standIn.Settings(kind: kind));

        var outcome = await bench.AskAsync(ModelBench.Request(deadline: end is StreamEnd.Error or StreamEnd.Broken ? TimeSpan.FromSeconds(2) : null));

        Assert.Equal((failure, null, null), (outcome.Answer.Failure, outcome.Answer.Text, outcome.Endpoint));
        Assert.Empty(outcome.Answer.Calls);
        Assert.All(outcome.Attempts.Where(attempt => attempt.Result != ModelFailure.CircuitOpen), attempt => Assert.Equal(failure, attempt.Result));
    }

    [Theory]
    [InlineData("azure-openai", "{\"order_id\": ")]
    [InlineData("openai", "[\"#W1001\"]")]
    [InlineData("openai", "\"#W1001\"")]
    [InlineData("anthropic", "{\"order_id\": ")]
    [InlineData("anthropic", "[1]")]
    public async Task Arguments_that_are_no_object_are_asked_for_once_more_and_then_rubbish(string kind, string arguments)
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(standIn.Settings(kind: kind));

        standIn.CallsWith("get_order", arguments).Calls("get_order", new { order_id = "#W1001" });
        var mended = await bench.AskAsync();
        standIn.Clear().CallsWith("get_order", arguments);
        var rubbish = await bench.AskAsync();

        Assert.Equal("rubbish ok", string.Join(" ", mended.Attempts.Select(attempt => attempt.Result)));
        Assert.Equal((null, ModelFailure.Rubbish), (mended.Answer.Failure, rubbish.Answer.Failure));
        Assert.Equal(220, mended.InputTokens + mended.OutputTokens);
        Assert.Equal("rubbish rubbish", string.Join(" ", rubbish.Attempts.Select(attempt => attempt.Result)));
        Assert.Empty(rubbish.Answer.Calls);
    }

    [Fact]
    public async Task An_answer_without_a_word_is_rubbish()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.Says("");
        using var bench = new ModelBench(standIn.Settings());
        Assert.Equal(ModelFailure.Rubbish, (await bench.AskAsync()).Answer.Failure);
    }
}
