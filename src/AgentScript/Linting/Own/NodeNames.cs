using AgentScript.Model;

namespace AgentScript.Linting.Own;

/// <summary>The names a prompt of a node may mention: variables, its tools and its actions. The sets are built when a prompt shouts, which few do.</summary>
internal sealed class NodeNames(LintContext context, Node? node)
{
    private HashSet<string>? tools;
    private HashSet<string>? actions;

    public Node? Node { get; } = node;

    private HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Tools => (tools ??= [.. Node?.Tools.Select(t => t.Name) ?? []]).GetAlternateLookup<ReadOnlySpan<char>>();

    private HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Actions => (actions ??= [.. Node?.Actions.Select(a => a.Name) ?? []]).GetAlternateLookup<ReadOnlySpan<char>>();

    public bool Contains(ReadOnlySpan<char> word) => context.Symbols.VariableSpans.ContainsKey(word) || Tools.Contains(word) || Actions.Contains(word);

    /// <summary>The first tool a sentence mentions as a word, or null.</summary>
    public string? Tool(ReadOnlySpan<char> sentence)
    {
        var known = Tools;
        for (var start = 0; start < sentence.Length;)
        {
            var end = Word.End(sentence, start);
            if (end > start && known.TryGetValue(sentence[start..end], out var name)) return name;
            start = Math.Max(end, start + 1);
        }
        return null;
    }
}
