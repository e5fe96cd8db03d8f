using System.Diagnostics;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// The process dies at one call of one seam, a next one starts on the same data folder, the providers repeat what was not
/// taken. Then everything is as if nothing had happened.
/// </summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class CrashTests(ITestOutputHelper output)
{
    /// <summary>Two at a time: that is how many processors a small machine has.</summary>
    private const int Lines = 2;

    /// <summary>Every so often the process that recovers dies too.</summary>
    private const int SecondEvery = 8;

    [Fact]
    public async Task A_process_that_dies_at_any_call_of_a_seam_loses_nothing_and_does_nothing_twice()
    {
        var watch = Stopwatch.StartNew();
        var tally = new CrashTally();
        await using var first = await Lives.BeginAsync();
        await using var second = await Lives.BeginAsync();
        await first.AskAsync("count");
        var example = new Scenario(first, "clean", callersGoAway: false);
        await example.PlayAsync();
        var counts = JsonSerializer.Deserialize<Dictionary<string, int>>(await first.AskAsync("count"))!;
        var clean = await CheckAsync(first, example, "clean", null, tally);
        Assert.All((string[])["refund", "credit", "cancel", "script", "asked", "missing"], part => Assert.Contains(clean[part], line => line.Contains("\"outcome\":\"ok\"", StringComparison.Ordinal)));
        var plan = CrashPlan.Of(counts, Seeds.Times, new Random(Seeds.First));
        var cleanSeconds = watch.Elapsed.TotalSeconds;

        Lives[] lines = [first, second];
        await Task.WhenAll(Enumerable.Range(0, Lines).Select(async line =>
        {
            for (var i = line; i < plan.Count; i += Lines) await CrashAsync(lines[line], plan, i, clean, tally);
        }));

        foreach (var seam in plan.GroupBy(p => p.Seam)) tally.Line($"{seam.Key}: {seam.Count()} crashes at {seam.Select(p => p.Kind).Distinct().Count()} kinds of call");
        tally.Line($"{plan.Count} crashes of {counts.Values.Sum()} calls ({counts.Count} kinds); {lines.Sum(l => l.Deaths)} deaths, {lines.Sum(l => l.Starts)} starts; clean run {cleanSeconds:0} s, all {watch.Elapsed.TotalSeconds:0} s");
        foreach (var line in tally.Lines) Seeds.Report(output, line);
        Assert.Empty(tally.Failures);
        Assert.True(tally.Missed <= plan.Count / 10, $"{tally.Missed} of {plan.Count} crash points were never reached.");
    }

    private static async Task CrashAsync(Lives lives, IReadOnlyList<CrashPoint> plan, int i, Dictionary<string, IReadOnlyList<string>> clean, CrashTally tally)
    {
        var point = plan[i];
        var deaths = lives.Deaths;
        try
        {
            await lives.AskAsync("idle");
            await lives.AskAsync($"arm {point}");
            if (i % SecondEvery == 0) lives.Next = plan[(i + (plan.Count / 2)) % plan.Count] with { Occurrence = 1 };
            var scenario = new Scenario(lives, $"r{i:D4}", callersGoAway: i % 2 == 1);
            await scenario.PlayAsync();
            lives.Next = null;
            // Whatever is armed still must not meet the reading.
            await lives.AskAsync("count");
            await CheckAsync(lives, scenario, $"r{i:D4}", clean, tally);
        }
        catch (Exception e)
        {
            tally.Fail($"{point} (run {i}): {e.GetType().Name} {e.Message}");
        }
        if (lives.Deaths == deaths) tally.Miss();
    }

    private static async Task<Dictionary<string, IReadOnlyList<string>>> CheckAsync(Lives lives, Scenario scenario, string run, Dictionary<string, IReadOnlyList<string>>? clean, CrashTally tally)
    {
        var shapes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (part, thread) in scenario.Threads)
        {
            var log = await scenario.LogAsync(part);
            tally.Add(log);
            shapes[part] = LogShape.Of(log, run, thread);
            Assert.True((await (await lives.AliveAsync()).ReadAsync($"/api/operator/conversations/{thread}/verify")).GetProperty("ok").GetBoolean(), $"{part}: the chain does not verify.");
            Assert.Equal("0", await lives.AskAsync($"pending {thread}"));
            foreach (var id in scenario.Messages.Where(m => m.Part == part).Select(m => m.Id)) AnsweredOnce(part, id, log);
            if (clean is null) continue;
            if (part == "cancel" && log.Any(e => e.Type == "ToolCalled" && e.Text("outcome") == "unknown")) HandedOver(log);
            else if (part is "credit" or "script" && log.Any(e => e.Type == "ToolCalled" && e.Text("class") == "not_done")) NotDone(lives, log);
            else Same(part, clean[part], shapes[part]);
        }
        Effects(lives, scenario, run);
        tally.Played(scenario);
        return shapes;
    }

    private static void AnsweredOnce(string part, string id, IReadOnlyList<LoggedEvent> log)
    {
        var answers = log.Count(e => e.Type == "ReplySent" && e.Answers.Contains(id));
        var failed = log.Count(e => e.Type == "StageFailed" && e.Data.GetProperty("messages").EnumerateArray().Any(m => m.GetString() == id));
        Assert.True((answers, failed) == (part == "fail" ? (0, 1) : (1, 0)), $"{part}: {id} is answered {answers} times and failed {failed} times: {string.Join(" ", log.Select(e => e.Type))}");
    }

    /// <summary>The tool can neither be repeated nor asked: the doubt is in the log, and a person has it.</summary>
    private static void HandedOver(IReadOnlyList<LoggedEvent> log) =>
        Assert.Equal(["HandoffOpened"], log.Where(e => e.Type is "HandoffOpened" or "StageFailed").Select(e => e.Type));

    /// <summary>The tool was asked what became of the call and said: nothing. So nothing was done, and the script was told.</summary>
    private static void NotDone(Lives lives, IReadOnlyList<LoggedEvent> log) =>
        Assert.False(lives.Shop.Asked.ContainsKey($"POST /credits {log.Single(e => e.Text("class") == "not_done").Text("key")}"));

    private static void Same(string part, IReadOnlyList<string> clean, IReadOnlyList<string> shape)
    {
        var at = clean.Zip(shape).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(at == clean.Count && at == shape.Count, $"{part} differs at {at} of {clean.Count}: clean {clean.ElementAtOrDefault(at)}; now {shape.ElementAtOrDefault(at)} of {string.Join(" ", shape.Select(l => l.Split(' ')[1]))}");
    }

    private static void Effects(Lives lives, Scenario scenario, string run)
    {
        var made = lives.Shop.Asked.Where(a => !a.Key.StartsWith("POST /refunds ", StringComparison.Ordinal) && a.Value > 1).Select(a => $"{a.Key}: {a.Value}");
        Assert.Empty(made);
        var refunds = lives.Shop.Refunds.SideEffects - scenario.RefundsBefore;
        Assert.True(refunds == 2, $"{refunds} refunds were made for two requests.");
        var mails = lives.Smtp.Received.Count(m => m.Contains($"mail-1-{run}@", StringComparison.Ordinal));
        Assert.True(mails <= 1, $"{mails} mails answer one.");
        var replies = lives.Shop.Replies.Count(r => r.Value.Body.Contains(scenario.Threads["refund"], StringComparison.Ordinal));
        Assert.True(replies == 1, $"The refund's webhook was answered under {replies} ids.");
    }
}
