using System.Collections.Immutable;
using AgentScript;
using AgentScript.Running;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Makes the messages of a question to a model within a budget for each source. Pure: the same inputs give the same messages.
/// The order is Agent Script's: its two texts; what is known and what articles say, marked as data; what was said; the words; the calls.
/// </summary>
/// <remarks>What an author wrote is never cut: above its budget it is a breach. A secret is left out.</remarks>
public static class ContextBuilder
{
    /// <param name="words">Of this turn; blank: nobody said anything.</param>
    /// <param name="history">What was said before it, oldest first.</param>
    /// <param name="facts">In the order of their weight.</param>
    /// <param name="knowledge">The best first.</param>
    /// <param name="shown">The strictest class of what the script's own texts and the calls show.</param>
    public static BuiltContext Build(
        CallModel call, string words, ImmutableArray<Said> history, ImmutableArray<Fact> facts, ImmutableArray<Hit> knowledge, ContextBudget budget, Tokens tokens, string shown = DataClass.Personal)
    {
        var fence = new ContextFence([.. facts.SelectMany(fact => new[] { fact.Name, fact.Value }), .. knowledge.SelectMany(hit => new[] { hit.Source, hit.Section.Heading, hit.Section.Text })]);
        var articles = ContextKnowledge.Of(knowledge, fence, budget.Knowledge, tokens);
        var past = ContextHistory.Of(history, facts, fence, budget.History, tokens);
        var said = ContextWords.Of(words, budget.Words, tokens);
        var calls = ContextCalls.Of(call.Exchanges, budget.Tools, tokens);

        var data = past.Block + articles.Blocks;
        if (data.Length > 0) data = fence.Notice + "\n" + data;
        string[] texts = [.. new[] { call.System, call.Instructions, data.Length > 0 ? fence.Notice + "\n" : "" }.Where(text => !string.IsNullOrWhiteSpace(text))];
        var instructions = texts.Sum(tokens.Count) + call.Tools.Sum(tool => tokens.Count(tool.Name) + tokens.Count(tool.Description) + tokens.Count(tool.Parameters.GetRawText()));
        var items = texts.Length + call.Tools.Length;

        ImmutableArray<ChatMessage> messages =
        [
            .. new[] { call.System, call.Instructions, data }.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => new ChatMessage(ChatRole.System, text)),
            .. past.Messages,
            .. said.Text.Length > 0 ? new[] { new ChatMessage(ChatRole.User, said.Text) } : [],
            .. calls.Messages,
        ];
        var receipt = new ContextReceipt(
            [new("instructions", budget.Instructions, instructions, instructions, items, items, 0), past.Receipt, articles.Receipt, calls.Receipt, said.Receipt],
            instructions > budget.Instructions ? new("instructions", instructions - budget.Instructions) : calls.Breach,
            articles.Sources);
        string[] classes = [shown, past.Class, said.Text.Length > 0 ? DataClass.Personal : DataClass.Public, articles.Sources.IsEmpty ? DataClass.Public : DataClass.Internal];
        return new(messages, receipt, classes.Aggregate(DataClass.Stricter));
    }
}
