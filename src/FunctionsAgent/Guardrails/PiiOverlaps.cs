using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Makes finds that overlap one: no piece of either may be left over.</summary>
internal static class PiiOverlaps
{
    public static ImmutableArray<PiiFind> Merge(List<PiiFind> finds)
    {
        finds.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var merged = ImmutableArray.CreateBuilder<PiiFind>(finds.Count);
        // What the piece is called follows the find, not the union: a union of two halves is neither.
        var named = default(PiiFind);
        foreach (var find in finds)
        {
            if (merged.Count == 0 || find.Start >= merged[^1].End)
            {
                merged.Add(named = find);
                continue;
            }
            var last = merged[^1];
            if ((find.Sure && !named.Sure) || (find.Sure == named.Sure && find.Length > named.Length)) named = find;
            merged[^1] = named with { Start = last.Start, Length = Math.Max(last.End, find.End) - last.Start };
        }
        return merged.DrainToImmutable();
    }
}
