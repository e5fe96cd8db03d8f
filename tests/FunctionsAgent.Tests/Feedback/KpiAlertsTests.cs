using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Each rule, where it finds something and where it must not.</summary>
public sealed class KpiAlertsTests
{
    private static readonly DateTimeOffset Night = AsOf.AddHours(2);

    [Fact]
    public void Every_rule_has_a_name_and_a_version() => Assert.Equal(
        ["goal-missed 1", "drift 1", "escalation-by-failure 1", "broken-logs 1", "recompute-differs 1", "roll-up-late 1", "small-sample 1"], KpiAlerts.Rules.Select(rule => $"{rule.Name} {rule.Version}"));

    [Theory]
    [InlineData(30, 100, "goal-missed")]
    [InlineData(45, 100, "")] // the interval has the target in it
    [InlineData(80, 100, "")]
    [InlineData(2, 29, "small-sample")] // far below, and too few to say so
    public void A_goal_is_missed_when_no_part_of_the_interval_reaches_it(long held, long cases, string found) =>
        Assert.Equal(found, Names(Rolled(Held("2026-03-10", held, cases))));

    [Theory]
    [InlineData("2026-03-16", 90, "2026-03-20", 60, "drift")]
    [InlineData("2026-03-16", 90, "2026-03-20", 85, "")]
    [InlineData("2026-03-16", 60, "2026-03-20", 90, "")]
    [InlineData("2026-03-09", 90, "2026-03-20", 60, "")] // two weeks before
    [InlineData("2026-03-16", 90, "2026-03-24", 60, "")] // not mature: it may still fall, it says nothing yet
    public void A_week_clearly_below_the_one_before_is_a_drift(string before, long heldBefore, string day, long held, string found) =>
        Assert.Equal(found, Names(Rolled(Held(before, heldBefore, 100), Held(day, held, 100))));

    [Theory]
    [InlineData("requests", "requests.in-scope", "coverage")]
    [InlineData("survey.assumed.1", "survey.assumed.5", "csat")]
    public void Coverage_and_answers_drift_without_a_window(string all, string good, string figure)
    {
        var whole = all == "requests";
        var rolled = Rolled(
            Held("2026-03-10", 60, 100), Cell("2026-03-20", (all, whole ? 100 : 5), (good, 95)), Cell("2026-03-29", (all, whole ? 100 : 40), (good, 60)));

        var alert = Assert.Single(Of(rolled));
        Assert.Equal("drift", alert.Rule);
        Assert.StartsWith($"{figure} fell from 95.0 %", alert.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, "escalation-by-failure")]
    [InlineData(6, "")]
    public void Failures_that_cost_a_person_are_told_when_there_is_no_doubt(long failed, string found) =>
        Assert.Equal(found, Names(Rolled(Cell("2026-03-10", ("cases", 100), ("assumed", 80), ("escalated", failed), ("escalated.failure", failed)))));

    [Fact]
    public void One_broken_log_is_told() => Assert.Equal("broken-logs", Names(Rolled(Held("2026-03-10", 60, 100), Cell("2026-03-30", ("excluded.broken", 1)))));

    [Fact]
    public void A_recount_that_differs_is_told() => Assert.Equal(["recompute-differs"], KpiAlerts.Of(new(Rolled(Held("2026-03-10", 60, 100)), "a", Goal, Night, Differing: 2)).Select(alert => alert.Rule));

    [Theory]
    [InlineData(28, "")]
    [InlineData(28.1, "roll-up-late")]
    public void A_night_that_did_not_run_is_told(double hours, string found) => Assert.Equal(found, Names(Rolled(Held("2026-03-10", 60, 100)), AsOf.AddHours(hours)));

    [Fact]
    public void Before_anything_was_counted_nothing_is_late_and_the_sample_is_small() => Assert.Equal("small-sample", Names(new RolledUp(default, "1", null, [], new Dictionary<string, long>())));

    [Fact]
    public void An_alert_carries_the_numbers_it_was_decided_by()
    {
        var alert = Assert.Single(Of(Rolled(Held("2026-03-10", 30, 100))));
        Assert.Equal((0.3, 0.5, 100L), (alert.Value, alert.Limit, alert.N));
        var late = Assert.Single(Of(Rolled(Held("2026-03-10", 60, 100)), AsOf.AddHours(30)));
        Assert.Equal((30, 28, null), (late.Value, late.Limit, late.N));
    }

    [Fact]
    public void Another_agents_cases_are_none_of_ours() => Assert.Equal("small-sample", Names(Rolled(new Cell("2026-03-10", "b", "chat", "x", "v", true) { Counts = { ["cases"] = 100, ["excluded.broken"] = 1 } })));

    private static string Names(RolledUp rolled, DateTimeOffset? now = null) => string.Join(' ', Of(rolled, now).Select(alert => alert.Rule));

    private static IReadOnlyList<KpiAlert> Of(RolledUp rolled, DateTimeOffset? now = null) => KpiAlerts.Of(new(rolled, "a", Goal, now ?? Night));
}
