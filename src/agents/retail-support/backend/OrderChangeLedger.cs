namespace RetailSupport.Backend;

/// <summary>Orders that customers really cancelled or had sent elsewhere. One key makes one change, however often it comes.</summary>
public sealed class OrderChangeLedger(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (OrderChangeRequest Request, OrderChange Change)> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Order> changed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many changes were made: what a repeat must never raise.</summary>
    public int SideEffects
    {
        get { lock (gate) return byKey.Count; }
    }

    public OrderChange? Find(string key)
    {
        lock (gate) return byKey.TryGetValue(key, out var entry) ? entry.Change : null;
    }

    /// <summary>The order as it is by now.</summary>
    public Order Now(Order order)
    {
        lock (gate) return changed.GetValueOrDefault(order.Id, order);
    }

    /// <summary>Makes the change, or hands out the one this key made before. Only what still lies in the warehouse can be changed.</summary>
    public OrderChangeOutcome Change(string key, OrderChangeRequest request, Order order)
    {
        lock (gate)
        {
            if (byKey.TryGetValue(key, out var earlier)) return earlier.Request == request ? new OrderChangeOutcome.Repeated(earlier.Change) : new OrderChangeOutcome.KeyReused();
            order = changed.GetValueOrDefault(order.Id, order);
            if (order.Status != "processing") return new OrderChangeOutcome.TooLate(order.Status);

            changed[order.Id] = request.Address is { } address
                ? order with { Delivery = order.Delivery with { Redirect = address } }
                : order with { Status = "cancelled", CancelReason = "customer_request", Delivery = order.Delivery with { Expected = null } };
            var change = new OrderChange($"{(request.Address is null ? 'X' : 'A')}{7001 + byKey.Count}", key, order.Id, changed[order.Id].Status, request.Address, clock.GetUtcNow());
            byKey.Add(key, (request, change));
            return new OrderChangeOutcome.Made(change);
        }
    }
}

/// <param name="Email">Of the customer: who knows the number alone changes nothing.</param>
/// <param name="Address">Where it goes now; null: it is cancelled.</param>
public sealed record OrderChangeRequest(string OrderId, string Email, string? Address = null);

public sealed record OrderChange(string Id, string Key, string OrderId, string Status, string? Address, DateTimeOffset MadeAt);

public abstract record OrderChangeOutcome
{
    private OrderChangeOutcome() { }

    public sealed record Made(OrderChange Change) : OrderChangeOutcome;

    public sealed record Repeated(OrderChange Change) : OrderChangeOutcome;

    /// <summary>The key came before with another request.</summary>
    public sealed record KeyReused : OrderChangeOutcome;

    /// <summary>It is on its way, delivered or cancelled.</summary>
    public sealed record TooLate(string Status) : OrderChangeOutcome;
}
