using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Tools;

/// <summary>A clock that stands still and tells which timers are set: time-outs of attempts and waits between them, in order.</summary>
internal sealed class SteppedClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next timer that was set; waits for it.</summary>
    public Task<TimeSpan> NextTimerAsync() => timers.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
