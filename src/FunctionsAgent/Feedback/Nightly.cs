using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Rolls up the days that are over, one after the other: a missed night is caught up, a broken one goes on at the shard it had come to.
/// One runs at a time; two would make the same bytes. Then a sample is counted again from the log.
/// </summary>
public sealed partial class Nightly(RollUps rollUps, Recount recount, ConversationLog log, IQueueSender sender, NightLease lease, TimeProvider time, ILogger<Nightly> logger)
{
    /// <summary>Whoever committed at the end of the day has done so.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    /// <summary>A timer this long overdue has lost its message.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromHours(1);

    /// <summary>Up to midnight. False where another instance is at it.</summary>
    /// <exception cref="InvalidOperationException">What the next step begins from is gone: <c>kpi recompute --write</c> makes it again.</exception>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        if (!await lease.TakeAsync(ct)) return false;
        var (stored, etag) = await rollUps.MarkAsync(ct);
        try
        {
            if (await rollUps.BeginningAsync(stored, ct) is not { } mark) return true;
            // A mark of another definition is replaced: its figures compare with nothing from now on.
            while (mark.AsOf.AddDays(1) + Settled <= time.GetUtcNow())
            {
                (mark, etag) = await rollUps.AdvanceAsync(mark, etag, RearmAsync, ct);
                Log.RolledUp(logger, mark.AsOf, mark.Open.Values.Sum());
                if (!await lease.TakeAsync(ct)) return false;
            }
            await recount.SampleAsync(ct);
            return true;
        }
        catch (Exception e) when (e is ConflictException or RollUpMovedException)
        {
            if (etag == (await rollUps.MarkAsync(ct)).ETag) throw new InvalidOperationException($"The roll-up cannot go on: {e.Message} 'kpi recompute --write' makes it again from the log.", e);
            Log.Overtaken(logger, e.GetType().Name);
            return false;
        }
        finally
        {
            await lease.EndAsync(ct);
        }
    }

    /// <summary>A timer whose message a fault lost long ago is sent again; the head still says what it was set for.</summary>
    private async Task RearmAsync(string thread)
    {
        if (await log.HeadAsync(thread, CancellationToken.None) is not { } head) return;
        var now = time.GetUtcNow();
        foreach (var (name, timer) in head.Timers.Where(t => t.Value.Due < now - Lost))
        {
            var envelope = new Envelope($"{thread}:rearm:{timer.Version}:{Indexes.Day(now)}", thread, null, QueueNames.Input, "timer", head.Epoch, Timer: new TimerRef(name, timer.Version));
            await sender.SendAsync(QueueNames.Input, thread, envelope, null, CancellationToken.None);
            Log.Rearmed(logger, thread, name, timer.Due);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Rolled up as of {AsOf:O}: {Open} cases are open")]
        public static partial void RolledUp(ILogger logger, DateTimeOffset asOf, long open);

        [LoggerMessage(2, LogLevel.Warning, "{Thread}: timer {Name}, due {Due}, was lost and is sent again")]
        public static partial void Rearmed(ILogger logger, string thread, string name, DateTimeOffset due);

        [LoggerMessage(3, LogLevel.Information, "Another instance rolls up ({Error}): left to it")]
        public static partial void Overtaken(ILogger logger, string error);
    }
}
