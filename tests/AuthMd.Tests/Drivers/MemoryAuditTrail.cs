using System.Collections.Concurrent;
using AuthMd.Audit;

namespace AuthMd.Tests.Drivers;

public sealed class MemoryAuditTrail : IAuditTrail
{
    private readonly ConcurrentQueue<AuditEvent> events = [];

    public IReadOnlyList<AuditEvent> Events => [.. events];

    public Task RecordAsync(AuditEvent happened, CancellationToken ct)
    {
        events.Enqueue(happened);
        return Task.CompletedTask;
    }
}
