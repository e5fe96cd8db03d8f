using System.Collections.Immutable;
using System.Text;
using AgentScript.Running;
using FunctionsAgent.Conversations;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>What is known, which outlives what was said, and the end of what was said. Facts may take half of the budget; what was said is cut from its beginning, and the cut is said.</summary>
internal sealed record ContextHistory(string Block, ImmutableArray<ChatMessage> Messages, SourceReceipt Receipt, string Class)
{
    private const string Label = "facts";
    private const int LongestFact = 300;

    public static ContextHistory Of(ImmutableArray<Said> history, ImmutableArray<Fact> facts, ContextFence fence, int budget, Tokens tokens)
    {
        var frame = tokens.Count(fence.Frame(Label));
        var gap = history.IsEmpty ? 0 : tokens.Count(LeftOut(history.Length));
        var lines = new StringBuilder();
        var (known, kept, dataClass) = (0, 0, DataClass.Public);
        foreach (var fact in facts)
        {
            if (IsSecret(fact.Class)) continue;
            var line = Line(fact);
            var count = tokens.Count(line);
            if (frame + known + count > budget / 2) continue;
            lines.Append(line);
            dataClass = DataClass.Stricter(dataClass, fact.Class);
            (known, kept) = (known + count, kept + 1);
        }

        var room = budget - gap - (frame + known);
        var first = history.Length;
        for (; first > 0; first--)
        {
            if (IsSecret(history[first - 1].Class)) continue;
            var count = tokens.Count(Text(history[first - 1]));
            if (count > room) break;
            room -= count;
        }

        var told = history.Skip(first).Where(said => !IsSecret(said.Class)).ToImmutableArray();
        if (told.Length < history.Length && frame + gap <= budget) lines.Append(LeftOut(history.Length - told.Length));
        var block = lines.Length > 0 ? fence.Block(Label, lines.ToString()) : "";
        var offered = facts.Sum(fact => tokens.Count(Line(fact))) + history.Sum(said => tokens.Count(Text(said)));
        var sent = tokens.Count(block) + told.Sum(said => tokens.Count(Text(said)));
        var items = kept + told.Length;
        return new(
            block, [.. told.Select(said => new ChatMessage(said.Role == "customer" ? ChatRole.User : ChatRole.Assistant, Text(said)))],
            new("history", budget, offered, sent, facts.Length + history.Length, items, facts.Length + history.Length - items),
            told.Select(said => said.Class).Aggregate(dataClass, DataClass.Stricter));
    }

    // A class that nobody knows is one, too.
    private static bool IsSecret(string dataClass) => dataClass is not (DataClass.Public or DataClass.Internal or DataClass.Personal);

    private static string LeftOut(int count) => $"- messages left out before those below: {count}\n";

    private static string Line(Fact fact)
    {
        var value = OneLine.Of(fact.Value);
        if (value.Length > LongestFact) value = value[..(char.IsLowSurrogate(value[LongestFact]) ? LongestFact - 1 : LongestFact)] + "…";
        return $"- {OneLine.Of(fact.Name)}: {value}\n";
    }

    private static string Text(Said said) => said.Role == "staff" ? $"(A person of the team:) {said.Text}" : said.Text;
}
