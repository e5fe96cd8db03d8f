using System.Collections.Concurrent;
using FunctionsAgent.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Stands before the host's queues: keeps what is sent, and lets a test fail or lose a send.</summary>
internal sealed class SenderDecorator : IQueueSender
{
    private readonly ConcurrentQueue<SentEnvelope> sent = new();
    private IQueueSender inner = null!;

    /// <summary>Throws instead of the send.</summary>
    public Action<SentEnvelope>? Before { get; set; }

    /// <summary>True: the send seems to work and is lost, as when the process dies right after its commit.</summary>
    public Func<SentEnvelope, bool>? Lose { get; set; }

    /// <summary>Everything that was to be sent, the lost ones too.</summary>
    public IReadOnlyList<SentEnvelope> Sent => [.. sent];

    public void Register(IServiceCollection services) => services.Decorate<IQueueSender>(sender =>
    {
        inner = sender;
        return this;
    });

    public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
    {
        var item = new SentEnvelope(queue, envelope, due);
        Before?.Invoke(item);
        sent.Enqueue(item);
        return Lose?.Invoke(item) == true ? Task.CompletedTask : inner.SendAsync(queue, session, envelope, due, ct);
    }
}

internal sealed record SentEnvelope(string Queue, Envelope Envelope, DateTimeOffset? Due);
