namespace Benchmarks;

/// <summary>How far away stores and queues are: what every call to them waits before it is made. The system's timer makes of 10 ms between 10 and 11.</summary>
internal sealed class Distance(TimeSpan each)
{
    private long ticks = each.Ticks;

    /// <summary>From now on they are here.</summary>
    public void Remove() => Interlocked.Exchange(ref ticks, 0);

    public Task TravelAsync(CancellationToken ct) => Interlocked.Read(ref ticks) is > 0 and var wait ? Task.Delay(new TimeSpan(wait), ct) : Task.CompletedTask;
}
