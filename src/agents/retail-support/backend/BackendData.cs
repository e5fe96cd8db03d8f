namespace RetailSupport.Backend;

/// <summary>The company's data, in memory. Reads are fixed at construction; refunds are the one thing that changes. Safe for concurrent use.</summary>
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
        foreach (var customer in SampleCustomers.All) customers.Add(customer.Id, customer);
        foreach (var (order, shipment) in SampleOrders.Around(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), SampleCustomers.All))
        {
            orders.Add(order.Id, order);
            if (shipment is not null) shipments.Add(shipment.Id, shipment);
        }
    }

    /// <summary>In the order of their numbers.</summary>
    public IEnumerable<Order> Orders => orders.Values.OrderBy(order => order.Id, StringComparer.Ordinal);

    public RefundLedger Refunds { get; }

    /// <summary>Takes <c>W1001</c> as well as <c>#W1001</c>, in any case.</summary>
    public Order? Order(string id) => orders.GetValueOrDefault(id.StartsWith('#') ? id[1..] : id);

    public Shipment? Shipment(string id) => shipments.GetValueOrDefault(id);

    public Customer? Customer(string id) => customers.GetValueOrDefault(id);

    public IEnumerable<Order> OrdersOf(Customer customer) => Orders.Where(order => order.CustomerId == customer.Id);
}
