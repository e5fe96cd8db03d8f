using System.Collections.Concurrent;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// Lets handlers stand still at random places, deaf to their cancellation, until their session locks have run out and another
/// worker has taken up the same message. Every other one is never told that it lost its lock, as if its process had been frozen.
/// </summary>
internal sealed partial class ExpiringLocks(int seed, int odds, int most)
{
    /// <summary>The workers of one queue: when as many stand still, those of the last time go on, or nobody would be left to come.</summary>
    private const int Fleet = 64;

    /// <summary>Past the minute of a session lock, the lease of a tool call, and that of a send (90 s).</summary>
    private static readonly TimeSpan Past = TimeSpan.FromSeconds(95);

    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly List<Still> standing = [];
    private readonly ConcurrentDictionary<string, string> calls = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool over;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Still(string partition)
    {
        public string Partition => partition;

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The clock was moved past its lock.</summary>
        public bool Expired { get; set; }

        public bool Met { get; set; }
    }

    /// <summary>Handlers that stood still.</summary>
    public int Stood { get; private set; }

    /// <summary>Handlers whose message another worker took up while they stood still.</summary>
    public int Met { get; private set; }

    /// <summary>Of these, those that went on at that moment, beside the other one.</summary>
    public int Together { get; private set; }

    public int Redeliveries { get; private set; }

    public int MostDeliveries { get; private set; }

    public int MostAtOnce { get; private set; }

    public int Shifts { get; private set; }

    public void Decorate(IServiceCollection services) => services
        .Decorate<IQueueReceiver>(inner => new Receiver(inner, this)).Decorate<IQueueSender>(inner => new Sender(inner, this))
        .Decorate<ITables>(inner => new Tables(inner, this)).Decorate<ITool>(inner => new Tool(inner, this))
        .DecorateOutbounds((_, inner) => new Out(inner, this));

    /// <summary>Lets the workers begin, and the clock run past their locks whenever half a fleet of them stands still or nobody else has anything to do; returns when all is done.</summary>
    public async Task RunAsync(IQueueDepths queues, ShiftedTime time, TimeSpan patience)
    {
        open.TrySetResult();
        while (true)
        {
            var next = Volatile.Read(ref changed).Task;
            var depths = (await queues.DepthsAsync()).Where(d => d.Queue != IdleWatch.Errand).ToList();
            var (active, locked) = (depths.Sum(d => d.Active), depths.Sum(d => d.Locked));
            if (!TryExpire(active, locked, out var done, out var earlier))
            {
                if (done) return;
                await next.WaitAsync(patience);
                continue;
            }
            time.Shift(Past);
            Shifts++;
            foreach (var still in earlier) still.Released.TrySetResult();
        }
    }

    private bool TryExpire(long active, long locked, out bool done, out List<Still> earlier)
    {
        lock (gate)
        {
            over = done = active + locked == 0 && standing.Count == 0;
            earlier = [];
            var fresh = standing.Count(s => !s.Expired);
            // Full, or whoever has a lock stands still; where nobody does any more, those of the last time are all that is left.
            var due = fresh >= Fleet / 2 || standing.Count >= Fleet || (fresh > 0 ? locked <= fresh : standing.Count > 0 && active + locked == 0);
            if (!due) return false;
            // Whose rival has come goes on now, and finds what that one has done; whoever stood still without a lock waits for none.
            var all = fresh == 0 || standing.Count >= Fleet;
            earlier = [.. standing.Where(s => s.Expired && (s.Met || all))];
            standing.RemoveAll(earlier.Contains);
            foreach (var still in standing) still.Expired = true;
            return true;
        }
    }

    /// <summary>Answers the token for what comes next: whoever stood still does not hear that it was cancelled before its call has left.</summary>
    private async Task<CancellationToken> MayStandAsync(string partition, CancellationToken ct)
    {
        Still still;
        lock (gate)
        {
            if (!open.Task.IsCompleted || over || Stood >= most || random.Next(odds) != 0) return ct;
            Stood++;
            standing.Add(still = new(partition));
            MostAtOnce = Math.Max(MostAtOnce, standing.Count);
        }
        Changed();
        await still.Released.Task;
        return CancellationToken.None;
    }

    /// <summary>Before or after the call.</summary>
    private async Task<T> AroundAsync<T>(string partition, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        bool before;
        lock (gate) before = random.Next(2) == 0;
        if (before) return await call(await MayStandAsync(partition, ct));
        var result = await call(ct);
        await MayStandAsync(partition, ct);
        return result;
    }

    private Received Accepted(Received message)
    {
        Still? released = null;
        bool told;
        lock (gate)
        {
            MostDeliveries = Math.Max(MostDeliveries, message.DeliveryCount);
            if (message.DeliveryCount > 1)
            {
                Redeliveries++;
                if (standing.FirstOrDefault(s => s.Partition == message.Session && s is { Expired: true, Met: false }) is { } still)
                {
                    (still.Met, Met) = (true, Met + 1);
                    if (random.Next(2) == 0 && standing.Remove(still)) (released, Together) = (still, Together + 1);
                }
            }
            told = random.Next(2) == 0;
        }
        released?.Released.TrySetResult();
        Changed();
        // The keeper of such a lock never looks after it, nor finds it lost.
        return told ? message : message with { LockedUntil = message.LockedUntil + TimeSpan.FromDays(10) };
    }

    private void Changed() => Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
