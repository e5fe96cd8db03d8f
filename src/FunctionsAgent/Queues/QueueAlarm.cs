using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Queues;

/// <summary>
/// Looks for what time alone brings about (a message becomes due, a lock runs out): at the time the last look foresaw, at
/// least once a second, and not at all while nobody waits.
/// </summary>
internal sealed partial class QueueAlarm : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<Task<DateTimeOffset?>> _look;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private bool _armed;
    private bool _looking;
    private bool _again;
    private bool _disposed;

    /// <param name="look">Does what is due and answers when the next thing will be; null when nobody waits.</param>
    public QueueAlarm(TimeProvider time, Func<Task<DateTimeOffset?>> look, ILogger log)
    {
        (_time, _look, _log) = (time, look, log);
        _timer = time.CreateTimer(_ => Rang(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Somebody waits: from now on there are looks.</summary>
    public void Set()
    {
        lock (_gate)
        {
            if (_disposed || (_armed && !_looking)) return;
            _armed = true;
        }
        Rang();
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }

    private void Rang()
    {
        lock (_gate)
        {
            _again = true;
            if (_looking || _disposed) return;
            _looking = true;
        }
        _ = LookAsync();
    }

    private async Task LookAsync()
    {
        while (Begin())
        {
            DateTimeOffset? next;
            try
            {
                next = await _look();
            }
            catch (Exception e)
            {
                if (!_disposed) Log.LookFailed(_log, e);
                next = DateTimeOffset.MaxValue;
            }
            Arm(next);
        }
    }

    private bool Begin()
    {
        lock (_gate)
        {
            _looking = _again && !_disposed;
            _again = false;
            return _looking;
        }
    }

    private void Arm(DateTimeOffset? next)
    {
        lock (_gate)
        {
            if (_disposed) return;
            _armed = next is not null;
            if (next is null) return;
            var wait = next.Value - _time.GetUtcNow();
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Tick ? wait : Tick, Timeout.InfiniteTimeSpan);
            // Time may have moved on while the timer was set.
            if (next.Value <= _time.GetUtcNow()) _again = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Looking for due messages failed; tried again in a second")]
        public static partial void LookFailed(ILogger log, Exception exception);
    }
}
