using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace FunctionsAgent.Tests.Queues;

/// <summary>Takes what is sent, as transfers of one or more messages to a queue; a test answers or fails each.</summary>
internal sealed class FakeBus(Func<string, ServiceBusMessage, Task>? take = null) : ServiceBusClient
{
    private readonly ConcurrentQueue<(string Queue, IReadOnlyList<ServiceBusMessage> Messages)> _transfers = new();
    private readonly Func<string, ServiceBusMessage, Task>? _take = take;
    private int _senders;

    /// <summary>Thrown instead of taking a transfer.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<(string Queue, IReadOnlyList<ServiceBusMessage> Messages)> Transfers => [.. _transfers];

    public int Senders => _senders;

    public bool Closed { get; private set; }

    public override ServiceBusSender CreateSender(string queueOrTopicName)
    {
        Interlocked.Increment(ref _senders);
        return new Sender(this, queueOrTopicName);
    }

    public override ValueTask DisposeAsync()
    {
        Closed = true;
        return base.DisposeAsync();
    }

    private sealed class Sender(FakeBus bus, string queue) : ServiceBusSender
    {
        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => SendMessagesAsync([message], cancellationToken);

        public override async Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var transfer = messages.ToList();
            bus._transfers.Enqueue((queue, transfer));
            if (bus.Failure is { } failure) throw failure;
            if (bus._take is null) return;
            foreach (var message in transfer) await bus._take(queue, message);
        }
    }
}
