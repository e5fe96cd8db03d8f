using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.House;

/// <summary>A clock that is moved by hand and tells when somebody starts to wait on it.</summary>
internal sealed class TickingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>How long the next waiter wants to wait, once it does.</summary>
    public Task<TimeSpan> NextWaitAsync() => waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public void ForgetWaits()
    {
        while (waits.Reader.TryRead(out _)) { }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
