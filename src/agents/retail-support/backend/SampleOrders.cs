namespace RetailSupport.Backend;

/// <summary>Invented orders, the same ones every time, with dates around the given day: W1001 to W1048 in turn for each customer, W2001 to W2060 for the one who furnishes offices.</summary>
internal static class SampleOrders
{
    private const int Count = 48, CountOfOffices = 60;
    private const string NotServed = "HI";

    private static readonly string[] Statuses = ["shipped", "processing", "delivered", "shipped", "delayed", "delivered", "cancelled", "shipped"];
    private static readonly string[] Carriers = ["Parcelway", "Blue Heron Freight", "Swiftpost"];
    private static readonly string[] Warehouses = ["Reno", "Memphis", "Allentown"];
    private static readonly string[] Brands = ["visa", "mastercard", "amex"];

    private static readonly (string Sku, string Name, int Cents)[] Catalogue =
    [
        ("LMP-204", "Brass reading lamp", 6_450), ("KTL-118", "Gooseneck kettle", 5_999), ("RUG-330", "Wool runner, 8 ft", 18_900),
        ("CHR-071", "Folding desk chair", 12_750), ("MUG-012", "Stoneware mug, set of 4", 3_800), ("BLK-415", "Throw blanket", 7_200),
        ("PAN-260", "Carbon steel pan, 10 in", 4_925), ("SHF-509", "Wall shelf, oak", 8_640),
    ];

    public static IEnumerable<(Order Order, Shipment? Shipment)> Around(DateOnly today, IReadOnlyList<Customer> customers) =>
    [
        .. Enumerable.Range(0, Count).Select(index => Create(index, 1001 + index, today, customers[index % customers.Count], customers.Count)),
        .. Enumerable.Range(0, CountOfOffices).Select(index => Create(Count + index, 2001 + index, today, SampleCustomers.Offices, customers.Count)),
    ];

    private static (Order, Shipment?) Create(int index, int number, DateOnly today, Customer customer, int customers)
    {
        var id = $"W{number}";
        // Shifted by one in each round of the customers, so that nobody has four orders of one kind.
        // The shop does not deliver to Hawaii: such an order is always stopped.
        var status = customer.State == NotServed ? "cancelled" : Statuses[(index + (index / customers)) % Statuses.Length];
        var shipment = ShipmentOf(index, id, status, today, customer.Address);
        var items = ItemsOf(index);
        var order = new Order(
            id, $"#{id}", status, customer.Id, PlacedOn(index, status, today), items, TotalsOf(items),
            new Billing("card", Brands[index % Brands.Length], $"{(4_021 + (index * 577)) % 10_000:D4}", customer.Address),
            PlanOf(index, status, today, customer.Address),
            shipment is null ? null : new ShipmentReference(shipment.Id, shipment.Carrier, shipment.TrackingNumber),
            status != "cancelled" ? null : customer.State == NotServed ? "destination_not_served" : "customer_request",
            Warehouses[index % Warehouses.Length], index % 4 == 0 ? "phone" : "web", (index * 13) % 40);
        return (order, shipment);
    }

    private static DeliveryPlan PlanOf(int index, string status, DateOnly today, Address address)
    {
        var expected = Expected(index, status, today);
        return new DeliveryPlan(
            index % 5 == 3 ? "express" : "standard", expected,
            status == "delayed" ? today.AddDays(-1 - (index % 2)) : null,
            status == "delivered" ? expected : null, address);
    }

    private static DateOnly? Expected(int index, string status, DateOnly today) => status switch
    {
        "processing" => today.AddDays(5 + (index % 3)),
        "shipped" => today.AddDays(2 + (index % 3)),
        "delayed" => today.AddDays(3 + (index % 4)),
        "delivered" => today.AddDays(-2 - (index % 9)),
        _ => null,
    };

    private static DateTimeOffset PlacedOn(int index, string status, DateOnly today)
    {
        var daysAgo = status switch { "processing" => 1, "delivered" => 8 + (index % 9), "delayed" => 7, _ => 4 + (index % 2) };
        return At(today.AddDays(-daysAgo), 9 + (index % 8));
    }

    private static Shipment? ShipmentOf(int index, string orderId, string status, DateOnly today, Address address)
    {
        if (status is "processing" or "cancelled" || Expected(index, status, today) is not { } expected) return null;
        var placed = DateOnly.FromDateTime(PlacedOn(index, status, today).Date);
        var warehouse = Warehouses[index % Warehouses.Length];
        List<TrackingEvent> events =
        [
            new(At(placed.AddDays(1), 14), "label_created", "Label created", warehouse),
            new(At(placed.AddDays(2), 6), "picked_up", "Picked up by the carrier", warehouse),
        ];
        if (status == "delayed") events.Add(new(At(today.AddDays(-1), 11), "exception", "Delayed by weather on the route", "Denver"));
        if (status == "delivered") events.Add(new(At(expected, 16), "delivered", "Left at the front door", $"{address.City}, {address.State}"));
        return new Shipment(
            $"S{5001 + index}", orderId, Carriers[index % Carriers.Length], $"{Carriers[index % Carriers.Length][..2].ToUpperInvariant()}{70_451_200 + (index * 7_919)}",
            status == "shipped" ? "in_transit" : status, expected, 800 + (index * 173 % 9_000), events);
    }

    private static OrderItem[] ItemsOf(int index) =>
        [.. Enumerable.Range(0, 1 + (index % 3)).Select(line =>
        {
            var (sku, name, cents) = Catalogue[((index * 3) + line) % Catalogue.Length];
            return new OrderItem(sku, name, 1 + ((index + line) % 2), cents);
        })];

    private static Totals TotalsOf(OrderItem[] items)
    {
        var sum = items.Sum(item => item.Quantity * item.UnitPriceCents);
        var shipping = sum >= 10_000 ? 0 : 695;
        var tax = sum * 8 / 100;
        return new Totals("USD", sum, shipping, tax, sum + shipping + tax);
    }

    private static DateTimeOffset At(DateOnly day, int hour) => new(day, new TimeOnly(hour, 0), TimeSpan.Zero);
}
