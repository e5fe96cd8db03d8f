using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Turns the store, the sending and the receiving off and on again, and counts who tries meanwhile.</summary>
internal sealed class OutageSwitch : IDisposable
{
    private volatile bool tables, sends, receives, ended;
    private readonly CancellationTokenSource receiving = new();
    private int attempts, met, most;

    /// <summary>What the store asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Calls refused so far.</summary>
    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>Those of them that a handler made.</summary>
    public int Met => Volatile.Read(ref met);

    /// <summary>How often one message was delivered at most.</summary>
    public int MostDeliveries => most;

    public void Begin(string what)
    {
        tables = what.Contains("store", StringComparison.Ordinal);
        sends = what.Contains("queue", StringComparison.Ordinal);
        receives = what.Contains("whole queue", StringComparison.Ordinal);
        if (receives) receiving.Cancel();
    }

    public void End()
    {
        ended = true;
        tables = sends = receives = false;
    }

    public void Dispose() => receiving.Dispose();

    public void Decorate(IServiceCollection services) => services
        .Decorate<ITables>(inner => new Tables(inner, this)).Decorate<IQueueSender>(inner => new Sender(inner, this)).Decorate<IQueueReceiver>(inner => new Receiver(inner, this));

    private void Check(bool isOut, bool work = false)
    {
        if (!isOut) return;
        Interlocked.Increment(ref attempts);
        if (work) Interlocked.Increment(ref met);
        throw new StoreBusyException("Out, as the test wants.") { RetryAfter = RetryAfter };
    }

    private sealed class Tables(ITables inner, OutageSwitch on) : ITables
    {
        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
        {
            on.Check(on.tables, work: true);
            return inner.GetAsync(table, partition, key, ct);
        }

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
        {
            on.Check(on.tables, work: true);
            return inner.RangeAsync(table, partition, from, to, take, ct);
        }

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
        {
            on.Check(on.tables, work: true);
            return inner.CommitAsync(table, partition, writes, ct);
        }

        public Task ForgetAsync(CancellationToken ct = default) => inner.ForgetAsync(ct);
    }

    private sealed class Sender(IQueueSender inner, OutageSwitch on) : IQueueSender
    {
        public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
        {
            on.Check(on.sends, work: true);
            return inner.SendAsync(queue, session, envelope, due, ct);
        }
    }

    private sealed class Receiver(IQueueReceiver inner, OutageSwitch on) : IQueueReceiver
    {
        public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
        {
            on.Check(on.receives);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, on.ended ? default : on.receiving.Token);
            try
            {
                var message = await inner.AcceptAsync(queue, either.Token);
                InterlockedMax(ref on.most, message.DeliveryCount);
                return message;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new StoreBusyException("The link broke, as the test wants.");
            }
        }

        public Task CompleteAsync(Received message, CancellationToken ct = default)
        {
            on.Check(on.receives);
            return inner.CompleteAsync(message, ct);
        }

        public Task AbandonAsync(Received message, CancellationToken ct = default)
        {
            on.Check(on.receives);
            return inner.AbandonAsync(message, ct);
        }

        public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default)
        {
            on.Check(on.receives);
            return inner.DeadLetterAsync(message, reason, description, ct);
        }

        public Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default)
        {
            on.Check(on.receives);
            return inner.RenewAsync(message, ct);
        }

        private static void InterlockedMax(ref int most, int value)
        {
            for (var seen = most; value > seen; seen = most)
                if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
