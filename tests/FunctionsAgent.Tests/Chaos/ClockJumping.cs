namespace FunctionsAgent.Tests.Chaos;

/// <summary>A wall clock that is set while the program runs. What counts time that passes (timers, timestamps) does not notice, as on a real machine.</summary>
internal sealed class ClockJumping : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public void Jump(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
