using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>A counter that was rolled up otherwise than it was planned.</summary>
public sealed record Difference(string Day, string Channel, string Family, bool Known, string Counter, long Planned, long Found)
{
    public override string ToString() => $"{Day} {Channel} {Family} {(Known ? "known" : "unknown")} {Counter}: planned {Planned:N0}, found {Found:N0}";
}

/// <summary>Compares what a plan says with what the nightly run made of the log.</summary>
/// <param name="Cases">Planned cases with an outcome.</param>
public sealed partial record TruthCheck(long Cases, ImmutableArray<Difference> Differences)
{
    /// <summary>What is not counted by the case.</summary>
    private static readonly string[] Several = [Counters.Requests, Counters.InScope, Counters.Interactions, Counters.Actions];

    /// <summary>Cases that are counted elsewhere or otherwise, at least: of each cell the counter of cases that is furthest off.</summary>
    public long Differing => Differences.GroupBy(d => (d.Day, d.Channel, d.Family, d.Known, d.Family.Length == 0 ? d.Counter : "")).Sum(cell => cell.Max(d => Several.Contains(d.Counter) ? 1 : Math.Abs(d.Planned - d.Found)));

    public override string ToString() => $"{Cases:N0} cases, {Differing:N0} differ";

    public static TruthCheck Of(TrafficPlan plan, RolledUp rolledUp)
    {
        var planned = Sums(TruthTotals.Of(plan));
        var found = Sums(rolledUp.Cells.Where(cell => cell.Agent == plan.Package.Name));
        var differences = planned.Keys.Union(found.Keys)
            .Select(key => new Difference(key.Day, key.Channel, key.Family, key.Known, key.Counter, planned.GetValueOrDefault(key), found.GetValueOrDefault(key)))
            .Where(d => d.Planned != d.Found)
            .OrderBy(d => (d.Day, d.Channel, d.Family, d.Known, d.Counter));
        return new(planned.Where(pair => pair.Key.Counter == Counters.Cases || pair.Key.Counter.StartsWith("excluded.", StringComparison.Ordinal)).Sum(pair => pair.Value), [.. differences]);
    }

    private static Dictionary<(string Day, string Channel, string Family, bool Known, string Counter), long> Sums(IEnumerable<Cell> cells)
    {
        var sums = new Dictionary<(string, string, string, bool, string), long>();
        foreach (var cell in cells)
            foreach (var (counter, count) in cell.Counts.Where(pair => Decided().IsMatch(pair.Key)))
            {
                // What was not a request has no family to be counted under.
                var key = (cell.Day, cell.Channel, counter.StartsWith("excluded.", StringComparison.Ordinal) ? "" : cell.Family, cell.Known, counter);
                sums[key] = sums.GetValueOrDefault(key) + count;
            }
        return sums;
    }

    /// <summary>What the definition decides; durations, tokens, steps and marks of people are measured.</summary>
    [GeneratedRegex(@"\A(cases|escalated|abandoned|confirmed|assumed|unknown|served|requests|requests\.in-scope|interactions|actions|(escalated|excluded|return|fcr|awu|survey)\..+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decided();
}
