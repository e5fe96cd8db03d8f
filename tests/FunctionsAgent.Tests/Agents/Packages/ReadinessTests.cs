using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;
using FunctionsAgent.Tests.Drivers;
using RetailSupportCode;

namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>Each check of <see cref="Readiness"/> is green for a shop that is ready, and red for its twin that lacks one thing.</summary>
public sealed class ReadinessTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static Package Sample => Samples.RetailSupport;

    /// <summary>The sample in the hands of somebody who answers for it.</summary>
    private static Package Ready => Sample with { Name = "lamps", Kpi = Sample.Kpi with { Owner = "ann@lamps.shop", Baseline = 0.31 } };

    private static TestEvidence Passed => new(Sample.Version, Sample.Tests.Length, 0, 20, 20);

    private static ReadinessEvidence Known => new(Today) { Tests = Passed, Figures = new(120, null, new LoopSpeed(TimeSpan.FromHours(5), 12)) };

    [Fact]
    public void An_agent_that_lacks_nothing_is_green_throughout()
    {
        var checks = Readiness.Of(Ready, Known);

        Assert.Equal(["kpi", "baseline", "scope", "growth", "tests", "coverage", "guards", "desk", "articles", "loop"], checks.Select(check => check.Name));
        Assert.Empty(checks.Where(check => check.State != ReadinessState.Green).Select(check => check.Name));
        Assert.All(checks, check => Assert.False(string.IsNullOrWhiteSpace(check.Found)));
        Assert.All(checks, check => Assert.Equal(check.State == ReadinessState.Green, check.Todo.Length == 0));
        Assert.Empty(Readiness.Reds(checks));
    }

    public static TheoryData<string, string, string> Lacking => new()
    {
        { "kpi", "metric", "'sales' is not measured" },
        { "kpi", "lower is better", "'escalation-rate' is not measured" },
        { "kpi", "target", "the target 31 % is not above the baseline 31 %" },
        { "kpi", "no target", "the target is 0 %" },
        { "kpi", "too high", "the target is 101 %" },
        { "kpi", "no number", "the target is" },
        { "kpi", "window", "'1d' is none that is measured" },
        { "kpi", "owner", "'support team' is no e-mail address" },
        { "kpi", "placeholder", "'you@shop.example' is a placeholder" },
        { "kpi", "example.com", "'you@mail.example.com' is a placeholder" },
        { "kpi", "localhost", "'root@localhost' is a placeholder" },
        { "kpi", "outcome", "the outcome says nothing" },
        { "scope", "does", "nothing is in scope.does" },
        { "scope", "doesNot", "nothing is in scope.doesNot" },
        { "scope", "blank", "nothing is in scope.doesNot" },
        { "scope", "handsTo", "scope.handsTo is empty" },
        { "guards", "input", "no guard is on for the way in" },
        { "guards", "output", "no guard is on for the way out" },
        { "desk", "no handoff", "no desk; no wait; nothing for when nobody comes" },
        { "desk", "wait", "no wait" },
        { "desk", "otherwise", "nothing for when nobody comes" },
        { "tests", "four", "4 conversations" },
        { "tests", "no hand-off", "none that hands off" },
        { "tests", "in scope", "none out of scope" },
    };

    [Theory]
    [MemberData(nameof(Lacking))]
    public void What_is_lacking_makes_its_check_red_and_no_other(string check, string lacking, string found)
    {
        var package = Without(lacking);
        var checks = Readiness.Of(package, Known with { Tests = Passed with { Passed = package.Tests.Length } });

        var red = Assert.Single(checks, c => c.State == ReadinessState.Red);
        Assert.Equal(check, red.Name);
        Assert.Contains(found, red.Found, StringComparison.Ordinal);
        Assert.NotEmpty(red.Todo);
    }

    [Theory]
    [InlineData("nobody ran them", "no word that they were run")]
    [InlineData("another version", "of another version, 000000000000")]
    [InlineData("one failed", "1 of {0} failed")]
    [InlineData("some", "2 of {0} were run")]
    public void Tests_count_when_all_of_this_very_version_passed(string evidence, string found)
    {
        var checks = Readiness.Of(Ready, Known with
        {
            Tests = evidence switch
            {
                "another version" => Passed with { Version = "000000000000" },
                "one failed" => Passed with { Passed = Sample.Tests.Length - 1, Failed = 1 },
                "some" => Passed with { Passed = 2 },
                _ => null,
            },
        });

        Assert.Equal("tests", Assert.Single(Readiness.Reds(checks)));
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, found, Sample.Tests.Length), Of(checks, "tests").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_no_test_takes_are_a_note()
    {
        var check = Of(Readiness.Of(Ready, Known with { Tests = Passed with { Taken = 19 } }), "coverage");

        Assert.Equal((ReadinessState.Note, "the tests take 19 of 20 branches of the script"), (check.State, check.Found));
        Assert.Equal(ReadinessState.Note, Of(Readiness.Of(Ready, Known with { Tests = Passed with { Taken = null, Branches = null } }), "coverage").State);
        Assert.Equal(ReadinessState.Note, Of(Readiness.Of(Ready, Known with { Tests = Passed with { Version = "000000000000" } }), "coverage").State);
    }

    [Fact]
    public void The_address_of_an_example_is_a_note_for_the_samples_alone()
    {
        Assert.Equal(ReadinessState.Note, Of(Readiness.Of(Sample, Known), "kpi").State);
        Assert.Equal(ReadinessState.Red, Of(Readiness.Of(Sample with { Name = "lamps" }, Known), "kpi").State);
        Assert.Equal(ReadinessState.Red, Of(Readiness.Of(Sample with { Kpi = Sample.Kpi with { Owner = "nobody" } }, Known), "kpi").State);
    }

    [Fact]
    public void The_samples_are_those_of_the_product() => Assert.Equal(
        [Sample.Name, RetailSupportCodeAgent.Package.Name], ReadinessOfGoal.Samples.Order(StringComparer.Ordinal));

    [Fact]
    public void The_windows_are_those_that_are_measured() => Assert.Equal(Definition.Windows.Select(window => window.Name), ReadinessOfGoal.Windows);

    [Fact]
    public void Every_metric_of_a_goal_is_a_share_the_figures_know() =>
        Assert.All(ReadinessOfGoal.Metrics, metric => Assert.NotNull(KpiGoal.Find(metric, new KpiWindow("7d", 0, 0), new KpiFigures("", 0), [])));

    [Fact]
    public void A_ratio_without_an_interval_is_no_goal() =>
        Assert.Equal(ReadinessState.Red, Of(Readiness.Of(Ready with { Kpi = Ready.Kpi with { Metric = "awu-per-interaction" } }, Known), "kpi").State);

    [Theory]
    [InlineData("containment")]
    [InlineData("strict-containment")]
    [InlineData("deflection")]
    [InlineData("first-contact-resolution")]
    [InlineData("fcr", "first-contact-resolution")]
    [InlineData("csat")]
    [InlineData("coverage")]
    public void A_goal_may_name_each_share_that_is_measured(string written, string? metric = null)
    {
        var package = PackageBench.Read(("agent.yaml", PackageBench.Agent.Replace("metric: containment", $"metric: {written}", StringComparison.Ordinal).Replace("@shop.example", "@lamps.shop", StringComparison.Ordinal)));
        Assert.Equal((metric ?? written, ReadinessState.Green), (package.Kpi.Metric, Of(Readiness.Of(package, Known), "kpi").State));
    }

    [Fact]
    public void A_baseline_of_nothing_is_a_note_that_tells_what_was_measured()
    {
        var package = Ready with { Kpi = Ready.Kpi with { Baseline = 0 } };
        var measured = Of(Readiness.Of(package, Known with { Figures = new(400, Standing(0.42, 0.38), null) }), "baseline");

        Assert.Equal(ReadinessState.Note, measured.State);
        Assert.Contains("containment 42 % (95 %: 38 % to 46 %, n 1,200, 7d)", measured.Found, StringComparison.Ordinal);
        Assert.Contains("nothing is measured yet", Of(Readiness.Of(package, Known), "baseline").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loop_is_a_note_until_people_mark_and_then_tells_its_speed()
    {
        Assert.Equal((ReadinessState.Green, "from a signal to a person's mark 5 hours at the median of 12 in 28 days"), (Of(Readiness.Of(Ready, Known), "loop").State, Of(Readiness.Of(Ready, Known), "loop").Found));
        foreach (var figures in (AgentFigures?[])[null, AgentFigures.None, new(500, null, null), new(500, null, new(TimeSpan.Zero, 0))])
            Assert.Equal((ReadinessState.Note, "not measured yet"), (Of(Readiness.Of(Ready, Known with { Figures = figures }), "loop").State, Of(Readiness.Of(Ready, Known with { Figures = figures }), "loop").Found));
    }

    public static TheoryData<string, string> Growing => new() { { "does", "scope.does 2 → 6" }, { "skill", "skill returns" }, { "intent", "intent returns" } };

    [Theory]
    [MemberData(nameof(Growing))]
    public void A_scope_that_grows_wants_the_lower_bound_at_the_target_of_the_version_served(string how, string named)
    {
        var served = Smaller(how);
        ReadinessCheck Check(KpiStanding? standing, long traffic, double target = 0.55) =>
            Of(Readiness.Of(Ready with { Kpi = Ready.Kpi with { Target = target } }, Known with { Served = served, Figures = new(traffic, standing, null) }), "growth");

        Assert.Equal(ReadinessState.Green, Check(Standing(0.6, 0.55), 900).State);
        Assert.Equal(ReadinessState.Red, Check(Standing(0.6, 0.5499), 900).State);
        // To lower the target in the same step shows nothing.
        Assert.Equal(ReadinessState.Red, Check(Standing(0.6, 0.5499), 900, target: 0.4).State);
        Assert.Equal(ReadinessState.Red, Check(null, 900).State);
        Assert.Equal(ReadinessState.Note, Check(null, 0).State);
        Assert.Contains(named, Check(null, 900).Found, StringComparison.Ordinal);
        Assert.Contains("containment 60 % (95 %: 55 % to 65 %, n 1,200, 7d), the target is 55 %", Check(Standing(0.6, 0.5499), 900).Found, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Growing))]
    public void A_scope_that_shrinks_or_stays_wants_nothing(string how, string _)
    {
        foreach (var package in (Package[])[Smaller(how), Ready])
            Assert.Equal(ReadinessState.Green, Of(Readiness.Of(package, Known with { Served = Ready, Figures = new(900, Standing(0.2, 0.1), null) }), "growth").State);
    }

    [Fact]
    public void A_first_version_grows_nothing_and_where_nobody_was_asked_the_list_says_so()
    {
        Assert.Equal((ReadinessState.Green, "the first version"), (Of(Readiness.Of(Ready, Known), "growth").State, Of(Readiness.Of(Ready, Known), "growth").Found));
        var alone = Of(Readiness.Of(Ready, Known with { Figures = null }), "growth");
        Assert.Equal(ReadinessState.Note, alone.State);
        Assert.Contains("no instance was asked", alone.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\nowner: ann@lamps.shop\nreview: 2026-11-23\n---\n# Lamps\nThey shine.", null)]
    [InlineData("\uFEFF---\r\nowner: ann@lamps.shop\r\nreview: \"2027-01-31\"\r\naudience: [public]\r\n---\r\nThey shine.", null)]
    [InlineData("---\nowner: ann@lamps.shop\nreview: 2026-11-22\n---\nThey shine.", "was to be reviewed on 2026-11-22")]
    [InlineData("---\nowner: ann@lamps.shop\n---\nThey shine.", "has no review date")]
    [InlineData("---\nreview: 2027-01-31\n---\nThey shine.", "has no owner")]
    [InlineData("# Lamps\nThey shine.", "has no owner")]
    [InlineData("---\n---\nThey shine.", "has no owner")]
    public void An_article_has_an_owner_and_a_review_to_come(string article, string? wrong)
    {
        var check = Of(Readiness.Of(WithArticles(("knowledge/lamps.md", article)), Known), "articles");

        Assert.Equal(wrong is null ? ReadinessState.Green : ReadinessState.Red, check.State);
        Assert.Contains(wrong ?? "1, each with an owner", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_articles_without_an_owner_are_counted_and_five_of_them_named()
    {
        var check = Of(Readiness.Of(WithArticles([.. Enumerable.Range(0, 40).Select(n => ($"knowledge/a{n:D2}.md", "# A\nB."))]), Known), "articles");

        Assert.StartsWith("40 of 40: a00 has no owner; ", check.Found, StringComparison.Ordinal);
        Assert.EndsWith("a04 has no owner; …", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_written_in_code_is_judged_as_well()
    {
        var checks = Readiness.Of(RetailSupportCodeAgent.Package, Known);
        Assert.Equal(["tests", "desk"], Readiness.Reds(checks).Intersect(["tests", "desk"]));
    }

    [Fact]
    public void What_a_package_says_cannot_steer_a_terminal() => Assert.All(
        Readiness.Of(Ready with { Kpi = new("\u001b[2J", 0, 2, "\u001b]0;x\u0007", $"\u001b[31m{new string('a', 5_000)}", "\u001b[2J") }, Known),
        check => Assert.DoesNotContain(check.Found + check.Todo, c => char.IsControl(c)));

    private static Package Without(string what)
    {
        var (package, kpi, scope) = (Ready, Ready.Kpi, Ready.Scope);
        var handoff = package.Manifest!.Handoff!;
        return what switch
        {
            "metric" => package with { Kpi = kpi with { Metric = "sales" } },
            "lower is better" => package with { Kpi = kpi with { Metric = "escalation-rate" } },
            "target" => package with { Kpi = kpi with { Target = 0.31 } },
            "no target" => package with { Kpi = kpi with { Target = 0, Baseline = -1 } },
            "too high" => package with { Kpi = kpi with { Target = 1.01 } },
            "no number" => package with { Kpi = kpi with { Target = double.NaN } },
            "window" => package with { Kpi = kpi with { Window = "1d" } },
            "owner" => package with { Kpi = kpi with { Owner = "support team" } },
            "placeholder" => package with { Kpi = kpi with { Owner = "you@shop.example" } },
            "example.com" => package with { Kpi = kpi with { Owner = "you@mail.example.com" } },
            "localhost" => package with { Kpi = kpi with { Owner = "root@localhost" } },
            "outcome" => package with { Kpi = kpi with { Outcome = "better" } },
            "does" => package with { Scope = scope with { Does = [] } },
            "doesNot" => package with { Scope = scope with { DoesNot = [] } },
            "blank" => package with { Scope = scope with { DoesNot = [" "] } },
            "handsTo" => package with { Scope = scope with { HandsTo = " " } },
            "input" or "output" => package with { Guards = [.. package.Guards.Where(guard => guard.Info.At != what)] },
            "no handoff" => package with { Manifest = package.Manifest with { Handoff = null } },
            "wait" => package with { Manifest = package.Manifest with { Handoff = handoff with { Wait = null } } },
            "otherwise" => package with { Manifest = package.Manifest with { Handoff = handoff with { Otherwise = null } } },
            "four" => package with { Tests = [.. package.Tests.Where(Says("handed-off")).Take(1), .. package.Tests.Where(Intends("none")).Take(1), .. package.Tests.Where(test => !Says("handed-off")(test) && !Intends("none")(test)).Take(2)] },
            "no hand-off" => package with { Tests = [.. package.Tests.Select(test => test with { Turns = [.. test.Turns.Select(turn => turn with { Expect = turn.Expect with { Handoff = null, Outcome = null } })] })] },
            "in scope" => package with { Tests = [.. package.Tests.Where(test => !Intends("none")(test))] },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }

    private static Func<PackageTest, bool> Says(string outcome) => test => test.Turns.Any(turn => turn.Expect.Outcome == outcome);

    private static Func<PackageTest, bool> Intends(string intent) => test => test.Turns.Any(turn => turn.Expect.Intent == intent);

    /// <summary>What was served before the sample grew to what it is.</summary>
    private static Package Smaller(string how) => how switch
    {
        "does" => Ready with { Scope = Ready.Scope with { Does = [.. Ready.Scope.Does.Take(2)] } },
        "skill" => Ready with { Manifest = Ready.Manifest! with { Skills = ["order_status"] } },
        _ => Ready with { Flow = WithoutReturns() },
    };

    private static IFlow WithoutReturns()
    {
        var text = Encoding.UTF8.GetString(Sample.Files!.All["retail-support.agent"].Span);
        var from = text.IndexOf("subagent returns:", StringComparison.Ordinal);
        var to = text.IndexOf("\nsubagent ", from + 1, StringComparison.Ordinal);
        var (flow, errors) = new ScriptCompiler().Compile(new("retail-support", "retail-support.agent", text[..from] + (to < 0 ? "" : text[(to + 1)..]), null));
        Assert.Empty(errors);
        return flow!;
    }

    private static Package WithArticles(params (string File, string Text)[] articles)
    {
        var files = Sample.Files!.All.RemoveRange(Sample.Files!.All.Keys.Where(file => file.StartsWith("knowledge/", StringComparison.Ordinal)));
        foreach (var (file, text) in articles) files = files.SetItem(file, Encoding.UTF8.GetBytes(text));
        return Ready with { Files = new PackageFiles(files), Articles = ArticleFiles.Of(new PackageFiles(files)).Articles };
    }

    private static KpiStanding Standing(double share, double low) => new("containment", share, low, (2 * share) - low, 1_200, "7d");

    private static ReadinessCheck Of(ImmutableArray<ReadinessCheck> checks, string name) => checks.Single(check => check.Name == name);
}
