using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class TruthCheckTests
{
    private static readonly TrafficPlan Plan = TrafficPlan.Of(Samples.RetailSupport, 1, 300, 20, new DateOnly(2026, 3, 2));

    private static TruthCheck Against(IReadOnlyList<Cell> cells) => TruthCheck.Of(Plan, new RolledUp(Plan.End, "1", Plan.Start, cells, new Dictionary<string, long>()));

    [Fact]
    public void What_was_planned_differs_in_nothing_whatever_else_was_measured()
    {
        var cells = TruthTotals.Of(Plan);
        cells[0].Add(Counters.Milliseconds, 17);

        var check = Against(cells);

        Assert.Equal(Plan.Cases().Count(c => c.Outcome != Outcome.Open), check.Cases);
        Assert.Empty(check.Differences);
        Assert.EndsWith(" cases, 0 differ", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_with_another_outcome_is_named_by_its_day_channel_and_family()
    {
        var cells = TruthTotals.Of(Plan);
        var cell = cells.First(cell => cell[Counters.Assumed] > 0);
        cell.Add(Counters.Assumed, -1);
        cell.Add(Counters.Abandoned);

        var check = Against(cells);

        Assert.Equal([Counters.Abandoned, Counters.Assumed], check.Differences.Select(d => d.Counter));
        Assert.All(check.Differences, d => Assert.Equal((cell.Day, cell.Channel, cell.Family, cell.Known), (d.Day, d.Channel, d.Family, d.Known)));
        Assert.Equal(1, check.Differing);
    }

    [Fact]
    public void Cases_that_were_not_found_at_all_differ()
    {
        var check = Against([]);

        Assert.Equal(check.Cases, check.Differences.Where(d => d.Counter is Counters.Cases || d.Counter.StartsWith("excluded.", StringComparison.Ordinal)).Sum(d => d.Planned));
        Assert.Equal(check.Cases, check.Differing);
    }
}
