using System.Collections.Concurrent;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>The real clock, some time ahead. Shifting it further lets everything that comes due in between come due at once.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    private readonly ConcurrentDictionary<Shifted, bool> timers = new();
    private long ahead = ahead.Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref ahead);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Shifted(this, callback, state, period);
        timers[timer] = true;
        timer.Change(dueTime, period);
        return timer;
    }

    public void Shift(TimeSpan by)
    {
        Interlocked.Add(ref ahead, by.Ticks);
        foreach (var timer in timers.Keys) timer.Set();
    }

    private sealed class Shifted : ITimer
    {
        private readonly Lock gate = new();
        private readonly ShiftedTime time;
        private readonly ITimer inner;
        private long due = long.MaxValue;
        private TimeSpan period;

        public Shifted(ShiftedTime time, TimerCallback callback, object? state, TimeSpan period)
        {
            (this.time, this.period) = (time, period);
            inner = System.CreateTimer(s =>
            {
                lock (gate) due = this.period > TimeSpan.Zero ? this.time.GetTimestamp() + this.period.Ticks : long.MaxValue;
                callback(s);
            }, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                this.period = period;
                due = dueTime < TimeSpan.Zero ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                return inner.Change(dueTime, period);
            }
        }

        /// <summary>Counts what is left anew, after the clock was moved.</summary>
        public void Set()
        {
            lock (gate)
            {
                if (due == long.MaxValue) return;
                var left = TimeSpan.FromTicks(due - time.GetTimestamp());
                inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, period);
            }
        }

        public void Dispose()
        {
            time.timers.TryRemove(this, out _);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
