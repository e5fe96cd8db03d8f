using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>The model's calls and what they gave. The newest come first to the budget; where it ends results become smaller, and older exchanges go whole: no call without its result.</summary>
internal sealed record ContextCalls(ImmutableArray<ChatMessage> Messages, SourceReceipt Receipt, ContextBreach? Breach)
{
    public static ContextCalls Of(ImmutableArray<ModelExchange> exchanges, int budget, Tokens tokens)
    {
        var json = new ContextJson(tokens);
        var sent = new List<ModelExchange>();
        ContextBreach? breach = null;
        var (room, whole) = (budget, 0);
        foreach (var exchange in exchanges.Reverse())
        {
            var taken = Fit(exchange, room, json, tokens);
            if (taken is null)
            {
                // The model would ask for it again, and again.
                if (sent.Count == 0) breach = new("tools", Count(Least(exchange), tokens) - budget);
                break;
            }

            room -= Count(taken, tokens);
            sent.Insert(0, taken);
            if (ReferenceEquals(taken, exchange)) whole++;
        }

        return new(
            [.. sent.SelectMany(MessagesOf)],
            new("tools", budget, exchanges.Sum(exchange => Count(exchange, tokens)), budget - room, exchanges.Length, sent.Count, exchanges.Length - whole), breach);
    }

    private static ModelExchange? Fit(ModelExchange exchange, int room, ContextJson json, Tokens tokens)
    {
        if (Count(exchange, tokens) <= room) return exchange;
        var results = ImmutableArray.CreateBuilder<string>();
        var left = room - Count(exchange with { Results = [] }, tokens);
        for (var n = 0; n < exchange.Results.Length; n++)
        {
            // What one does not need the next ones have.
            var (result, _) = json.Fit(exchange.Results[n], left / (exchange.Results.Length - n));
            results.Add(result);
            left -= tokens.Count(result);
        }

        if (left >= 0) return exchange with { Results = results.ToImmutable() };
        var least = Least(exchange);
        return Count(least, tokens) <= room ? least : null;
    }

    private static ModelExchange Least(ModelExchange exchange) => exchange with { Text = null, Results = [.. exchange.Results.Select(_ => ContextJson.Nothing)] };

    private static int Count(ModelExchange exchange, Tokens tokens) =>
        tokens.Count(exchange.Text ?? "") + exchange.Calls.Sum(call => tokens.Count(call.Name) + tokens.Count(call.Arguments.GetRawText())) + exchange.Results.Sum(tokens.Count);

    private static IEnumerable<ChatMessage> MessagesOf(ModelExchange exchange)
    {
        yield return new(ChatRole.Assistant,
        [
            .. string.IsNullOrEmpty(exchange.Text) ? [] : new AIContent[] { new TextContent(exchange.Text) },
            .. exchange.Calls.Select(call => new FunctionCallContent(call.Id, call.Name, ArgumentsOf(call.Arguments))),
        ]);
        foreach (var (call, result) in exchange.Calls.Zip(exchange.Results)) yield return new(ChatRole.Tool, [new FunctionResultContent(call.Id, result)]);
    }

    private static Dictionary<string, object?> ArgumentsOf(JsonElement arguments)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (arguments.ValueKind != JsonValueKind.Object) return named;
        foreach (var argument in arguments.EnumerateObject()) named[argument.Name] = argument.Value;
        return named;
    }
}
