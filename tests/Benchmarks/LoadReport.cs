using System.Globalization;

namespace Benchmarks;

/// <summary>The figures under load and over time, for a reader.</summary>
internal static class LoadReport
{
    public static void Print(Figures figures, TextWriter to)
    {
        if (figures.OpenLoop is { } open)
            to.WriteLine(Line($"Turn at half the maximum rate, waiting on the call, {open.Taken.Count} turns at {open.PerSecond:N0} of {open.MaxPerSecond:N0} a second, from the moment each was to begin: p50 {open.Taken.P50:N1} ms, p95 {open.Taken.P95:N1} ms, p99 {open.Taken.P99:N1} ms (asked late by p50 {open.Late.P50:N1} ms, p99 {open.Late.P99:N1} ms)"));
        if (!figures.Cloud.IsEmpty) Print(figures.Cloud, to);
        if (figures.Memory is not { } memory) return;
        to.WriteLine($"Memory after full collections; heap and working set in MB, visitors and the shop's API included");
        foreach (var point in memory.Points) Progress(point, to);
        to.WriteLine(Line($"Growth from 20 % to 100 % of the turns: heap {memory.HeapGrowth:P1}, working set {memory.WorkingSetGrowth:P1}; target {Figures.MemoryTarget:P0}: {Verdict(memory)}"));
    }

    public static void Progress(MemoryPoint point, TextWriter to) =>
        to.WriteLine(Line($"  {point.Turns,8:N0} turns {point.Conversations,8:N0} conversations  heap {point.Heap / 1e6,7:N2}  working set {point.WorkingSet / 1e6,7:N1}  after {point.Seconds,5:N0} s"));

    private static void Print(IEnumerable<CloudFigures> cloud, TextWriter to)
    {
        to.WriteLine(Line($"Turns with every call of tables and queues {Cloud.Away.TotalMilliseconds:N0} ms away; counted to the last timer and the closing of the conversations"));
        to.WriteLine("  run ahead  conversations  turns/s   p50 ms   p99 ms  table transactions  table reads  queue messages  sends  queue calls");
        foreach (var c in cloud)
            to.WriteLine(Line($"  {c.Turns.RunAhead,-9}  {c.Turns.Conversations,13}  {c.Turns.PerSecond,7:N1}  {c.Turns.Taken.P50,7:N0}  {c.Turns.Taken.P99,7:N0}  {c.CommitsPerTurn,18:N1}  {c.ReadsPerTurn,11:N1}  {c.MessagesPerTurn,14:N1}  {c.SendsPerTurn,5:N1}  {c.QueueCallsPerTurn,11:N1}"));
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static string Verdict(MemoryFigures memory) => memory is { HeapGrowth: <= Figures.MemoryTarget, WorkingSetGrowth: <= Figures.MemoryTarget } ? "met" : "missed";
}
