using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FunctionsAgent.Agents;

/// <summary>A YAML value as JSON.</summary>
internal static class YamlJson
{
    public static string Text(YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, node);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonElement Element(YamlNode node) => JsonElement.Parse(Text(node));

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                json.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case YamlSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case YamlScalar { Type: ScalarType.Number } scalar when double.IsFinite(scalar.Number): json.WriteRawValue(scalar.JsonNumber); break;
            case YamlScalar { Type: ScalarType.Truth } scalar: json.WriteBooleanValue(scalar.Truth); break;
            // JSON has no infinity; the file's error was reported.
            case YamlScalar { Type: ScalarType.Nothing or ScalarType.Number }: json.WriteNullValue(); break;
            case YamlScalar scalar: json.WriteStringValue(scalar.Text); break;
        }
    }
}
