using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>The shop's answer about a customer with very many orders, made while it is read: never whole in memory.</summary>
/// <param name="watch">Called every few megabytes; null: nobody watches.</param>
internal sealed class OrdersStream(long bytes, Action? watch) : Stream
{
    public const string Begin = """{"customer":"C001","orders":[""";
    public const string End = "]}";

    private const int Watched = 8 * 1024 * 1024;

    private static readonly byte[] Block = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(1, 200).Select(Order)));

    private static readonly byte[] Comma = [(byte)','];

    private ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(Begin);
    private bool between;
    private bool ended;
    private long given;
    private long told;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>One order as the retail backend writes it, with its lines, address and the shipment's events.</summary>
    public static string Order(int number) => JsonSerializer.Serialize(new
    {
        id = $"W{1000 + number}", customer_id = "C001", status = number % 3 == 0 ? "delivered" : "shipped", placed_at = "2026-11-16T09:12:00+00:00",
        items = Enumerable.Range(1, 1 + (number % 3)).Select(n => new { sku = $"LMP-{200 + n}", name = "Desk lamp \"Nova\", warm light", quantity = n, unit_price_cents = 4900 + number }),
        totals = new { items_cents = 4900, shipping_cents = 490, tax_cents = 431, total_cents = 5821, currency = "USD" },
        delivery = new { expected = "2026-11-22", originally_expected = "2026-11-22", delivered_on = (string?)null, method = "standard", address = new { name = "Dana Miller", line1 = "12 Main Street", city = "Madison", state = "WI", postal_code = "53703" } },
        shipment = new
        {
            id = $"S{number}", carrier = "Parcel America", tracking_number = $"PA7045{number:D4}",
            events = Enumerable.Range(1, 4).Select(n => new { at = $"2026-11-{16 + n}T06:40:00+00:00", code = "IN_TRANSIT", location = $"Hub {n}, Chicago IL", note = "Scanned at the hub and sent on" }),
        },
        payment = new { method = "card", brand = "visa", last4 = "4021", captured = true },
    });

    public override int Read(Span<byte> buffer)
    {
        if (rest.IsEmpty) Next();
        var count = Math.Min(rest.Length, buffer.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = rest[count..];
        given += count;
        if (watch is not null && given - told >= Math.Min(Watched, bytes / 4))
        {
            told = given;
            watch();
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Next()
    {
        if (ended) return;
        ended = between && given >= bytes;
        rest = ended ? Encoding.UTF8.GetBytes(End) : between ? Comma : Block;
        between = !between;
    }
}
