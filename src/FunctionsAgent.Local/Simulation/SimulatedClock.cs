using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Simulation;

/// <summary>
/// A clock that runs as ours does, from another time on, and can be put forward: then all timers that are due meanwhile fire.
/// Durations stay real, so what a turn takes is measured and not made up.
/// </summary>
internal sealed class SimulatedClock : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly SortedSet<SimulatedTimer> timers = new(Comparer<SimulatedTimer>.Create((a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number))));
    private readonly System.Threading.Timer real;
    private DateTimeOffset anchor;
    private long stamp;
    private long created;
    private DateTimeOffset armed = DateTimeOffset.MaxValue;

    public SimulatedClock(DateTimeOffset start)
    {
        (anchor, stamp) = (start, GetTimestamp());
        real = new System.Threading.Timer(_ => Fire(), null, Timeout.Infinite, Timeout.Infinite);
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return Now();
    }

    /// <summary>Puts it forward; never back.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (gate)
        {
            if (time > Now()) (anchor, stamp) = (time, GetTimestamp());
            armed = DateTimeOffset.MaxValue;
        }
        Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state, Interlocked.Increment(ref created));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose() => real.Dispose();

    private DateTimeOffset Now() => anchor + GetElapsedTime(stamp);

    private void Fire()
    {
        List<SimulatedTimer>? due = null;
        lock (gate)
        {
            var now = Now();
            armed = DateTimeOffset.MaxValue;
            while (timers.Min is { } first && first.Due <= now)
            {
                timers.Remove(first);
                (due ??= []).Add(first);
                if (first.Period <= TimeSpan.Zero) continue;
                first.Due = now + first.Period;
                timers.Add(first);
            }
            Arm(now);
        }
        foreach (var timer in due ?? []) ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Run(), timer, preferLocal: false);
    }

    private void Arm(DateTimeOffset now)
    {
        if (timers.Min is not { } first || first.Due >= armed) return;
        armed = first.Due;
        var left = first.Due - now;
        // A timer of ours takes 49 days at most; an earlier look does no harm.
        real.Change(left <= TimeSpan.Zero ? TimeSpan.Zero : left < TimeSpan.FromDays(1) ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
    }

    private sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state, long number) : ITimer
    {
        public long Number => number;

        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                var now = clock.Now();
                (Due, Period) = (dueTime < DateTimeOffset.MaxValue - now ? now + dueTime : DateTimeOffset.MaxValue, period);
                clock.timers.Add(this);
                clock.Arm(now);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
