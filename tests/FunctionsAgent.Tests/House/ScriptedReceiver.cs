using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Tests.House;

/// <summary>A queue that hands out what the test puts in, and tells what became of it.</summary>
internal sealed class ScriptedReceiver(TimeProvider time) : IQueueReceiver
{
    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(60);

    private readonly Channel<Received> messages = Channel.CreateUnbounded<Received>();
    private readonly Channel<string> settled = Channel.CreateUnbounded<string>();
    private int accepting;

    /// <summary>Thrown by the next accepts, one each.</summary>
    public ConcurrentQueue<Exception> AcceptFailures { get; } = new();
    public ConcurrentQueue<Exception> RenewFailures { get; } = new();
    public ConcurrentQueue<Exception> SettleFailures { get; } = new();

    /// <summary>How many wait in <see cref="AcceptAsync"/> now.</summary>
    public int Accepting => Volatile.Read(ref accepting);

    public void Put(string body, params (string Name, string Value)[] properties) =>
        messages.Writer.TryWrite(new Received("input", $"s-{body}", messages.Reader.Count + 1, body, 1, Guid.NewGuid(), time.GetUtcNow() + LockDuration, time.GetUtcNow(),
            properties.ToImmutableDictionary(p => p.Name, p => p.Value)));

    /// <summary>The next settlement or renewal: <c>complete body</c>.</summary>
    public Task<string> NextAsync() => settled.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public bool Nothing => settled.Reader.Count == 0;

    public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
    {
        if (AcceptFailures.TryDequeue(out var failure)) throw failure;
        Interlocked.Increment(ref accepting);
        try
        {
            var message = await messages.Reader.ReadAsync(ct);
            return message with { LockedUntil = time.GetUtcNow() + LockDuration };
        }
        finally
        {
            Interlocked.Decrement(ref accepting);
        }
    }

    public Task CompleteAsync(Received message, CancellationToken ct = default) => Settle("complete", message);

    public Task AbandonAsync(Received message, CancellationToken ct = default) => Settle("abandon", message);

    public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default) => Settle("deadletter", message);

    public Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default)
    {
        if (RenewFailures.TryDequeue(out var failure)) return Task.FromException<DateTimeOffset>(failure);
        settled.Writer.TryWrite($"renew {message.Body}");
        return Task.FromResult(time.GetUtcNow() + LockDuration);
    }

    private Task Settle(string how, Received message)
    {
        if (SettleFailures.TryDequeue(out var failure)) return Task.FromException(failure);
        settled.Writer.TryWrite($"{how} {message.Body}");
        return Task.CompletedTask;
    }
}
