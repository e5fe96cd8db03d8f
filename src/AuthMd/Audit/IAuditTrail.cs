namespace AuthMd.Audit;

/// <summary>Where what happened is kept (specification §19). An exception passes through to the caller of the endpoint: who cannot record refuses.</summary>
public interface IAuditTrail
{
    Task RecordAsync(AuditEvent happened, CancellationToken ct);

    /// <summary>Events of one request, in order: a trail that can keeps them in one write.</summary>
    async Task RecordAllAsync(IReadOnlyList<AuditEvent> happened, CancellationToken ct)
    {
        foreach (var one in happened) await RecordAsync(one, ct);
    }
}

/// <summary>Keeps nothing: the explicit choice of a host that has no trail.</summary>
public sealed class NoAuditTrail : IAuditTrail
{
    public Task RecordAsync(AuditEvent happened, CancellationToken ct) => Task.CompletedTask;
}
