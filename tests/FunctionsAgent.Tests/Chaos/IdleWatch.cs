using System.Collections.Concurrent;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Tells when every queue is empty but for what is not due yet. Looks whenever a message was settled; never polls.</summary>
internal sealed class IdleWatch(SqliteQueues queues)
{
    public const string Errand = "errand";

    private readonly ConcurrentDictionary<(string Queue, string Session), int> counts = new();
    private TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IQueueReceiver Around(IQueueReceiver inner) => new Watched(inner, this);

    public async Task IdleAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        // What has come due counts as active once the queues were used: so they are.
        await queues.SendAsync(Errand, Errand, "{}", ct: limit.Token);
        await queues.CompleteAsync(await queues.AcceptAsync(Errand, limit.Token), limit.Token);
        while (true)
        {
            var next = Volatile.Read(ref settled).Task;
            var now = await queues.DepthsAsync(limit.Token);
            var busy = now.Where(q => q.Queue != Errand && q.Active + q.Locked > 0).ToList();
            if (busy.Count == 0) return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"Not idle within {patience.TotalSeconds} s: {string.Join(", ", busy)}", e);
            }
        }
    }

    /// <summary>Until so many messages of a session were settled since the beginning.</summary>
    public async Task SettledAsync(string queue, string session, int count, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            var next = Volatile.Read(ref settled).Task;
            if (counts.GetValueOrDefault((queue, session)) >= count) return;
            await next.WaitAsync(limit.Token);
        }
    }

    private void Settled(Received message)
    {
        counts.AddOrUpdate((message.Queue, message.Session), 1, (_, n) => n + 1);
        Interlocked.Exchange(ref settled, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed class Watched(IQueueReceiver inner, IdleWatch watch) : IQueueReceiver
    {
        public Task<Received> AcceptAsync(string queue, CancellationToken ct = default) => inner.AcceptAsync(queue, ct);

        public Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default) => inner.RenewAsync(message, ct);

        public Task CompleteAsync(Received message, CancellationToken ct = default) => ThenTellAsync(message, inner.CompleteAsync(message, ct));

        public Task AbandonAsync(Received message, CancellationToken ct = default) => ThenTellAsync(message, inner.AbandonAsync(message, ct));

        public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default) =>
            ThenTellAsync(message, inner.DeadLetterAsync(message, reason, description, ct));

        private async Task ThenTellAsync(Received message, Task settling)
        {
            try
            {
                await settling;
            }
            finally
            {
                watch.Settled(message);
            }
        }
    }
}
