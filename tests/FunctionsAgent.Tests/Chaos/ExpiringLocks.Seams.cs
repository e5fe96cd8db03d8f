using FunctionsAgent.Channels;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Where a handler may stand still: around each call it makes of the store, the queues, a tool or a provider.</summary>
internal sealed partial class ExpiringLocks
{
    private sealed class Receiver(IQueueReceiver inner, ExpiringLocks locks) : IQueueReceiver
    {
        public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
        {
            // The test's own look at the queues does not wait for the workers' beginning.
            if (queue != IdleWatch.Errand) await locks.open.Task.WaitAsync(ct);
            return locks.Accepted(await inner.AcceptAsync(queue, ct));
        }

        public Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default) => inner.RenewAsync(message, ct);

        public Task CompleteAsync(Received message, CancellationToken ct = default) => ThenAsync(inner.CompleteAsync(message, ct));

        public Task AbandonAsync(Received message, CancellationToken ct = default) => ThenAsync(inner.AbandonAsync(message, ct));

        public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default) => ThenAsync(inner.DeadLetterAsync(message, reason, description, ct));

        private async Task ThenAsync(Task settling)
        {
            try
            {
                await settling;
            }
            finally
            {
                locks.Changed();
            }
        }
    }

    private sealed class Sender(IQueueSender inner, ExpiringLocks locks) : IQueueSender
    {
        public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default) =>
            locks.AroundAsync(session, async token =>
            {
                await inner.SendAsync(queue, session, envelope, due, token);
                return true;
            }, ct);
    }

    private sealed class Tables(ITables inner, ExpiringLocks locks) : ITables
    {
        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) =>
            locks.AroundAsync(partition, token => inner.GetAsync(table, partition, key, token), ct);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
            locks.AroundAsync(partition, token => inner.RangeAsync(table, partition, from, to, take, token), ct);

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
        {
            // A call does not say whose it is: its receipt, written before, does.
            foreach (var write in writes.Where(w => w.Key.StartsWith("r:", StringComparison.Ordinal))) locks.calls[write.Key[2..]] = partition;
            return locks.AroundAsync(partition, token => inner.CommitAsync(table, partition, writes, token), ct);
        }
    }

    private sealed class Tool(ITool inner, ExpiringLocks locks) : ITool
    {
        public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct) => locks.AroundAsync(locks.calls[call.Key], token => inner.CallAsync(call, token), ct);

        public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => locks.AroundAsync(locks.calls[call.Key], token => inner.ReconcileAsync(call, token), ct);
    }

    private sealed class Out(IOutbound inner, ExpiringLocks locks) : IOutbound
    {
        public bool Dedupes => inner.Dedupes;

        public string? MessageIdOf(Outbound message) => inner.MessageIdOf(message);

        public Task<Delivery> SendAsync(Outbound message, CancellationToken ct) => locks.AroundAsync(message.Conversation, token => inner.SendAsync(message, token), ct);
    }
}
