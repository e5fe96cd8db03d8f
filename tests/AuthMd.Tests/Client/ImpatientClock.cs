using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace AuthMd.Tests.Client;

/// <summary>The service's clock for an agent that does not wait: a pause below the limit of a request moves the clock and is over.</summary>
public sealed class ImpatientClock(FakeTimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan Request = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<double> pauses = [];

    /// <summary>In seconds.</summary>
    public IReadOnlyList<double> Pauses => [.. pauses];

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= Request) return clock.CreateTimer(callback, state, dueTime, period);
        pauses.Enqueue(dueTime.TotalSeconds);
        clock.Advance(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
