// The part of Azure.Messaging.ServiceBus 7.20 that src/FunctionsAgent.Functions/Azure uses, by its public signatures: the package
// is not to be had on every feed. The tests compile those files against this and run them; nothing of it ships.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusClient : IAsyncDisposable
{
    protected ServiceBusClient() { }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions options) => (Address, Options) = (connectionString, options);

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options) =>
        (Address, Credential, Options) = (fullyQualifiedNamespace, credential, options);

    internal string Address { get; } = "";
    internal TokenCredential? Credential { get; }
    internal ServiceBusClientOptions Options { get; } = new();

    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw new NotSupportedException();

    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) => throw new NotSupportedException();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public class ServiceBusSender : IAsyncDisposable
{
    protected ServiceBusSender() { }

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public class ServiceBusMessage
{
    public ServiceBusMessage(string body) => Body = BinaryData.FromString(body);

    public ServiceBusMessage(BinaryData body) => Body = body;

    public BinaryData Body { get; set; }
    public string? MessageId { get; set; }
    public string? SessionId { get; set; }
    public string? ContentType { get; set; }
    public DateTimeOffset ScheduledEnqueueTime { get; set; }
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();
}

public class ServiceBusClientOptions
{
    public ServiceBusRetryOptions RetryOptions { get; set; } = new();
}

public class ServiceBusSenderOptions;

public class ServiceBusRetryOptions
{
    public int MaxRetries { get; set; }
    public TimeSpan Delay { get; set; }
    public TimeSpan MaxDelay { get; set; }
    public TimeSpan TryTimeout { get; set; }
}

public class ServiceBusException(string message, ServiceBusFailureReason reason, string? entityPath = null, Exception? innerException = null) : Exception(message, innerException)
{
    public ServiceBusFailureReason Reason { get; } = reason;
    public string? EntityPath { get; } = entityPath;
}

public enum ServiceBusFailureReason
{
    GeneralError, MessagingEntityNotFound, MessageLockLost, MessageNotFound, MessageSizeExceeded, MessagingEntityDisabled, QuotaExceeded, ServiceBusy,
    ServiceTimeout, ServiceCommunicationProblem, SessionCannotBeLocked, SessionLockLost, MessagingEntityAlreadyExists,
}
