using System.Text.Json.Nodes;

namespace FunctionsAgent.Conversations;

/// <summary>
/// By what a person can be found again: addresses, numbers and ids that came with a message. Kept as hashes: the index
/// answers who knows the identifier, and tells nobody else.
/// </summary>
public static class Contacts
{
    /// <summary>Kind and identifier as they are compared: mail addresses without case, numbers as digits.</summary>
    public static string Key(string kind, string identifier) => Hashing.Id($"{kind}|{Normal(kind, identifier)}");

    /// <summary>What of a message names a person. What is only stated counts too: an erasure that misses it would leave it.</summary>
    public static IReadOnlyList<string> Of(string? sender, JsonObject? customer, JsonObject? replyRoute)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in new[] { sender, Text(replyRoute, "to"), Text(replyRoute, "from"), Text(customer, "email"), Text(customer, "phone") }) Add(text);
        if (Text(customer, "id") is { Length: > 0 } id) found.Add(Key("person", id));
        return [.. found];

        void Add(string? text)
        {
            if (string.IsNullOrWhiteSpace(text)) return;
            found.Add(Key(text.Contains('@', StringComparison.Ordinal) ? "email" : IsNumber(text) ? "phone" : "person", text));
        }
    }

    // An account's id has digits, too, and letters between them.
    private static bool IsNumber(string text) => text.Count(char.IsAsciiDigit) >= 7 && (!text.Any(char.IsAsciiLetter) || Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)));

    private static readonly string[] Schemes = ["tel:", "sip:", "sms:", "whatsapp:"];

    private static string Normal(string kind, string identifier) => kind switch
    {
        "email" => Bare(identifier).ToLowerInvariant(),
        "phone" => new string([.. identifier.Where(char.IsAsciiDigit)]),
        _ => identifier.Trim(),
    };

    /// <summary><c>Ann &lt;ann@x.example&gt;</c> is <c>ann@x.example</c>.</summary>
    private static string Bare(string address) =>
        address.IndexOf('<', StringComparison.Ordinal) is var open and >= 0 && address.IndexOf('>', open) is var close and > 0 ? address[(open + 1)..close].Trim() : address.Trim();

    private static string? Text(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
