namespace RetailSupport.Backend;

/// <summary>All orders of a customer as order systems answer: everything anybody might ever want, in one document.</summary>
/// <param name="Orders">The newest first.</param>
public sealed record OrderHistory(Customer Customer, IReadOnlyList<OrderDossier> Orders);

/// <summary>An order with its lines, its addresses and everything that happened to it.</summary>
public sealed record OrderDossier(
    string Id,
    string Number,
    string Status,
    DateTimeOffset PlacedAt,
    IReadOnlyList<OrderLine> Items,
    Totals Totals,
    Billing Billing,
    DeliveryPlan Delivery,
    Address ReturnAddress,
    ShipmentReference? Shipment,
    string? CancelReason,
    IReadOnlyList<OrderEvent> Events,
    IReadOnlyDictionary<string, string> Attributes);

public sealed record OrderLine(
    int Line, string Sku, string Name, int Quantity, int UnitPriceCents, string Description, IReadOnlyList<string> Images, IReadOnlyList<PricePoint> PriceHistory, Dimensions Dimensions);

/// <param name="Since">From this day on.</param>
public sealed record PricePoint(DateOnly Since, int PriceCents, string Campaign);

public sealed record Dimensions(int WidthMm, int HeightMm, int DepthMm, int WeightGrams);

/// <param name="System">That reported it.</param>
public sealed record OrderEvent(DateTimeOffset At, string Code, string System, string Actor, string Description, string TraceId);
