using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Conversations;

/// <summary>A customer's message that waits for its turn: a <c>p:</c> row. Words and addresses are content, the rest is data.</summary>
/// <param name="Key">Row key; the message leaves by the commit that appends its <c>MessageReceived</c>.</param>
/// <param name="Original">Blob with the whole message as it came, where <paramref name="Text"/> is a part of it.</param>
/// <param name="By">The registration that sent it; null for everybody else.</param>
/// <param name="For">The account it acts for.</param>
/// <param name="Scope">What its token allows.</param>
/// <param name="Person">Who the sender is known to be (<see cref="Persons"/>); null for whoever is not known.</param>
/// <param name="Also">Other ids that turned out to be the same person with this message.</param>
/// <param name="Traceparent">W3C Trace Context of its arrival: the turn it begins belongs to that trace.</param>
public sealed record Inbound(
    string Key, string MessageId, string Agent, string Channel, string Route, string Assurance, DateTimeOffset At, string? Original,
    string Text, string? Sender, JsonObject? Customer, JsonObject? ReplyRoute, string? Traceparent = null, string? By = null, string? For = null, string? Scope = null,
    string? Person = null, IReadOnlyList<string>? Also = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Data(string MessageId, string Agent, string Channel, string Route, string Assurance, DateTimeOffset At, string? Original, string? Blob, string? Traceparent = null, string? By = null, string? For = null, string? Scope = null,
        string? Person = null, IReadOnlyList<string>? Also = null);

    private sealed record Words(string Text, string? Sender, JsonObject? Customer, JsonObject? ReplyRoute);

    internal string DataJson(string? blob) =>
        JsonSerializer.Serialize(new Data(MessageId, Agent, Channel, Route, Assurance, At, Original, blob, Traceparent, By, For, Scope, Person, Also), Options);

    internal byte[] Content() => JsonSerializer.SerializeToUtf8Bytes(new Words(Text, Sender, Customer, ReplyRoute), Options);

    /// <summary>The blob a large message waited in: nothing names it any more, and its content does.</summary>
    internal static string? BlobOf(Event e)
    {
        if (e.Said("text") is not { } text) return null;
        var content = JsonSerializer.SerializeToUtf8Bytes(new Words(text, e.Said("sender"), Json(e.Said("customer")), Json(e.Said("replyRoute"))), Options);
        return content.Length > EventJson.InlineBytes ? BlobName(content) : null;

        static JsonObject? Json(string? json) => json is null ? null : JsonNode.Parse(json) as JsonObject;
    }

    internal static string BlobName(byte[] content) => "inbound/" + Hashing.Of(content);

    internal static string? TraceparentOf(string json) => JsonSerializer.Deserialize<Data>(json, Options)!.Traceparent;

    internal static string? BlobOf(string json) => JsonSerializer.Deserialize<Data>(json, Options)!.Blob;

    internal static Inbound Read(string key, string json, byte[] content)
    {
        var data = JsonSerializer.Deserialize<Data>(json, Options)!;
        var words = JsonSerializer.Deserialize<Words>(content, Options)!;
        return new(key, data.MessageId, data.Agent, data.Channel, data.Route, data.Assurance, data.At, data.Original,
            words.Text, words.Sender, words.Customer, words.ReplyRoute, data.Traceparent, data.By, data.For, data.Scope, data.Person, data.Also);
    }
}
