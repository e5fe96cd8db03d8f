using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Guardrails;

/// <summary>Text as JSON without loss: JSON cannot carry half of a surrogate pair, so text that has one is written as its UTF-16 units in base 64.</summary>
public sealed class MaskTextConverter : JsonConverter<string>
{
    private const string Units = "utf16";

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(Units, out var value) || !value.TryGetBytesFromBase64(out var bytes) || bytes.Length % 2 != 0)
            throw new JsonException($"A text, or an object with its units as '{Units}', is expected.");
        return new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (IsWhole(value))
        {
            writer.WriteStringValue(value);
            return;
        }
        writer.WriteStartObject();
        writer.WriteBase64String(Units, MemoryMarshal.AsBytes(value.AsSpan()));
        writer.WriteEndObject();
    }

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done) return false;
            text = text[length..];
        }
        return true;
    }
}
