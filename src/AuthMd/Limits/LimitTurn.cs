namespace AuthMd.Limits;

/// <summary>A queue of requests that count on the same windows: the first decides for all who came meanwhile.</summary>
internal sealed class LimitTurn : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly List<Spender> waiting = [];

    private sealed class Spender(string window)
    {
        public string Window => window;

        /// <summary>Set before the turn is passed on.</summary>
        public Task<TimeSpan?>? Outcome { get; set; }
    }

    /// <param name="count">Counts so many on the window, or as many as have room: how many passed, and how long the others wait. An exception is everybody's.</param>
    /// <returns>How long to wait; null: passed.</returns>
    public async Task<TimeSpan?> TakeAsync(string window, Func<int, Task<(int Passed, TimeSpan Wait)>> count, CancellationToken ct)
    {
        var me = new Spender(window);
        lock (waiting) waiting.Add(me);
        try
        {
            await turn.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            lock (waiting) waiting.Remove(me);
            throw;
        }
        try
        {
            if (me.Outcome is null) await DecideAsync(Together(window), count);
        }
        finally
        {
            turn.Release();
        }
        return await me.Outcome!;
    }

    public void Dispose() => turn.Dispose();

    private List<Spender> Together(string window)
    {
        lock (waiting)
        {
            var together = waiting.Where(spender => spender.Window == window).ToList();
            waiting.RemoveAll(spender => spender.Window == window);
            return together;
        }
    }

    /// <summary>Who came first passes first.</summary>
    private static async Task DecideAsync(List<Spender> together, Func<int, Task<(int Passed, TimeSpan Wait)>> count)
    {
        try
        {
            var (passed, wait) = await count(together.Count);
            for (var n = 0; n < together.Count; n++) together[n].Outcome = Task.FromResult<TimeSpan?>(n < passed ? null : wait);
        }
        catch (Exception failure)
        {
            foreach (var spender in together) spender.Outcome = Task.FromException<TimeSpan?>(failure);
        }
    }
}
