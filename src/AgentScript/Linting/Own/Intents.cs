using System.Text.RegularExpressions;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary><c>fa-intent-overlap</c>, <c>fa-slot-pattern</c> and <c>fa-slot-variable</c>: what our extension says about a customer's words.</summary>
internal sealed class Intents : ILintPass
{
    public void Run(LintContext context)
    {
        if (!context.Script.IsExtended) return;
        var phrases = new Dictionary<string, (Node Node, SyntaxNode At)>(StringComparer.Ordinal);
        foreach (var node in context.Script.Nodes)
        {
            if (node.Intent is null) continue;
            Phrases(context, node, node.Intent.Syntax.Field("examples"), phrases);
            Phrases(context, node, node.Intent.Syntax.Field("words"), phrases);
            foreach (var slot in node.Intent.Slots) Slot(context, node, slot);
        }
    }

    private static void Phrases(LintContext context, Node node, EntrySyntax? list, Dictionary<string, (Node Node, SyntaxNode At)> phrases)
    {
        foreach (var item in Items(list))
        {
            if (item?.LiteralText() is not { } text || Phrase.Normalise(text) is not { Length: > 0 } phrase) continue;
            if (phrases.TryAdd(phrase, (node, item)) || ReferenceEquals(phrases[phrase].Node, node)) continue;
            var first = phrases[phrase];
            context.Warning("fa-intent-overlap", $"\"{text}\" is also said for '{first.Node.Name}' in line {context.Tree.Source.Line(first.At.Start) + 1}, which comes first and takes it: say here what only '{node.Name}' means.", item);
        }
    }

    private static IEnumerable<SyntaxNode?> Items(EntrySyntax? list) => list switch
    {
        { Body: SequenceSyntax sequence } => sequence.Items.Select(i => i.Value),
        not null when list.Lone() is ListSyntax literal => literal.Items,
        _ => [],
    };

    private static void Slot(LintContext context, Node node, Slot slot)
    {
        Pattern(context, slot, "pattern", slot.Pattern);
        Pattern(context, slot, "answer", slot.Answer);
        if (context.Symbols.Variable(slot.Name) is { Modifier: Modifier.Mutable }) return;
        context.Warning("fa-slot-variable", $"Slot '{slot.Name}' of '{node.Name}' is kept in the variable of its name, and there is no mutable one: add '{slot.Name}: mutable {(slot.Type.Length == 0 ? "string" : slot.Type)}' to 'variables'.", slot.Syntax.Key);
    }

    private static void Pattern(LintContext context, Slot slot, string field, string? pattern)
    {
        if (pattern is null || Fault(pattern) is not { } fault) return;
        context.Warning("fa-slot-pattern", $"The {field} of slot '{slot.Name}' never matches, as it is no regular expression without look-around and back-references: {fault}", slot.Syntax.Field(field)!.Value!);
    }

    private static string? Fault(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Running.SlotReader.Options);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
        catch (NotSupportedException e)
        {
            return e.Message;
        }
    }
}
