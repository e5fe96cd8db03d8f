namespace RetailSupport.Backend;

/// <summary>A parcel on its way, as the carrier reports it.</summary>
/// <param name="Events">Oldest first.</param>
public sealed record Shipment(
    string Id,
    string OrderId,
    string Carrier,
    string TrackingNumber,
    string Status,
    DateOnly Expected,
    int WeightGrams,
    IReadOnlyList<TrackingEvent> Events);

public sealed record TrackingEvent(DateTimeOffset At, string Code, string Description, string Location);
