using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Functions.Azure;

/// <summary>
/// <see cref="IQueueSender"/> on Azure Service Bus. Output bindings cannot set session, message id or schedule,
/// so the client that the worker extension brings is used directly. One sender a queue, for the life of the process.
/// </summary>
internal sealed class AzureQueueSender(ServiceBusClient client) : IQueueSender, IAsyncDisposable
{
    /// <summary>Of one batch: twenty envelopes of 8 KiB with their properties stay below the 256 KiB of a batch.</summary>
    private const int MaxBatch = 20;

    // What the documentation asks for; the service sends no Retry-After.
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default) =>
        CallAsync(queue, envelope.Id, sender => sender.SendMessageAsync(Message(queue, session, envelope, due), ct), ct);

    /// <summary>What goes to one queue goes in one transfer, different queues at the same time.</summary>
    public Task SendAllAsync(IReadOnlyList<Outgoing> sends, CancellationToken ct = default) =>
        Task.WhenAll(sends.GroupBy(send => send.Queue, StringComparer.Ordinal).Select(group => SendBatchesAsync(group.Key, [.. group], ct)));

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task SendBatchesAsync(string queue, IReadOnlyList<Outgoing> sends, CancellationToken ct)
    {
        foreach (var batch in sends.Chunk(MaxBatch))
        {
            if (batch is [var only]) await SendAsync(queue, only.Envelope.Partition, only.Envelope, only.Due, ct);
            else
                await CallAsync(queue, $"{batch[0].Envelope.Id} and {batch.Length - 1} more", sender =>
                    sender.SendMessagesAsync(batch.Select(send => Message(queue, send.Envelope.Partition, send.Envelope, send.Due)).ToList(), ct), ct);
        }
    }

    private static ServiceBusMessage Message(string queue, string session, Envelope envelope, DateTimeOffset? due)
    {
        var message = new ServiceBusMessage(QueueLimits.Body(queue, session, envelope))
        {
            // Fresh for each send: a window of duplicate detection, should anyone turn it on, would swallow a retry.
            MessageId = Guid.NewGuid().ToString("N"),
            SessionId = session,
            ContentType = "application/json",
        };
        if (due is { } at) message.ScheduledEnqueueTime = at;
        if (envelope.Traceparent is { } traceparent)
        {
            message.ApplicationProperties["traceparent"] = traceparent;
            // The older name of the same header, which the Functions host reads for its own telemetry.
            message.ApplicationProperties["Diagnostic-Id"] = traceparent;
        }
        return message;
    }

    private async Task CallAsync(string queue, string what, Func<ServiceBusSender, Task> send, CancellationToken ct)
    {
        try
        {
            await send(_senders.GetOrAdd(queue, client.CreateSender));
        }
        catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            throw new LimitException($"Queue {queue}: Service Bus refused the send of {what} as too large; nothing was sent.");
        }
        // Also for a queue that is not there, is disabled or is full: an operator mends that, and no message is to blame.
        catch (ServiceBusException e)
        {
            throw new StoreBusyException($"Queue {queue}: the send of {what} failed ({e.Reason}); send again, it may have arrived.", e)
            {
                RetryAfter = e.Reason == ServiceBusFailureReason.ServiceBusy ? BusyFor : null,
            };
        }
        catch (Exception e) when (IsTrouble(e, ct))
        {
            throw new StoreBusyException($"Queue {queue}: the send of {what} was not possible ({e.GetType().Name}); send again, it may have arrived.", e);
        }
    }

    // The client closes with the process, and its own time-out looks like a cancellation.
    private static bool IsTrouble(Exception e, CancellationToken ct) =>
        e is UnauthorizedAccessException or AuthenticationFailedException or TimeoutException or SocketException or IOException or ObjectDisposedException
        || (e is OperationCanceledException && !ct.IsCancellationRequested);
}
