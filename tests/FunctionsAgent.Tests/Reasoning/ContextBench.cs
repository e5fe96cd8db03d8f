using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Reasoning;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>A question to a model and what may go with it, small unless a test says otherwise.</summary>
internal sealed record ContextBench
{
    public static Tokens Tokens { get; } = Tokens.O200k;

    public string System { get; init; } = "You help customers of a shop.";

    public string Instructions { get; init; } = "Find the order and say where it is.";

    public string Words { get; init; } = "Where is my order W1001?";

    public ImmutableArray<Said> History { get; init; } = [];

    public ImmutableArray<Fact> Facts { get; init; } = [];

    public ImmutableArray<Hit> Knowledge { get; init; } = [];

    public ImmutableArray<ModelExchange> Exchanges { get; init; } = [];

    public ImmutableArray<ModelTool> Tools { get; init; } = [];

    public ContextBudget Budget { get; init; } = ContextBudget.Default;

    public string Shown { get; init; } = "public";

    public BuiltContext Build() =>
        ContextBuilder.Build(new CallModel("orders", System, Instructions, Tools, false, Exchanges), Words, History, Facts, Knowledge, Budget, Tokens, Shown);

    public static Hit Hit(string article, string text, string heading = "Returns") => new(article, "Title", new Section("s", heading, text), 1);

    public static ModelExchange Exchange(string result, string? text = null, string arguments = """{"order_id":"W1001"}""", int calls = 1) => new(
        text, [.. Enumerable.Range(0, calls).Select(n => new ModelToolCall($"call_{n}", "get_order", JsonElement.Parse(arguments)))], [.. Enumerable.Repeat(result, calls)]);

    /// <summary>One line a message: its role and what it says, calls and returns.</summary>
    public static string Shape(ChatMessage message) => $"{message.Role}: " + string.Join(" + ", message.Contents.Select(content => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"{call.Name}({JsonSerializer.Serialize(call.Arguments)})#{call.CallId}",
        FunctionResultContent result => $"{result.Result}#{result.CallId}",
        _ => content.GetType().Name,
    }));
}
