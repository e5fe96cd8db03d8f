using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Figures of cells that were counted by hand.</summary>
public sealed class KpiFiguresTests
{
    private const string Old = "2026-03-10";

    /// <summary>20 eligible: 6 confirmed and 8 assumed, of which 1 and 4 were undone; 4 escalated, 1 abandoned, 1 unknown.</summary>
    private static readonly Cell Known = Cell(
        Old, ("cases", 20), ("confirmed", 6), ("assumed", 8), ("escalated", 4), ("abandoned", 1), ("unknown", 1),
        ("escalated.asked", 3), ("escalated.failure", 1), ("served", 3), ("excluded.courtesy", 5), ("excluded.broken", 1),
        ("return.confirmed.72h.channel", 1), ("return.assumed.repeat.conversation", 1), ("return.assumed.24h.other", 1), ("return.assumed.7d.conversation", 2),
        ("fcr.24h", 11), ("fcr.72h", 10), ("fcr.7d", 8), ("awu.24h", 12), ("awu.72h", 11), ("awu.7d", 9),
        ("actions", 5), ("interactions", 18), ("requests", 25), ("requests.in-scope", 24),
        ("survey.confirmed.5", 2), ("survey.assumed.2", 1), ("survey.escalated.4", 1),
        ("ms", 45_000), ("ms.010", 5), ("ms.020", 4), ("ms.300", 1), ("tokens.in", 900), ("tokens.out", 90), ("cost", 4_500_000),
        ("sequence.aa", 15), ("sequence.bb", 5), ("steps.0002", 12), ("steps.0010", 7), ("steps.0011", 1),
        ("review.ok.held", 8), ("review.ok.other", 1), ("review.wrong.held", 2), ("review.wrong.other", 9));

    private static readonly Cell Anonymous = Of(Old, "email", "none", known: false, ("cases", 5), ("assumed", 5), ("return.assumed.24h.conversation", 1), ("requests", 6), ("interactions", 6));

    /// <summary>Had its 24 hours and its 72, not its seven days.</summary>
    private static readonly Cell Young = Cell("2026-03-26", ("cases", 7), ("assumed", 7), ("requests", 7));

    [Theory]
    [InlineData("24h", 12 + 4 + 7, 25 + 7, 7)]
    [InlineData("72h", 11 + 4 + 7, 25 + 7, 7)]
    [InlineData("7d", 9 + 4, 25, 0)]
    public void Containment_takes_away_who_returned_within_its_window_and_leaves_out_whose_window_runs(string window, long held, long n, long young)
    {
        var found = Report(Rolled(Known, Anonymous, Young)).Total.Of(window);

        Assert.Equal(Rate.Of(held, n), found.Containment);
        Assert.Equal(7 - young, found.Maturing);
    }

    [Fact]
    public void Persons_who_are_recognised_are_counted_apart()
    {
        var found = Report(Rolled(Known, Anonymous)).Total;

        Assert.Equal(Rate.Of(9, 20), found.Of("7d").Identified);
        Assert.Equal(Rate.Of(4, 5), found.Of("7d").Unidentified);
        Assert.Equal(Rate.Of(20, 25), found.Identifiable);
    }

    [Fact]
    public void Shares_of_the_outcomes_are_of_all_eligible_cases()
    {
        var found = Report(Rolled(Known, Anonymous)).Total;

        Assert.Equal((Rate.Of(4, 25), Rate.Of(1, 25), Rate.Of(1, 25), Rate.Of(21, 25)), (found.Escalated, found.Abandoned, found.Unknown, found.Deflection));
        Assert.Equal([("asked", Rate.Of(3, 25)), ("failure", Rate.Of(1, 25))], found.EscalatedBy.Select(by => (by.Key, by.Value)));
        Assert.Equal(Rate.Of(3, 4), found.Served);
        Assert.Equal([("broken", 1L), ("courtesy", 5L)], found.Excluded.Select(why => (why.Key, why.Value)));
        Assert.Equal(Rate.Of(24, 31), found.Coverage);
    }

    [Fact]
    public void Strict_containment_counts_what_was_confirmed_alone()
    {
        var found = Report(Rolled(Known, Anonymous)).Total;

        Assert.Equal(Rate.Of(6, 25), found.Of("24h").Strict);
        Assert.Equal(Rate.Of(5, 25), found.Of("7d").Strict);
        Assert.Equal(Rate.Of(8, 25), found.Of("7d").FirstContact);
    }

    [Fact]
    public void Work_units_are_those_of_days_that_have_had_the_window()
    {
        var found = Report(Rolled(Known, Young), "from=2026-03-09 to=2026-03-30").Total.Of("7d");

        Assert.Equal((9, 15), (found.WorkUnits, found.Days));
        Assert.Equal(0.5, found.WorkUnitsPerInteraction);
        Assert.Equal(0.6, found.WorkUnitsPerDay);
        Assert.Equal(5_000, found.MillisecondsPerWorkUnit);
        Assert.Equal(110, found.TokensPerWorkUnit);
        Assert.Equal(0.5, found.CostPerWorkUnit!.Value, 1e-9);
    }

    [Fact]
    public void Answers_of_the_survey_are_shown_with_who_gave_them()
    {
        var found = Report(Rolled(Known)).Total.Survey;

        Assert.Equal(Rate.Of(3, 4), found.Csat);
        Assert.Equal(Rate.Of(0, 1), found.CsatBy["assumed"]);
        Assert.Equal(Rate.Of(2, 6), found.AnsweredBy["confirmed"]);
        Assert.Equal(Rate.Of(0, 1), found.AnsweredBy["unknown"]);
    }

    [Fact]
    public void Times_are_quantiles_over_all_turns_and_the_buckets_hold_each_once()
    {
        var found = Report(Rolled(Known)).Total.Latency;

        Assert.Equal((10, 10, Histogram.Top(300), Histogram.Top(300)), (found.Turns, found.P50, found.P95, found.P99));
        Assert.Equal(10, found.Buckets.Sum(bucket => bucket.Turns));
        Assert.All(found.Buckets, bucket => Assert.True(bucket.Over < bucket.UpTo));
    }

    [Fact]
    public void Consistency_is_by_intent()
    {
        var found = Assert.Single(Report(Rolled(Known)).Consistency);

        Assert.Equal(new KpiConsistency("order_status", 2, Rate.Of(15, 20), 2, 10), found);
    }

    /// <summary>Agreement 17 of 20; by chance (9·10 + 11·10)/400 = 0.5; kappa (0.85 − 0.5)/0.5.</summary>
    [Fact]
    public void Marks_of_people_are_held_against_the_rule()
    {
        var found = Report(Rolled(Known)).Total.Marks;

        Assert.Equal(Rate.Of(17, 20), found.Agreement);
        Assert.Equal(0.7, found.Kappa!.Value, 1e-9);
        Assert.Null(KpiMarks.Of(5, 0, 0, 0).Kappa);
        Assert.Null(KpiMarks.None.Kappa);
    }

    [Theory]
    [InlineData("channel", "chat email")]
    [InlineData("intent", "none order_status")]
    [InlineData("version", "v1")]
    [InlineData("agent", "a")]
    [InlineData("week", "2026-W10 2026-W11 2026-W12 2026-W13 2026-W14")]
    public void Parts_add_up_to_the_whole(string by, string names)
    {
        var report = Report(Rolled(Known, Anonymous, Young), "by=" + by);

        Assert.Equal(names.Split(' '), report.Groups.Select(group => group.Name));
        Assert.Equal(report.Total.Cases, report.Groups.Sum(group => group.Cases));
        Assert.Equal(report.Total.Of("7d").Containment.Numerator, report.Groups.Sum(group => group.Of("7d").Containment.Numerator));
        Assert.Equal(report.Total.Of("24h").Maturing, report.Groups.Sum(group => group.Of("24h").Maturing));
    }

    [Fact]
    public void A_day_without_cases_is_a_day()
    {
        var report = Report(Rolled(Known), "by=day");

        Assert.Equal(28, report.Groups.Count);
        Assert.Equal(20, report.Groups.Single(day => day.Name == Old).Cases);
        Assert.Equal(Rate.None, report.Groups[0].Of("7d").Containment);
    }

    [Fact]
    public void Filters_and_days_leave_out_what_they_do_not_name()
    {
        var rolled = Rolled(Known, Anonymous, Young, new Cell(Old, "b", "chat", "x", "v1", true));

        Assert.Equal(5, Report(rolled, "channel=email").Total.Cases);
        Assert.Equal(27, Report(rolled, "intent=order_status").Total.Cases);
        Assert.Equal(0, Report(rolled, "version=v2").Total.Cases);
        Assert.Equal(7, Report(rolled, "days=5").Total.Cases);
        Assert.Equal(25, Report(rolled, "to=2026-03-20").Total.Cases);
        Assert.Equal(3, Report(rolled).Open);
    }

    [Fact]
    public void Before_anything_matures_it_is_said_when()
    {
        var report = Report(Rolled(Young));

        Assert.Equal(new DateTimeOffset(2026, 4, 3, 0, 0, 0, TimeSpan.Zero), report.Matures);
        Assert.Contains("2026-04-03", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Null(Report(Rolled(Young), "window=24h").Matures);
        Assert.Null(Report(Rolled(Known, Young)).Matures);
    }

    [Fact]
    public void An_empty_installation_says_that_nothing_was_counted()
    {
        var report = Report(new RolledUp(default, "1", null, [], new Dictionary<string, long>()));

        Assert.Contains("Nothing was counted yet", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal((0L, "none"), (report.Total.Cases, report.Goal!.State));
    }

    [Fact]
    public void A_filter_that_nothing_matches_names_what_there_is() =>
        Assert.Contains("channels chat", Assert.Single(Report(Rolled(Known), "channel=voice").Notes), StringComparison.Ordinal);

    [Theory]
    [InlineData("containment", 0.2, "reached")]
    [InlineData("containment", 0.45, "undecided")]
    [InlineData("containment", 0.8, "missed")]
    [InlineData("escalation-rate", 0.5, "reached")]
    [InlineData("escalation-rate", 0.01, "missed")]
    [InlineData("csat", 0.5, "undecided")]
    [InlineData("grounding", 0.5, "none")]
    public void A_goal_is_judged_by_the_interval(string metric, double target, string state) =>
        Assert.Equal(state, Report(Rolled(Known), kpi: Goal with { Metric = metric, Target = target }).Goal!.State);
}
