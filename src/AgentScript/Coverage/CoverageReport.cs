using System.Collections.Immutable;

namespace AgentScript.Coverage;

/// <summary>Which branches were taken.</summary>
/// <param name="Taken">In the order of the source, as <paramref name="Missed"/> is.</param>
public sealed record CoverageReport(ImmutableArray<Branch> Taken, ImmutableArray<Branch> Missed)
{
    public int Total => Taken.Length + Missed.Length;

    /// <summary>0 to 1; 1 of a script without branches.</summary>
    public double Share => Total == 0 ? 1 : (double)Taken.Length / Total;

    /// <summary>Holds what a script can do against what its steps say they did.</summary>
    /// <param name="traces">Of the same script, in any order; traces of another version name lines that mean something else.</param>
    public static CoverageReport Of(ImmutableArray<Branch> branches, IEnumerable<Traced> traces)
    {
        var seen = traces.Select(t => t.Kind == "failed" ? t with { Name = t.Name.Split(':')[0] } : t).ToHashSet();
        var taken = branches.ToLookup(b => seen.Contains(b.Trace));
        return new CoverageReport([.. taken[true]], [.. taken[false]]);
    }
}
