namespace RetailSupport.Backend;

/// <summary>Refunds that were really made. One key makes one refund, however often it comes.</summary>
public sealed class RefundLedger(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (RefundRequest Request, Receipt Receipt)> byKey = new(StringComparer.Ordinal);

    /// <summary>How many refunds were made: what a repeat must never raise.</summary>
    public int SideEffects
    {
        get { lock (gate) return byKey.Count; }
    }

    public Receipt? Find(string key)
    {
        lock (gate) return byKey.TryGetValue(key, out var entry) ? entry.Receipt : null;
    }

    /// <summary>Makes the refund, or hands out the receipt of the one this key made before.</summary>
    public RefundOutcome Refund(string key, RefundRequest request, Order order)
    {
        lock (gate)
        {
            if (byKey.TryGetValue(key, out var earlier))
                return earlier.Request == request ? new RefundOutcome.Repeated(earlier.Receipt) : new RefundOutcome.KeyReused();

            var left = order.Totals.TotalCents - byKey.Values.Where(entry => entry.Receipt.OrderId == order.Id).Sum(entry => entry.Receipt.AmountCents);
            if (request.AmountCents <= 0 || request.AmountCents > left) return new RefundOutcome.AmountRefused(left);

            var receipt = new Receipt($"R{9001 + byKey.Count}", key, order.Id, request.AmountCents, "accepted", clock.GetUtcNow());
            byKey.Add(key, (request, receipt));
            return new RefundOutcome.Made(receipt);
        }
    }
}

public sealed record RefundRequest(string OrderId, int AmountCents, string? Reason = null);

public sealed record Receipt(string Id, string Key, string OrderId, int AmountCents, string Status, DateTimeOffset MadeAt);

public abstract record RefundOutcome
{
    private RefundOutcome() { }

    public sealed record Made(Receipt Receipt) : RefundOutcome;

    public sealed record Repeated(Receipt Receipt) : RefundOutcome;

    /// <summary>The key came before with another request.</summary>
    public sealed record KeyReused : RefundOutcome;

    public sealed record AmountRefused(int LeftCents) : RefundOutcome;
}
