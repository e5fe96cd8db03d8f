using System.Text.Json;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary>Simulated customers of a package, counted night after night by the product alone, against what was planned for them.</summary>
public sealed class SimulatedTrafficTests : IDisposable
{
    private static readonly DateOnly Start = new(2026, 3, 2);

    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. args, "--data", Data], output, error).WaitAsync(TimeSpan.FromMinutes(5));
        return (code, code == 0 ? output.ToString() : output.ToString() + error);
    }

    private static string[] Simulate(int conversations, int days, long seed, params string[] more) =>
        ["simulate", "--conversations", $"{conversations}", "--days", $"{days}", "--seed", $"{seed}", "--start", $"{Start:yyyy-MM-dd}", "--check", .. more];

    [Fact]
    public async Task The_nights_count_what_was_planned_and_counting_it_again_differs_in_nothing()
    {
        // Long enough that some cases have had their seven days, and that mail of the first days is over.
        var plan = TrafficPlan.Of(Samples.RetailSupport, 6, 60, 12, Start);
        var broken = plan.Cases().Where(c => c.Behaviour == Behaviour.StillBroken && c.Outcome != Outcome.Open).ToLookup(c => c.Channel);
        Assert.Contains(broken["chat"], c => c.Recontact is not null && !c.HeldFor(TimeSpan.FromHours(24)));
        Assert.Contains(broken["email"], c => c.Repeats == 1);

        var (code, said) = await RunAsync(Simulate(60, 12, 6, "--agent", AgentHost.Agent));

        Assert.True(code == 0, said);
        Assert.Contains($"Check: {plan.Cases().Count(c => c.Outcome != Outcome.Open)} cases, 0 differ\n", said, StringComparison.Ordinal);
        Assert.Contains($"Truth: {Path.Combine(Data, "truth.jsonl")}: ", said, StringComparison.Ordinal);
        Assert.Contains($"\n  kpi --data {Data}\n", said, StringComparison.Ordinal);

        var (recomputed, again) = await RunAsync("kpi", "recompute");
        Assert.True(recomputed == 0 && again.Contains("2026-03-02 to 2026-03-13", StringComparison.Ordinal) && again.Contains(" 0 counters differ", StringComparison.Ordinal), again);
        await AssertFiguresAsync(plan);
    }

    [Fact]
    public async Task Done_actions_rules_that_refuse_and_what_nobody_knows_come_out_as_planned()
    {
        using var package = DeskPackage.Write();
        var plan = TrafficPlan.Of(DeskPackage.Read(package), 5, 80, 5, Start);
        Assert.Empty(plan.LeftOut);
        Assert.Equal(["asked", "failure", "policy"], plan.Cases().Where(c => c.Outcome == Outcome.Escalated).Select(c => c.Cause!).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(plan.Cases(), c => c.Outcome == Outcome.Unknown);
        Assert.Contains(plan.Cases(), c => c is { Outcome: Outcome.ResolvedConfirmed, Actions: 1 });
        Assert.Contains(plan.Cases(), c => c is { Outcome: Outcome.Escalated, Actions: 1 });

        var (code, said) = await RunAsync(Simulate(80, 5, 5, "--agents", package.Path));

        Assert.True(code == 0, said);
        await AssertFiguresAsync(plan, "--agents", package.Path);
    }

    /// <summary>What <c>kpi</c> prints is the plan's own arithmetic, in each window.</summary>
    private async Task AssertFiguresAsync(TrafficPlan plan, params string[] more)
    {
        var (code, json) = await RunAsync(["kpi", "--json", "--agent", plan.Package.Name, "--from", $"{plan.Start:yyyy-MM-dd}", "--to", $"{plan.Start.AddDays(plan.Days - 1):yyyy-MM-dd}", .. more]);
        Assert.True(code == 0, json);
        var report = JsonDocument.Parse(json).RootElement;
        // Nothing but the nightly function has counted so far, under the simulated clock; and it is still the plan's end.
        Assert.Equal(plan.End, report.GetProperty("asOf").GetDateTimeOffset());

        var all = plan.Cases().Where(c => c.Excluded is null).ToList();
        var over = all.Where(c => c.Outcome != Outcome.Open).ToList();
        Assert.Equal(over.Count, report.GetProperty("total").GetProperty("cases").GetInt64());
        Assert.Equal(all.Count - over.Count, report.GetProperty("open").GetInt64());
        foreach (var figures in report.GetProperty("total").GetProperty("windows").EnumerateArray())
        {
            var window = Definition.Named(figures.GetProperty("name").GetString()!)!;
            var mature = over.Where(c => c.OutcomeAt / Hours.Day + 1 + window.Days <= plan.Days).ToList();
            var held = mature.Where(c => c.IsResolved && c.HeldFor(window.Length)).ToList();
            Assert.Equal(over.Count - mature.Count, figures.GetProperty("maturing").GetInt64());
            Assert.Equal((held.Count, mature.Count), Rate(figures, "containment"));
            Assert.Equal((held.Count(c => c.Outcome == Outcome.ResolvedConfirmed), mature.Count), Rate(figures, "strict"));
            Assert.Equal((held.Count(c => c.Known), mature.Count(c => c.Known)), Rate(figures, "identified"));
            Assert.Equal((held.Count(c => c is { Conversations: 1, Returned: false }), mature.Count), Rate(figures, "firstContact"));
            Assert.Equal(held.Count, figures.GetProperty("workUnits").GetInt64());
        }
    }

    private static (int, int) Rate(JsonElement figures, string name) =>
        (figures.GetProperty(name).GetProperty("numerator").GetInt32(), figures.GetProperty(name).GetProperty("n").GetInt32());

    public void Dispose() => folder.Dispose();
}
