using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentScript.Expressions;

namespace AgentScript.Running;

/// <summary>Small pieces of JSON, and how large they are.</summary>
internal static class Json
{
    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");

    // No letter of any script takes six bytes because of an escape that only HTML needs.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes, as a frame is written.</summary>
    public static int Size<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Plain).Length;

    public static JsonElement Object(IEnumerable<KeyValuePair<string, Value>> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) WriteObject(json, members);
        return JsonElement.Parse(stream.ToArray());
    }

    /// <summary>A flat object of texts, as JSON text.</summary>
    public static string Text(params IEnumerable<(string Name, string Value)> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteObject(json, members.Select(m => KeyValuePair.Create(m.Name, Value.Of(m.Value))));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Whether lists and objects are nested deeper than <paramref name="most"/>.</summary>
    public static bool IsDeeper(JsonElement json, int most)
    {
        if (json.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) return false;
        if (most == 0) return true;
        return json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray().Any(item => IsDeeper(item, most - 1))
            : json.EnumerateObject().Any(member => IsDeeper(member.Value, most - 1));
    }

    /// <summary>At most so many characters, never half of a pair.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, Value>> members)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
        json.WriteEndObject();
    }
}
