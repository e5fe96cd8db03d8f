using System.Globalization;

namespace RetailSupport.Backend;

/// <summary>Dossiers of the sample orders: invented, and the same for the same order.</summary>
internal static class SampleHistories
{
    private const int Prices = 10, Happenings = 14;

    private static readonly string[] Materials = ["solid oak from managed forests", "brushed brass", "stoneware fired at 1,240 degrees", "undyed highland wool", "powder-coated steel", "mouth-blown glass"];
    private static readonly string[] Uses = ["a reading corner", "a small kitchen", "an office that is used every day", "a hallway with little light", "a guest room"];
    private static readonly string[] Care = ["Wipe with a dry cloth", "Wash by hand with mild soap", "Tighten the screws after a month", "Keep away from direct sun", "Oil once a year"];
    private static readonly string[] Campaigns = ["list", "spring sale", "members week", "list", "harvest sale", "clearance"];
    private static readonly string[] Systems = ["storefront", "payments", "fraud-check", "warehouse", "carrier-gateway", "notifications"];
    private static readonly string[] Codes = ["created", "payment_authorized", "risk_scored", "confirmed_by_mail", "picked", "packed", "labelled", "handed_over", "scanned", "sorted"];
    private static readonly Address Returns = new("Returns Department", "1 Depot Road, Dock 14", "Reno", "NV", "89502");

    public static OrderDossier Of(Order order)
    {
        var seed = int.Parse(order.Id.AsSpan(1), CultureInfo.InvariantCulture);
        return new OrderDossier(
            order.Id, order.Number, order.Status, order.PlacedAt, [.. order.Items.Select((item, line) => Line(item, line, seed, DateOnly.FromDateTime(order.PlacedAt.DateTime)))],
            order.Totals, order.Billing, order.Delivery, Returns, order.Shipment, order.CancelReason, Events(order, seed), Attributes(order, seed));
    }

    private static OrderLine Line(OrderItem item, int line, int seed, DateOnly placed)
    {
        var turn = seed + (line * 7);
        return new OrderLine(
            line + 1, item.Sku, item.Name, item.Quantity, item.UnitPriceCents,
            $"{item.Name}, made of {Materials[turn % Materials.Length]} and meant for {Uses[turn % Uses.Length]}. Every piece is finished by hand and differs a little from the one in the picture. "
            + $"{Care[turn % Care.Length]}. {Care[(turn + 2) % Care.Length]}. Comes assembled but for the feet; the tool is in the box. Batch {turn % 97}, inspected twice before packing.",
            [.. Enumerable.Range(1, 3).Select(view => $"https://images.shop.example/{item.Sku.ToLowerInvariant()}/{turn % 12}/view-{view}-1600x1200.webp")],
            [.. Enumerable.Range(0, Prices).Select(n => new PricePoint(placed.AddDays(-30 * (Prices - n)), item.UnitPriceCents + ((n * 37 % 11) - 5) * 50, Campaigns[(n + turn) % Campaigns.Length]))],
            new Dimensions(120 + (turn * 13 % 900), 90 + (turn * 29 % 1200), 60 + (turn * 17 % 700), 400 + (turn * 41 % 14_000)));
    }

    private static OrderEvent[] Events(Order order, int seed) =>
        [.. Enumerable.Range(0, Happenings).Select(n => new OrderEvent(
            order.PlacedAt.AddMinutes(n * 7), Codes[n % Codes.Length], Systems[(n + seed) % Systems.Length], n % 3 == 0 ? "system" : $"clerk-{(seed * 31 + n) % 400:D3}",
            $"{Codes[n % Codes.Length].Replace('_', ' ')} at {order.Warehouse}, queue {(seed + n) % 9}, attempt {1 + (n % 2)} of 3", $"{(uint)(seed * 2_654_435 + n * 40_503):x8}{(uint)(seed * 97_531 + n * 8_191):x8}"))];

    private static SortedDictionary<string, string> Attributes(Order order, int seed) => new(StringComparer.Ordinal)
    {
        ["sales_channel"] = order.SalesChannel,
        ["warehouse"] = order.Warehouse,
        ["risk_score"] = order.RiskScore.ToString(CultureInfo.InvariantCulture),
        ["wave"] = $"{order.Warehouse[..2].ToUpperInvariant()}-{seed % 53}",
        ["packing_station"] = $"{seed % 31}",
        ["user_agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        ["terms_version"] = "2026-04",
    };
}
