using System.Collections.Immutable;
using AgentScript.Model;
using FunctionsAgent.Policies;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Agents;

/// <summary>What a script's intents teach a classifier: their examples, and their words as the shortest of examples.</summary>
internal static class Examples
{
    public static ImmutableArray<LabelledText> Of(Script script) =>
        [.. script.Nodes.Where(node => node.Intent is not null).SelectMany(node => node.Intent!.Examples.Concat(node.Intent.Words).Select(text => new LabelledText(text, node.Name)))];

    /// <summary>The same words under two intents are an error: a message cannot mean both.</summary>
    public static void Check(Script script, string file, PackageErrors errors)
    {
        var examples = Of(script);
        foreach (var conflict in IntentConflict.In(examples))
        {
            var (first, second) = (examples[conflict.First], examples[conflict.Second]);
            var at = script.Tree.Source.At(script.Node(second.Intent!)!.Intent!.Syntax.Start);
            errors.Add(new FilePosition(file, at.Line + 1, at.Character + 1), $"'{Shown.Of(second.Text)}' stands under {first.Intent} and under {second.Intent}: a message cannot mean both. Take it from one of them.");
        }
    }
}
