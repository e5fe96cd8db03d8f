namespace RetailSupport.Backend;

/// <summary>The company's data, in memory. Fixed at construction but for refunds and for what customers change about their orders. Safe for concurrent use.</summary>
/// <remarks>Dates are laid around the day of construction, so that "expected" always lies sensibly before or after today.</remarks>
public sealed class BackendData
{
    private readonly Dictionary<string, Order> orders = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Shipment> shipments = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Customer> customers = new(StringComparer.OrdinalIgnoreCase);

    public BackendData(TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        Refunds = new RefundLedger(clock);
        Changes = new OrderChangeLedger(clock);
        foreach (var customer in SampleCustomers.All.Append(SampleCustomers.Offices))
            foreach (var name in new[] { customer.Id, customer.Email, customer.Phone }) customers.Add(name, customer);
        foreach (var (order, shipment) in SampleOrders.Around(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), SampleCustomers.All))
        {
            orders.Add(order.Id, order);
            if (shipment is not null) shipments.Add(shipment.Id, shipment);
        }
    }

    /// <summary>In the order of their numbers.</summary>
    public IEnumerable<Order> Orders => orders.Values.Select(Changes.Now).OrderBy(order => order.Id, StringComparer.Ordinal);

    public RefundLedger Refunds { get; }

    public OrderChangeLedger Changes { get; }

    /// <summary>Takes <c>W1001</c> as well as <c>#W1001</c>, in any case.</summary>
    public Order? Order(string id) => orders.TryGetValue(id.StartsWith('#') ? id[1..] : id, out var order) ? Changes.Now(order) : null;

    public Shipment? Shipment(string id) => shipments.GetValueOrDefault(id);

    /// <summary>By number, mail address or telephone number: what a sign-in or a channel vouches for.</summary>
    public Customer? Customer(string id) => customers.GetValueOrDefault(id);

    /// <summary>The newest first.</summary>
    public IEnumerable<Order> OrdersOf(Customer customer) =>
        Orders.Where(order => order.CustomerId == customer.Id).OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id, StringComparer.Ordinal);
}
