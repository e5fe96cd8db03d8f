using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>What a thread's rows hold beside their text: blobs, and when they were written.</summary>
internal static class ThreadRows
{
    public const int Page = 90;

    /// <summary>Deliveries, calls and sends; each tells its time in its own way. Null where it tells none.</summary>
    public static DateTimeOffset? At(Row row) => row.Key[..2] switch
    {
        "p:" => new DateTimeOffset(long.Parse(row.Key.AsSpan(2, 19), CultureInfo.InvariantCulture), TimeSpan.Zero),
        "d:" when row.Cells.Content is { Length: 8 } ticks => new DateTimeOffset(BitConverter.ToInt64(ticks), TimeSpan.Zero),
        "d:" => Time(row, "at"),
        "r:" or "s:" => Time(row, "until"),
        _ => null,
    };

    /// <summary>An event with its content, wherever that lies.</summary>
    public static async Task<Event> EventAsync(Row row, IBlobs blobs, CancellationToken ct)
    {
        var e = EventJson.Read(row);
        if (!e.Content.IsDefault || e.ContentHash is null || row.Cells.Salt is null) return e;
        return await blobs.GetAsync(EventJson.BlobName(e.ContentHash), ct) is { } content ? e with { Content = EventJson.Pieces(content) } : e;
    }

    /// <summary>The blobs of an event that was read with its content.</summary>
    public static IEnumerable<string> Blobs(Event e, Cells cells)
    {
        if (cells is { Content: null, Salt: null }) yield break;
        if (cells.Content is null && e.ContentHash is not null) yield return EventJson.BlobName(e.ContentHash);
        if (e.Type != EventTypes.MessageReceived) yield break;
        if (e.Text("original") is { } original) yield return original;
        if (Inbound.BlobOf(e) is { } waiting) yield return waiting;
    }

    /// <summary>The blobs a row refers to.</summary>
    public static IEnumerable<string> Blobs(Row row)
    {
        if (row.Key == Keys.State)
        {
            if (row.Cells.Json is { } state) yield return state;
            yield break;
        }
        if (row.Key.StartsWith("e:", StringComparison.Ordinal))
        {
            foreach (var blob in Blobs(EventJson.Read(row), row.Cells)) yield return blob;
            yield break;
        }
        if (Text(row, "blob") is { } body) yield return body;
        if (Text(row, "original") is { } whole) yield return whole;
    }

    private static DateTimeOffset? Time(Row row, string name) =>
        Text(row, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? Text(Row row, string name)
    {
        if (row.Cells.Json is not ['{', ..]) return null;
        using var json = JsonDocument.Parse(row.Cells.Json);
        return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
