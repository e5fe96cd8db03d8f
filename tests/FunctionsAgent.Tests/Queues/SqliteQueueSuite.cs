using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Queues;

/// <summary>The queue contract on the embedded queues, by a clock of the test's.</summary>
public abstract class SqliteQueueSuite : QueueContract, IDisposable
{
    private readonly TempDirectory _directory = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    protected SqliteDatabase? Database { get; set; }
    protected SqliteQueues? Queues { get; set; }
    protected string File => _directory.File("agent.db");

    protected override TimeSpan LockDuration => TimeSpan.FromMinutes(1);
    protected override int MaxDeliveryCount => 20;
    protected override DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>What sends.</summary>
    protected virtual IQueueSender Front(SqliteQueues queues) => queues;

    public void Dispose()
    {
        Queues?.Dispose();
        Database?.Dispose();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override Task<(IQueueSender, IQueueReceiver)> OpenQueuesAsync()
    {
        Database = new SqliteDatabase(File);
        Queues = new SqliteQueues(Database, Time);
        return Task.FromResult<(IQueueSender, IQueueReceiver)>((Front(Queues), Queues));
    }

    protected override Task CloseAsync()
    {
        Queues!.Dispose();
        Database!.Dispose();
        return Task.CompletedTask;
    }

    protected override Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }
}
