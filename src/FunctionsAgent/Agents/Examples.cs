using System.Collections.Immutable;
using AgentScript.Model;
using FunctionsAgent.Policies;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Agents;

/// <summary>What a script's intents teach a classifier: their examples, and their words as the shortest of examples. An intent of words alone is left to its words.</summary>
internal static class Examples
{
    /// <summary>Fewer examples of an intent teach nothing: a classifier would take whatever is said for it.</summary>
    public const int Least = 3;

    public static ImmutableArray<LabelledText> Of(Script script)
    {
        // A word of two intents is the first one's by the language's rule, and says nothing to a classifier.
        var words = Texts(script, intent => intent.Words);
        var shared = IntentConflict.In(words).SelectMany(conflict => new[] { conflict.First, conflict.Second }).ToHashSet();
        var taught = script.Nodes.Where(node => node.Intent?.Examples.Length >= Least).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        return [.. Texts(script, intent => intent.Examples).Concat(words.Where((_, n) => !shared.Contains(n))).Where(example => taught.Contains(example.Intent!))];
    }

    /// <summary>The same example under two intents is an error: a message cannot mean both.</summary>
    public static void Check(Script script, string file, PackageErrors errors)
    {
        var examples = Texts(script, intent => intent.Examples);
        foreach (var conflict in IntentConflict.In(examples))
        {
            var (first, second) = (examples[conflict.First], examples[conflict.Second]);
            var at = script.Tree.Source.At(script.Node(second.Intent!)!.Intent!.Syntax.Start);
            errors.Add(new FilePosition(file, at.Line + 1, at.Character + 1), $"The example '{Shown.Of(second.Text)}' stands under {first.Intent} and under {second.Intent}: a message cannot mean both. Take it from one of them.");
        }
    }

    private static ImmutableArray<LabelledText> Texts(Script script, Func<Intent, ImmutableArray<string>> of) =>
        [.. script.Nodes.Where(node => node.Intent is not null).SelectMany(node => of(node.Intent!).Select(text => new LabelledText(text, node.Name)))];
}
