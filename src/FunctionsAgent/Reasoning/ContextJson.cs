using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionsAgent.Reasoning;

/// <summary>Makes JSON smaller and keeps it JSON: lists lose their end, long texts theirs, and each says how much.</summary>
internal sealed class ContextJson(Tokens tokens)
{
    /// <summary>What stands where nothing of a value fits.</summary>
    public const string Nothing = """{"cut":true}""";

    // Entries of a list, members of an object, characters of a text, and how deep: less and less, until it fits.
    private static readonly ImmutableArray<(int Entries, int Members, int Characters, int Depth)> Measures =
    [
        (100, 100, 2000, 64), (50, 60, 1000, 64), (20, 40, 500, 16), (10, 30, 250, 12), (5, 20, 120, 8), (3, 12, 60, 6), (2, 8, 40, 4), (1, 5, 30, 3),
    ];

    /// <summary>Text that is no JSON becomes a JSON string.</summary>
    /// <returns>At most so many tokens, or <see cref="Nothing"/>.</returns>
    public (string Json, bool Cut) Fit(string json, int budget)
    {
        if (tokens.Count(json) <= budget && IsJson(json)) return (json, false);
        using var document = Parse(json);
        try
        {
            foreach (var measure in Measures)
            {
                var smaller = Write(document.RootElement, measure);
                if (tokens.Count(smaller) <= budget) return (smaller, true);
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a character: no text that could be written.
        }

        return (Nothing, true);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(text));
        }
    }

    private static string Write(JsonElement value, (int Entries, int Members, int Characters, int Depth) measure)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(json, value, measure);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, (int Entries, int Members, int Characters, int Depth) measure)
    {
        var below = measure with { Depth = measure.Depth - 1 };
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when measure.Depth == 0:
                json.WriteStringValue("…");
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().Take(measure.Members))
                {
                    json.WritePropertyName(Short(member.Name, measure.Characters));
                    Write(json, member.Value, below);
                }

                if (value.GetPropertyCount() > measure.Members) json.WriteString("…", $"{value.GetPropertyCount() - measure.Members} more");
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var entry in value.EnumerateArray().Take(measure.Entries)) Write(json, entry, below);
                if (value.GetArrayLength() > measure.Entries) json.WriteStringValue($"… {value.GetArrayLength() - measure.Entries} more");
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Short(value.GetString()!, measure.Characters));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string Short(string text, int characters)
    {
        if (text.Length <= characters) return text;
        var end = char.IsLowSurrogate(text[characters]) ? characters - 1 : characters;
        return $"{text[..end]}… ({text.Length - end} more characters)";
    }
}
