using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>What holds for the tree of any text at all.</summary>
internal static class Invariants
{
    /// <summary>Nodes one below the other at most: blocks of three nodes a level, and an expression at their end.</summary>
    private const int Deepest = (4 * Parser.MaxDepth) + 50;

    private static readonly HashSet<string> Words =
        ["if", "else", "run", "set", "transition", "with", "available", "when", "collect", "on", "failure", "to", "and", "or", "not", "is"];

    public static void Check(SyntaxTree tree)
    {
        var text = tree.Source.Text;
        Assert.InRange(tree.Diagnostics.Length, 0, Parser.MaxDiagnostics);
        var last = 0;
        foreach (var d in tree.Diagnostics)
        {
            Assert.True(d.Start >= last && d.End >= d.Start && d.End <= text.Length, $"{d} in a text of {text.Length}");
            Assert.Contains(d.Code, new[] { "syntax-error", "missing-token" });
            Assert.Matches("^[A-Z].*[.:?]$", d.Message.ReplaceLineEndings(" "));
            last = d.Start;
        }
        var covered = new bool[text.Length];
        var members = new List<int>();
        Walk(tree.Root, 0, text.Length, covered, members);
        foreach (var c in tree.Comments) Cover(covered, c.Start, c.End);
        foreach (var d in tree.Diagnostics) Cover(covered, d.Start, d.End);
        if (tree.Diagnostics.Length < Parser.MaxDiagnostics) CheckNothingIsLost(tree, covered, members);
    }

    // An explicit stack, as the walk must not depend on the depth it checks.
    private static void Walk(SyntaxNode root, int start, int end, bool[] covered, List<int> members)
    {
        var open = new Stack<(SyntaxNode Node, int Start, int End, int Depth)>([(root, start, end, 0)]);
        while (open.TryPop(out var item))
        {
            var (node, least, most, depth) = item;
            if (ReferenceEquals(node, MappingSyntax.Empty)) continue;
            Assert.True(node.Start >= least && node.End >= node.Start && node.End <= most, $"{node.GetType().Name} {node.Start}..{node.End} in {least}..{most}");
            Assert.True(depth <= Deepest, "The tree is too deep.");
            if (node is MemberSyntax or SequenceItemSyntax or BranchSyntax) members.Add(node.Start);
            var from = node.Start;
            var leaf = true;
            foreach (var child in SyntaxWalk.Children(node))
            {
                leaf = false;
                if (ReferenceEquals(child, MappingSyntax.Empty)) continue;
                Assert.True(child.Start >= from, $"{child.GetType().Name} begins at {child.Start} before its neighbour ends at {from}");
                open.Push((child, child.Start, node.End, depth + 1));
                from = child.End;
            }
            if (leaf && node is not (MappingSyntax or SequenceSyntax)) Cover(covered, node.Start, node.End);
        }
    }

    private static void Cover(bool[] covered, int start, int end) => covered.AsSpan(start, end - start).Fill(true);

    // A word that no leaf holds is a keyword or a member's name, unless an error stands before it in the same line of the script.
    private static void CheckNothingIsLost(SyntaxTree tree, bool[] covered, List<int> members)
    {
        var text = tree.Source.Text;
        members.Sort();
        for (var at = 0; at < text.Length; at++)
        {
            if (covered[at] || !(char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) continue;
            var end = at;
            while (end < text.Length && !covered[end] && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
            var word = text[at..end];
            var before = text.AsSpan(0, at).TrimEnd();
            if (!Words.Contains(word) && !before.EndsWith(".") && !before.EndsWith("\\")) Assert.True(IsExplained(tree, members, at), $"`{word}` at {tree.Source.At(at)} is in no node and no error");
            at = end;
        }
    }

    private static bool IsExplained(SyntaxTree tree, List<int> members, int at)
    {
        var found = members.BinarySearch(at);
        var member = found >= 0 ? at : ~found == 0 ? 0 : members[~found - 1];
        return tree.Diagnostics.Any(d => d.End >= member && d.Start <= at);
    }
}
