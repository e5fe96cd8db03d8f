using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>The terms of several segments in the order of their letters, each with where it stands.</summary>
internal static class IndexMergeTerms
{
    /// <summary>The list is the same one each time.</summary>
    public static IEnumerable<(byte[] Term, List<(int Part, int Term)> Among)> Of(ImmutableArray<IndexPart> parts)
    {
        var next = new int[parts.Length];
        var among = new List<(int Part, int Term)>(parts.Length);
        while (true)
        {
            Least(parts, next, among);
            if (among.Count == 0) yield break;
            yield return (parts[among[0].Part].Segment.Term(among[0].Term).ToArray(), among);
        }
    }

    private static void Least(ImmutableArray<IndexPart> parts, int[] next, List<(int Part, int Term)> among)
    {
        among.Clear();
        ReadOnlySpan<byte> least = default;
        for (var part = 0; part < parts.Length; part++)
        {
            if (next[part] == parts[part].Segment.Layout.Terms) continue;
            var term = parts[part].Segment.Term(next[part]);
            var order = among.Count == 0 ? -1 : term.SequenceCompareTo(least);
            if (order > 0) continue;
            if (order < 0) among.Clear();
            least = term;
            among.Add((part, next[part]));
        }
        foreach (var (part, _) in among) next[part]++;
    }
}
