namespace Benchmarks;

/// <summary>
/// Turns with stores and queues as far away as in a cloud: every call of the tables, every send, receipt and settlement takes
/// 10 ms more. What one turn costs is counted to the end: also the timers it leaves on the queue, and the closing of its conversation.
/// </summary>
internal static class Cloud
{
    public static readonly TimeSpan Away = TimeSpan.FromMilliseconds(10);

    // A turn takes more than half a second: a shorter time would hold too few of them, and those that all began together.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);

    public static async Task<CloudFigures> MeasureAsync(string folder, string runAhead, int conversations, TimeSpan length)
    {
        await using var agent = await Agent.StartAsync(folder, runAhead, Away);
        var turns = await Turns.MeasureAsync(agent, runAhead, conversations, length > Least ? length : Least, Least);
        await agent.CloseAllAsync();
        return new(turns, agent.Tally.Now);
    }
}

/// <param name="Counts">Of all turns, from the opening of the conversations to their closing.</param>
internal sealed record CloudFigures(TurnFigures Turns, Counts Counts)
{
    /// <summary>Transactions that write, one partition each, up to 100 rows.</summary>
    public double CommitsPerTurn => PerTurn(Counts.Commits);

    public double ReadsPerTurn => PerTurn(Counts.Reads);

    public double MessagesPerTurn => PerTurn(Counts.Sends);

    public double SendsPerTurn => PerTurn(Counts.Transfers);

    /// <summary>Sends, receipts and settlements.</summary>
    public double QueueCallsPerTurn => PerTurn(Counts.Transfers + Counts.Accepts + Counts.Settles);

    private double PerTurn(long count) => (double)count / Turns.AllTurns;
}
