using System;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Simulation;

/// <summary>
/// Leads the clock through everything that is due: a timer of a conversation fires when it is due, and each night has its nightly
/// run, before whatever comes later. The clock moves only while nothing is under way.
/// </summary>
internal sealed class SimulatedPresent(SimulatedClock clock, QueueWatch watch, TimerLedger ledger)
{
    private const string Night = "Nightly";

    /// <summary>As the function's schedule says, UTC.</summary>
    private static readonly TimeSpan NightAt = TimeSpan.FromHours(2);

    /// <summary>
    /// Timers wait for the next stop, as they would for a busy queue: most of them find their turn over and do nothing, and a
    /// conversation that nobody goes on with closes some minutes later.
    /// </summary>
    private static readonly TimeSpan Stops = TimeSpan.FromMinutes(10);

    /// <summary>Whoever looked at the clock just before it was moved and sets a timer just after counts from then on: a little more time helps.</summary>
    private static readonly TimeSpan Nudge = TimeSpan.FromSeconds(1), Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>What is waited for at most, in our time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <exception cref="TimeoutException">The product does not come to rest.</exception>
    public async Task MoveToAsync(DateTimeOffset time, CancellationToken ct)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            var night = now.Date.Add(NightAt) > now.UtcDateTime ? now.Date.Add(NightAt) : now.Date.AddDays(1).Add(NightAt);
            var stop = Earliest(time, Earliest(new DateTimeOffset(night, TimeSpan.Zero), watch.Queues.NextDue is { } due ? Stop(due) : time));
            clock.MoveTo(stop);
            await RestAsync(ct);
            if (stop.UtcDateTime == night) await NightAsync(stop, ct);
            if (stop >= time) return;
        }
    }

    /// <summary>Until nothing is on a queue or under lock, and nothing is due.</summary>
    /// <exception cref="TimeoutException">It never happened.</exception>
    public Task RestAsync(CancellationToken ct) =>
        UntilAsync(() => watch.Queues.IsDrained && !(watch.Queues.NextDue <= clock.GetUtcNow()), () => watch.Settled, "the queues were not drained", ct);

    private async Task NightAsync(DateTimeOffset due, CancellationToken ct)
    {
        await UntilAsync(() => ledger.Last(Night) >= due, () => ledger.Recorded, "the nightly run did not end", ct);
        await RestAsync(ct);
    }

    private async Task UntilAsync(Func<bool> reached, Func<Task> something, string otherwise, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var next = something();
            if (reached()) return;
            try
            {
                await next.WaitAsync(Glance, ct);
                continue;
            }
            catch (TimeoutException)
            {
                if (TimeProvider.System.GetElapsedTime(begun) > Patience) throw new TimeoutException($"{clock.GetUtcNow():u}: {otherwise} within {Patience.TotalMinutes:0} minutes.");
            }
            clock.MoveTo(clock.GetUtcNow() + Nudge);
        }
    }

    /// <summary>The next stop at or after it.</summary>
    private static DateTimeOffset Stop(DateTimeOffset due) => due.AddTicks((Stops.Ticks - due.Ticks % Stops.Ticks) % Stops.Ticks);

    private static DateTimeOffset Earliest(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
