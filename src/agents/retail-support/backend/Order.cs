namespace RetailSupport.Backend;

/// <summary>An order as the order system keeps it: far more than a reply to a customer needs.</summary>
/// <param name="Status">processing, shipped, delivered, delayed or cancelled.</param>
public sealed record Order(
    string Id,
    string Number,
    string Status,
    string CustomerId,
    DateTimeOffset PlacedAt,
    IReadOnlyList<OrderItem> Items,
    Totals Totals,
    Billing Billing,
    DeliveryPlan Delivery,
    ShipmentReference? Shipment,
    string? CancelReason,
    string Warehouse,
    string SalesChannel,
    int RiskScore);

public sealed record OrderItem(string Sku, string Name, int Quantity, int UnitPriceCents);

public sealed record Totals(string Currency, int ItemsCents, int ShippingCents, int TaxCents, int TotalCents);

public sealed record Billing(string Method, string CardBrand, string CardLast4, Address Address);

/// <param name="Expected">The day the order should arrive; null when it is cancelled.</param>
/// <param name="OriginallyExpected">The first promise, when a delay broke it.</param>
/// <param name="Redirect">Where the customer wants it instead, as they wrote it: a clerk reads it before the parcel is labelled.</param>
public sealed record DeliveryPlan(string Method, DateOnly? Expected, DateOnly? OriginallyExpected, DateOnly? DeliveredOn, Address Address, string? Redirect = null);

public sealed record ShipmentReference(string Id, string Carrier, string TrackingNumber);

/// <param name="State">Two letters, as USPS writes it.</param>
public sealed record Address(string Name, string Street, string City, string State, string Zip, string Country = "US");
