using System.Net.Sockets;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using FunctionsAgent.Functions.Azure;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Queues;

/// <summary>The Service Bus sender, compiled from its own source against the client's public signatures: what each message carries, and what a failure means.</summary>
public sealed class AzureQueueSenderTests : IAsyncDisposable
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private readonly FakeBus _bus = new();

    private AzureQueueSender Sender => new(_bus);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task A_message_carries_the_envelope_its_session_a_fresh_id_the_schedule_and_the_trace()
    {
        var due = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var envelope = Pointer("p:7:1", "p") with { Traceparent = Trace };

        await Sender.SendAsync("input", "p", envelope, due);

        var message = Assert.Single(_bus.Transfers.Single().Messages);
        Assert.Equal(envelope, Envelope.Parse(message.Body.ToString()));
        Assert.Equal(("p", "application/json", due), (message.SessionId, message.ContentType, message.ScheduledEnqueueTime));
        Assert.Equal([Trace, Trace], new[] { message.ApplicationProperties["traceparent"], message.ApplicationProperties["Diagnostic-Id"] });
        Assert.Equal(32, message.MessageId!.Length);
    }

    [Fact]
    public async Task Without_schedule_and_trace_none_is_set_and_the_same_envelope_never_has_the_same_message_id()
    {
        var sender = Sender;
        for (var i = 0; i < 3; i++) await sender.SendAsync("input", "p", Pointer("p:7:1", "p"));

        var messages = _bus.Transfers.SelectMany(t => t.Messages).ToList();
        Assert.Equal(3, messages.Select(m => m.MessageId).Distinct().Count());
        Assert.All(messages, m => Assert.Equal((default, 0), (m.ScheduledEnqueueTime, m.ApplicationProperties.Count)));
        Assert.Equal(1, _bus.Senders);
    }

    [Fact]
    public async Task The_sends_of_a_decision_go_in_one_transfer_a_queue_in_their_order()
    {
        Outgoing[] sends = [To("delivery", 0), To("feedback", 1), To("delivery", 2), To("input", 3, DateTimeOffset.UnixEpoch), To("delivery", 4)];

        await ((IQueueSender)Sender).SendAllAsync(sends);

        Assert.Equal(["delivery: 0 2 4", "feedback: 1", "input: 3"],
            _bus.Transfers.Select(t => $"{t.Queue}: {string.Join(' ', t.Messages.Select(m => Envelope.Parse(m.Body.ToString()).Id))}").Order(StringComparer.Ordinal));
        Assert.Equal(DateTimeOffset.UnixEpoch, _bus.Transfers.Single(t => t.Queue == "input").Messages[0].ScheduledEnqueueTime);
        Assert.All(_bus.Transfers.SelectMany(t => t.Messages), m => Assert.Equal("p", m.SessionId));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "1")]
    [InlineData(20, "20")]
    [InlineData(41, "20 20 1")]
    public async Task A_transfer_stays_below_the_size_of_a_batch(int count, string transfers)
    {
        var turn = new string('t', Envelope.MaxBytes - 300);
        Outgoing[] sends = [.. Enumerable.Range(0, count).Select(i => new Outgoing("input", Pointer($"{i}", "p") with { Turn = turn }, null))];

        await ((IQueueSender)Sender).SendAllAsync(sends);

        Assert.Equal(transfers, string.Join(' ', _bus.Transfers.Select(t => t.Messages.Count)));
        Assert.Equal(sends.Select(s => s.Envelope.Id), _bus.Transfers.SelectMany(t => t.Messages).Select(m => Envelope.Parse(m.Body.ToString()).Id));
        Assert.All(_bus.Transfers, t => Assert.True(t.Messages.Sum(m => m.Body.ToMemory().Length + 1024) < 256 * 1024));
    }

    public static TheoryData<string> Reasons => [.. Enum.GetNames<ServiceBusFailureReason>().Where(name => name != nameof(ServiceBusFailureReason.MessageSizeExceeded))];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Trouble_of_the_bus_is_busy_and_names_queue_envelope_and_reason(string reason)
    {
        _bus.Failure = new ServiceBusException("no", Enum.Parse<ServiceBusFailureReason>(reason));

        foreach (var send in Both)
        {
            var busy = await Assert.ThrowsAsync<StoreBusyException>(send);
            Assert.Equal(reason == "ServiceBusy" ? TimeSpan.FromSeconds(10) : null, busy.RetryAfter);
            Assert.All(new[] { "input", "p:7:1", reason }, part => Assert.Contains(part, busy.Message, StringComparison.Ordinal));
        }
    }

    public static TheoryData<string> Exceptions => ["unauthorized", "identity", "time-out", "socket", "stream", "closed", "client's own cancellation"];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Trouble_on_the_way_is_busy(string what)
    {
        _bus.Failure = what switch
        {
            "unauthorized" => new UnauthorizedAccessException(),
            "identity" => new AuthenticationFailedException("no"),
            "time-out" => new TimeoutException(),
            "socket" => new SocketException(),
            "stream" => new IOException(),
            "closed" => new ObjectDisposedException("client"),
            _ => new TaskCanceledException(),
        };

        foreach (var send in Both) await Assert.ThrowsAsync<StoreBusyException>(send);
    }

    [Fact]
    public async Task What_the_bus_finds_too_large_is_over_a_limit()
    {
        _bus.Failure = new ServiceBusException("no", ServiceBusFailureReason.MessageSizeExceeded);
        foreach (var send in Both) await Assert.ThrowsAsync<LimitException>(send);
    }

    [Fact]
    public async Task A_mistake_of_ours_is_not_hidden_as_trouble_and_a_caller_who_leaves_hears_so()
    {
        _bus.Failure = new ArgumentException("ours");
        foreach (var send in Both) await Assert.ThrowsAsync<ArgumentException>(send);
        _bus.Failure = null;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sender.SendAsync("input", "p", Pointer("p:7:1", "p"), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task The_client_closes_with_the_sender()
    {
        await Sender.DisposeAsync();
        Assert.True(_bus.Closed);
    }

    [Theory]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "bus.servicebus.windows.net", "bus.servicebus.windows.net", true)]
    [InlineData("ServiceBus", "Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;", "Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;", false)]
    public async Task The_seams_are_registered_by_address_with_an_identity_or_by_connection_string(string key, string value, string address, bool identity)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [key] = value, ["Storage:tableServiceUri"] = "https://acc.table.core.windows.net", ["Storage:blobServiceUri"] = "https://acc.blob.core.windows.net",
        }).Build();
        await using var services = new ServiceCollection().AddAzureStores(configuration).AddSingleton<Probe>().BuildServiceProvider();

        Assert.IsType<AzureTables>(services.GetRequiredService<ITables>());
        Assert.IsType<AzureBlobs>(services.GetRequiredService<IBlobs>());
        var client = services.GetRequiredService<Probe>().Client;
        Assert.Equal((address, identity), (client.Address, client.Credential is not null));
        Assert.Equal((2, TimeSpan.FromSeconds(15)), (client.Options.RetryOptions.MaxRetries, client.Options.RetryOptions.TryTimeout));
    }

    private Func<Task>[] Both =>
    [
        () => Sender.SendAsync("input", "p", Pointer("p:7:1", "p")),
        () => ((IQueueSender)Sender).SendAllAsync([To("input", 0) with { Envelope = Pointer("p:7:1", "p") }, To("input", 1)]),
    ];

    private static Outgoing To(string queue, int n, DateTimeOffset? due = null) => new(queue, Pointer($"{n}", "p") with { Stage = queue }, due);

    private static Envelope Pointer(string id, string partition) => new(id, partition, null, "input", "door");

    private sealed class Probe(IQueueSender sender)
    {
        public ServiceBusClient Client { get; } =
            (ServiceBusClient)sender.GetType().GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance).Select(f => f.GetValue(sender)).Single(v => v is ServiceBusClient)!;
    }
}

/// <summary>The whole contract once more with the Service Bus sender in front: what it puts on the wire is what the queues understand.</summary>
public sealed class AzureQueueSenderContractTests : SqliteQueueSuite
{
    protected override IQueueSender Front(SqliteQueues queues) => new AzureQueueSender(new FakeBus((queue, message) =>
        queues.SendAsync(queue, message.SessionId!, message.Body.ToString(), message.ScheduledEnqueueTime == default ? null : message.ScheduledEnqueueTime)));
}
