namespace Benchmarks;

/// <summary>The system's clock, which can be put forward: what is scheduled for later then comes due. Durations are real.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan time) => Interlocked.Add(ref ahead, time.Ticks);
}
