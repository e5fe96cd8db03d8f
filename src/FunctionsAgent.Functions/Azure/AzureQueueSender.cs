using System;
using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
    {
        var message = new ServiceBusMessage(envelope.ToJson())
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

        try
        {
            await _senders.GetOrAdd(queue, client.CreateSender).SendMessageAsync(message, ct);
        }
        catch (ServiceBusException e) when (e.Reason != ServiceBusFailureReason.MessageSizeExceeded)
        {
            throw new StoreBusyException($"Queue {queue}: the send of {envelope.Id} failed ({e.Reason}); send again, it may have arrived.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or AuthenticationFailedException or TimeoutException)
        {
            throw new StoreBusyException($"Queue {queue}: the send of {envelope.Id} was not possible ({e.GetType().Name}); send again.", e);
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
