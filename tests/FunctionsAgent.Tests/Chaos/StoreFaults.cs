using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// A store in trouble: some calls are refused, with and without a time to come again; some commits are applied and their
/// answer lost; some find a head that another writer has just moved.
/// </summary>
internal sealed class StoreFaults(int seed, int percent)
{
    private readonly Random random = new(seed);
    private int refused, throttled, lost, conflicts, calls;

    public bool Over { get; set; }

    public int Total => refused + throttled + lost + conflicts;

    public override string ToString() => $"{calls} calls, {refused} refused, {throttled} told when to come again, {lost} applied without an answer, {conflicts} conflicts";

    public ITables Around(ITables inner) => new Tables(inner, this);

    private enum Fault { None, Refuse, Throttle, Lose, Conflict }

    private Fault Next(IReadOnlyList<Write>? writes)
    {
        Interlocked.Increment(ref calls);
        if (Over) return Fault.None;
        int kind;
        lock (random)
        {
            if (random.Next(100) >= percent) return Fault.None;
            kind = random.Next(writes is null ? 2 : 4);
        }
        // A conflict needs somebody who can have written: only the head has more than one writer.
        return kind switch { 0 => Fault.Refuse, 1 => Fault.Throttle, 2 => Fault.Lose, _ when Head(writes!) is not null => Fault.Conflict, _ => Fault.Lose };
    }

    private static Write? Head(IReadOnlyList<Write> writes) => writes.FirstOrDefault(w => w is { Kind: WriteKind.Update, Key: Keys.Head });

    private void Before(Fault fault)
    {
        if (fault == Fault.Refuse)
        {
            Interlocked.Increment(ref refused);
            throw new StoreBusyException("503 as the test wants.");
        }
        if (fault != Fault.Throttle) return;
        Interlocked.Increment(ref throttled);
        throw new StoreBusyException("503 as the test wants.") { RetryAfter = TimeSpan.FromMilliseconds(150) };
    }

    private sealed class Tables(ITables inner, StoreFaults faults) : ITables
    {
        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
        {
            faults.Before(faults.Next(null));
            return inner.GetAsync(table, partition, key, ct);
        }

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
        {
            faults.Before(faults.Next(null));
            return inner.RangeAsync(table, partition, from, to, take, ct);
        }

        public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
        {
            var fault = faults.Next(writes);
            faults.Before(fault);
            if (fault == Fault.Conflict && await inner.GetAsync(table, partition, Keys.Head, ct) is { } head && head.ETag == Head(writes)!.ETag)
            {
                // The same head under another ETag: what another writer's commit and its taking back would leave.
                await inner.CommitAsync(table, partition, [Write.Update(Keys.Head, head.ETag, head.Cells)], ct);
                Interlocked.Increment(ref faults.conflicts);
            }
            var etags = await inner.CommitAsync(table, partition, writes, ct);
            if (fault != Fault.Lose) return etags;
            Interlocked.Increment(ref faults.lost);
            throw new StoreBusyException("The answer was lost, as the test wants.");
        }

        public Task ForgetAsync(CancellationToken ct = default) => inner.ForgetAsync(ct);
    }
}
