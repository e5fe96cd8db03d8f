using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>Events to cells and back. The stored JSON bytes are what the chain hashes, so they are written once and never again.</summary>
internal static class EventJson
{
    /// <summary>Larger content lies in a blob named by its salted hash (contracts C1).</summary>
    public const int InlineBytes = 48 * 1024;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What goes into the row, and the blob to put before it when the content is too large for one.</summary>
    public static (Event Event, Cells Cells, Blob? Blob) Write(EventBody body, long seq, int episode, DateTimeOffset at, string? turn, string stage, string cause, string? prev)
    {
        byte[]? content = null, salt = null;
        string? contentHash = null;
        if (!body.Content.IsDefaultOrEmpty)
        {
            content = Bytes(body.Content);
            salt = RandomNumberGenerator.GetBytes(16);
            contentHash = ContentHash(salt, content);
        }

        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer, Writer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteNumber("seq", seq);
            json.WriteNumber("episode", episode);
            json.WriteString("type", body.Type);
            json.WriteString("at", Time(at));
            if (turn is not null) json.WriteString("turn", turn);
            json.WriteString("stage", stage);
            json.WriteString("cause", cause);
            if (body.By is not null) json.WriteString("by", body.By);
            json.WritePropertyName("data");
            body.Data.WriteTo(json);
            if (contentHash is not null) json.WriteString("contentHash", contentHash);
            if (prev is not null) json.WriteString("prev", prev);
            json.WriteEndObject();
        }
        var stored = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        var hash = Hashing.Of(stored);
        var text = Encoding.UTF8.GetString(stored);

        var inline = content?.Length <= InlineBytes;
        var e = Parse(text, hash) with { Content = body.Content };
        return (e, new Cells(text, inline ? content : null, salt, hash),
            content is null || inline ? null : new Blob(BlobName(contentHash!), content));
    }

    /// <summary>Reads a row; content that lies in a blob is fetched by the caller (<see cref="Event.ContentHash"/> without content, with salt).</summary>
    public static Event Read(Row row)
    {
        var e = Parse(row.Cells.Json ?? throw new JsonException($"Row {row.Key} has no JSON."), row.Cells.Hash ?? "");
        return row.Cells.Content is { } content ? e with { Content = Pieces(content) } : e;
    }

    /// <summary>ISO 8601 UTC with milliseconds: how every time in the log is written.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string BlobName(string contentHash) => "content/" + contentHash;

    public static byte[] Bytes(ImmutableArray<Piece> pieces) => JsonSerializer.SerializeToUtf8Bytes(pieces, Web);

    public static ImmutableArray<Piece> Pieces(byte[] content) => JsonSerializer.Deserialize<ImmutableArray<Piece>>(content, Web);

    public static string ContentHash(byte[] salt, byte[] content)
    {
        var bytes = new byte[salt.Length + content.Length];
        salt.CopyTo(bytes, 0);
        content.CopyTo(bytes, salt.Length);
        return Hashing.Of(bytes);
    }

    private static Event Parse(string text, string hash)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new Event(
            root.GetProperty("seq").GetInt64(), root.GetProperty("episode").GetInt32(), root.GetProperty("type").GetString()!,
            root.GetProperty("at").GetDateTimeOffset(), Optional(root, "turn"), root.GetProperty("stage").GetString()!,
            root.GetProperty("cause").GetString()!, Optional(root, "by"), root.GetProperty("data").Clone(),
            Optional(root, "contentHash"), Optional(root, "prev"), default, hash);
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>Bytes to put before the commit that refers to them.</summary>
internal sealed record Blob(string Name, byte[] Bytes);
