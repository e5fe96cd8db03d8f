namespace FunctionsAgent.Pipeline;

/// <summary>
/// Keeps a queue message here while transient trouble lasts, for the whole of its patience: put back, it would come again at
/// once, and the twentieth time it is a dead letter. Twenty times two minutes outlast an outage of half an hour.
/// </summary>
internal static class Patience
{
    /// <param name="patience">Counted from the first attempt; the last attempt is made when it ends, however long the store asked to be left alone.</param>
    /// <param name="waiting">Told before each wait: the trouble, which attempt it was from 1 on, and how long.</param>
    public static async Task RunAsync(Func<Task> run, TimeSpan patience, TimeProvider time, Action<Exception, int, TimeSpan> waiting, CancellationToken ct)
    {
        var begin = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await run();
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested && Failures.Classify(e) != FailureClass.Permanent && patience > time.GetElapsedTime(begin))
            {
                var left = patience - time.GetElapsedTime(begin);
                var delay = Failures.Delay(attempt, e);
                if (delay > left) delay = left > TimeSpan.Zero ? left : TimeSpan.Zero;
                waiting(e, attempt + 1, delay);
                await Task.Delay(delay, time, ct);
            }
        }
    }
}
