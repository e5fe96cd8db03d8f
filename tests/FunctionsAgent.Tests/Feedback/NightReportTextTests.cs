using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;
using FunctionsAgent.Pipeline;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>What a person reads of a night, in the mail's subject and on one screen.</summary>
public sealed class NightReportTextTests
{
    [Theory]
    [InlineData(80, 100, "a: containment 80 % (71–87 %) of 100, goal 50 % reached")]
    [InlineData(30, 100, "a: containment 30 % (22–40 %) of 100, goal 50 % missed")]
    [InlineData(50, 100, "a: containment 50 % (40–60 %) of 100, goal 50 % undecided")]
    public void The_subject_says_figure_interval_n_and_goal(long held, long cases, string subject) => Assert.Equal(subject, Of(Rolled(Held("2026-03-10", held, cases)))!.Subject);

    [Fact]
    public void Where_nothing_is_mature_the_subject_says_so() => Assert.Equal("a: containment not known yet, goal 50 %", Of(Rolled(Held("2026-03-30", 5, 10)))!.Subject);

    [Theory]
    [InlineData("escalation-rate", "a: escalation-rate 20 % (13–29 %) of 100, goal 50 % reached", "escalation-rate: 20.0 % [13.3–28.9], n = 100. The goal of 50.0 % at most is reached.")]
    [InlineData("grounding", "a: containment 60 % (50–69 %) of 100", "containment 7d: 60.0 % [50.2–69.1], n = 100. The goal, grounding 50.0 %, is measured by evaluations.")]
    public void A_goal_of_another_metric_is_told_by_its_own_figure(string metric, string subject, string line)
    {
        var message = Of(Rolled(Cell("2026-03-10", ("cases", 100), ("assumed", 60), ("escalated", 20), ("abandoned", 20))), Goal with { Metric = metric })!;
        Assert.Equal(subject, message.Subject);
        Assert.Contains($"\n{line}\n", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_has_the_weeks_the_losses_the_alerts_and_what_is_maturing()
    {
        var message = Of(Rolled(
            Of2("2026-03-12", "returns", 10, 40), Of2("2026-03-12", "order_status", 50, 60), Of2("2026-03-12", "delivery", 8, 20), Of2("2026-03-12", "warranty", 0, 10), Of2("2026-03-20", "order_status", 5, 60),
            Held("2026-03-29", 7, 9)))!;
        Assert.Equal("""
            a: outcomes of 2026-03-03 to 2026-03-30 (UTC), as of 2026-03-31 00:00 UTC, definition 1

            containment 7d: 38.4 % [31.8–45.5], n = 190. The goal of 50.0 % is missed.
            Seven days to 2026-03-23: 8.3 % [3.6–18.1], n = 60
            The seven before: 52.3 % [43.8–60.7], n = 130
            Cases: 199, of which maturing (their 7d is not over): 9. Without an outcome yet: 3.

            Costs most (cases below 50.0 % containment):
            - returns: 10, containment 25.0 % [14.2–40.2], n = 40
            - order_status: 5, containment 45.8 % [37.2–54.7], n = 120
            - warranty: 5, containment 0.0 % [0.0–27.8], n = 10

            Alerts:
            - goal-missed 1 (alert): containment 7d is 38.4 % [31.8–45.5], n = 190; the target is 50.0 %.
            - drift 1 (alert): containment 7d fell from 52.3 % [43.8–60.7], n = 130 to 8.3 % [3.6–18.1], n = 60 within a week.

            Up to date, for staff: https://agents.shop.example/api/operator/kpi/report?agent=a

            """.ReplaceLineEndings("\n"), message.Text);
    }

    [Fact]
    public void Without_a_public_address_there_is_no_link()
    {
        var message = NightReportMessage.Of(new KpiFacts(Rolled(Held("2026-03-10", 60, 100)), "a", Goal, AsOf.AddHours(2)), null)!;
        Assert.Null(message.Link);
        Assert.DoesNotContain("http", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_without_a_case_has_no_report() => Assert.Null(Of(Rolled(Cell("2026-03-10", ("excluded.courtesy", 3)))));

    private static Cell Of2(string day, string family, long held, long cases) => CellBench.Of(day, "chat", family, known: true, ("cases", cases), ("assumed", held), ("abandoned", cases - held));

    private static NightReportMessage? Of(RolledUp rolled, Kpi? goal = null) => NightReportMessage.Of(new KpiFacts(rolled, "a", goal ?? Goal, AsOf.AddHours(2)), "https://agents.shop.example");
}
