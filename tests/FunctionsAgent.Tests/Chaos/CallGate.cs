using System.Collections.Concurrent;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Runs something in the middle of a conversation's turn: around the n-th call that its handlers make of the tables.</summary>
internal sealed class CallGate
{
    private readonly ConcurrentDictionary<string, Plan> plans = new(StringComparer.Ordinal);

    public ITables Around(ITables inner) => new Gated(inner, this);

    /// <param name="calls">Ascending; before the call when the number is even, else after it.</param>
    public void Arrange(string partition, IEnumerable<int> calls, Func<Task> act) => plans[partition] = new(new(calls), act);

    /// <summary>What was not reached in any call is done now.</summary>
    public async Task<int> FinishAsync(string partition)
    {
        if (!plans.TryRemove(partition, out var plan)) return 0;
        var left = plan.Calls.Count;
        for (var n = 0; n < left; n++) await plan.Act();
        return left;
    }

    private async Task<T> CallAsync<T>(string partition, Func<Task<T>> call)
    {
        if (!plans.TryGetValue(partition, out var plan) || plan.Next() is not { } number) return await call();
        if (number % 2 == 0) await plan.ActAsync();
        try
        {
            return await call();
        }
        finally
        {
            // After a refused call, too: a conflict is a call like any other.
            if (number % 2 == 1) await plan.ActAsync();
        }
    }

    private sealed class Plan(Queue<int> calls, Func<Task> act)
    {
        private readonly Lock gate = new();
        private int count;
        private bool acting;

        public Queue<int> Calls => calls;

        public Func<Task> Act => act;

        /// <summary>The number of this call, if something is to happen at it. What the happening itself calls does not count.</summary>
        public int? Next()
        {
            lock (gate)
            {
                if (acting || calls.Count == 0 || ++count < calls.Peek()) return null;
                acting = true;
                return calls.Dequeue();
            }
        }

        public async Task ActAsync()
        {
            await act();
            lock (gate) acting = false;
        }
    }

    private sealed class Gated(ITables inner, CallGate gate) : ITables
    {
        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) =>
            gate.CallAsync(partition, () => inner.GetAsync(table, partition, key, ct));

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
            gate.CallAsync(partition, () => inner.RangeAsync(table, partition, from, to, take, ct));

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) =>
            gate.CallAsync(partition, () => inner.CommitAsync(table, partition, writes, ct));
    }
}
