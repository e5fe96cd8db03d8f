using System.Globalization;
using System.Text.Json;

namespace Benchmarks;

/// <summary>The figures for a reader, or as one JSON object.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Print(Figures figures, TextWriter to)
    {
        to.WriteLine($"{figures.Processors} processors, durability {figures.Durability}; visitors, agent and shop API share one process.");
        if (!figures.Commits.IsEmpty)
        {
            to.WriteLine();
            to.WriteLine("Raw commits: a stage's commit (head under ETag, 3 events, state, d: row) by N callers on N partitions");
            foreach (var c in figures.Commits) to.WriteLine($"  {c.Callers,4} callers {c.PerSecond,10:N0} commits/s");
        }
        if (!figures.Turns.IsEmpty)
        {
            to.WriteLine();
            to.WriteLine("Turns: \"Where is my order #W1001?\" by HTTP to its reply, with two calls of the shop's API");
            to.WriteLine("  run ahead  conversations  turns/s  commits/turn  queue ops/turn   durable ops/raw  commits/raw  CPU ms/turn  KB/turn");
            foreach (var t in figures.Turns)
                to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {t.RunAhead,-9}  {t.Conversations,13}  {t.PerSecond,7:N0}  {t.CommitsPerTurn,12:N1}  {t.QueueOperationsPerTurn,14:N1}  {t.Ratio,16:N2}  {t.CommitRatio,11:N2}  {t.CpuPerTurn,11:N2}  {t.AllocatedPerTurn / 1024,7:N0}"));
            to.WriteLine("  durable ops/raw = turns/s x (commits + sends + accepts + settlements a turn) / raw commits/s; commits/raw counts table commits alone.");
        }
        to.WriteLine();
        if (figures.Target is { } target)
            to.WriteLine($"64 conversations, run ahead always: {target.Ratio:N2} of the raw commit rate ({target.CommitRatio:N2} in table commits alone); target {Figures.RatioTarget}: {Verdict(target.Ratio >= Figures.RatioTarget)}");
        if (figures.Idle is { } idle)
            to.WriteLine($"Idle turn, waiting on the call, {idle.Count} turns: p50 {idle.P50:N2} ms, p95 {idle.P95:N2} ms, p99 {idle.P99:N2} ms; target p50 {Figures.IdleTarget} ms: {Verdict(idle.P50 <= Figures.IdleTarget)}");
        LoadReport.Print(figures, to);
        if (figures.Access is { } access) AccessReport.Print(access, to);
        if (figures.RollUp is { } rolled)
            to.WriteLine($"Roll-up of {rolled.Events:N0} events, ten nights: {rolled.Run.Seconds:N1} s, at most {rolled.Run.Peak / 1e6:N0} MB; targets for 1,000,000 events {RollUpFigures.SecondsTarget} s and {RollUpFigures.PeakTarget / 1e6:N0} MB: {Verdict(rolled.Run.Seconds <= RollUpFigures.SecondsTarget && rolled.Run.Peak <= RollUpFigures.PeakTarget)}."
                + $" {rolled.Ratio:N1} times the time of a tenth of it; target {RollUpFigures.RatioTarget}: {Verdict(rolled.Ratio <= RollUpFigures.RatioTarget)}. {rolled.Run.Cases:N0} cases in {rolled.Run.Cells:N0} cells; counted again from the log in {rolled.Run.Again:N1} s, {rolled.Run.Differ} of {rolled.Run.Compared:N0} differ.");
        if (figures.Knowledge is { } knowledge)
            to.WriteLine($"Knowledge, {knowledge.Articles:N0} articles in {knowledge.Sections:N0} sections: indexed in {knowledge.Seconds:N1} s with at most {knowledge.Peak / 1e6:N0} MB, {knowledge.File / 1e6:N0} MB stored and loaded in {knowledge.Load:N2} s;"
                + $" a query p50 {knowledge.Queries.P50:N2} ms, p99 {knowledge.Queries.P99:N2} ms; one article updated p50 {knowledge.Updates.P50:N2} ms, p99 {knowledge.Updates.P99:N2} ms; a query after {knowledge.Updates.Count:N0} updates p99 {knowledge.QueriesAfter.P99:N2} ms."
                + $" Targets for {KnowledgeFigures.ArticlesTarget:N0}: {KnowledgeFigures.SecondsTarget} s, {KnowledgeFigures.PeakTarget / 1e6:N0} MB, {KnowledgeFigures.LoadTarget} s, {KnowledgeFigures.QueryTarget} ms, {KnowledgeFigures.UpdateTarget} ms: {Verdict(knowledge.Met)}");
        figures.Hybrid?.Print(to);
        if (figures.Context is { } lean)
            to.WriteLine($"Answers made small: {lean.Orders} orders of {lean.Before:N0} tokens become {lean.After:N0}; target {ContextFigures.AfterTarget:N0}: {Verdict(lean.After <= ContextFigures.AfterTarget)}."
                + $" One thread, by the processor's time: 1 MB at {lean.Small:N0} MB/s, 100 MB at {lean.Large:N0} MB/s; target {ContextFigures.RateTarget}: {Verdict(Math.Min(lean.Small, lean.Large) >= ContextFigures.RateTarget)}. Held at most: {lean.SmallHeld / 1e3:N0} KB and {lean.LargeHeld / 1e3:N0} KB.");
        if (figures.Care is { } care) CareBench.Print(care, to);
        if (figures.Guards is { } guards) GuardTurns.Print(guards, to);
        if (figures.Scripts is { Reason: { } reason }) to.WriteLine($"Agent Script: not measured; {reason}.");
        if (figures.Scripts is { PerSecond: { } rate, First: { } firstScript } scripts)
            to.WriteLine($"Agent Script to trees, {scripts.Count} scripts, {scripts.Bytes / 1e6:N1} MB, one thread: {rate:N0} MB/s; target {Figures.ScriptTarget}: {Verdict(rate >= Figures.ScriptTarget)}. First script of a process: {firstScript:N1} ms, {scripts.FirstProcessor:N1} ms of processor time (medians of 5); target {Figures.FirstScriptTarget}: {Verdict(firstScript <= Figures.FirstScriptTarget)}");
        if (figures.Scripts is { LintedPerSecond: { } linted })
            to.WriteLine($"Agent Script to diagnostics, parsed and linted, one thread: {linted:N0} MB/s; target {Figures.LintTarget}: {Verdict(linted >= Figures.LintTarget)}");
        if (figures.Intents is { } intents) Intents.Print(intents, to);
        if (figures.FirstAnswer is not { } first) to.WriteLine("First answer from process start: not measured; --publish does it.");
        else
        {
            to.WriteLine($"First answer from process start: ReadyToRun {Milliseconds(first.ReadyToRun)}, without {Milliseconds(first.JustInTime)} (median of 5)");
            if (first.Reason is not null) to.WriteLine($"  skipped: {first.Reason}");
        }
    }

    public static void PrintJson(Figures figures, TextWriter to) => to.WriteLine(JsonSerializer.Serialize(new
    {
        processors = figures.Processors,
        durability = figures.Durability,
        rawCommits = figures.Commits,
        turns = figures.Turns.Select(t => new
        {
            t.RunAhead, t.Conversations, turnsPerSecond = t.PerSecond, t.Turns, t.CommitsPerTurn, t.QueueOperationsPerTurn, t.DurablePerTurn,
            sendsPerTurn = (double)t.Counts.Sends / t.Turns, acceptsPerTurn = (double)t.Counts.Accepts / t.Turns, settlesPerTurn = (double)t.Counts.Settles / t.Turns,
            rowsPerCommit = (double)t.Counts.Rows / t.Counts.Commits, bytesPerCommit = (double)t.Counts.Bytes / t.Counts.Commits,
            t.RawPerSecond, t.Ratio, t.CommitRatio, t.CpuPerTurn, t.AllocatedPerTurn,
        }),
        ratio = figures.Target?.Ratio,
        commitRatio = figures.Target?.CommitRatio,
        ratioTarget = Figures.RatioTarget,
        idle = figures.Idle,
        idleTargetP50 = Figures.IdleTarget,
        latencyAtHalfRate = figures.OpenLoop,
        cloud = figures.Cloud.Select(c => new
        {
            c.Turns.RunAhead, c.Turns.Conversations, turnsPerSecond = c.Turns.PerSecond, c.Turns.Taken, c.Turns.AllTurns,
            c.CommitsPerTurn, c.ReadsPerTurn, c.MessagesPerTurn, c.SendsPerTurn, c.QueueCallsPerTurn,
        }),
        memory = figures.Memory,
        memoryTarget = Figures.MemoryTarget,
        firstAnswer = figures.FirstAnswer,
        access = figures.Access,
        rollUp = figures.RollUp,
        knowledge = figures.Knowledge,
        context = figures.Context,
        hybrid = figures.Hybrid,
        care = figures.Care,
        guards = figures.Guards,
        intents = figures.Intents,
        scripts = figures.Scripts,
        scriptTargetPerSecond = Figures.ScriptTarget,
        lintTargetPerSecond = Figures.LintTarget,
        firstScriptTarget = Figures.FirstScriptTarget,
    }, Indented));

    private static string Verdict(bool met) => met ? "met" : "missed";

    private static string Milliseconds(double? value) => value is { } ms ? $"{ms:N0} ms" : "not measured";
}
