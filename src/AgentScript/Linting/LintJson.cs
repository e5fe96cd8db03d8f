using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentScript.Syntax;

namespace AgentScript.Linting;

/// <summary>Diagnostics as one line of JSON.</summary>
internal static class LintJson
{
    public static string Write(string file, string dialect, SourceText source, ReadOnlySpan<Diagnostic> diagnostics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteString("dialect", dialect);
            json.WriteStartArray("diagnostics");
            foreach (var diagnostic in diagnostics) Write(json, source, diagnostic);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, SourceText source, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteNumber("severity", (int)diagnostic.Severity);
        json.WriteString("code", diagnostic.Code);
        json.WriteStartObject("range");
        Write(json, "start", source.At(diagnostic.Start));
        Write(json, "end", source.At(diagnostic.End));
        json.WriteEndObject();
        json.WriteString("message", diagnostic.Message);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Position position)
    {
        json.WriteStartObject(name);
        json.WriteNumber("line", position.Line);
        json.WriteNumber("character", position.Character);
        json.WriteEndObject();
    }
}
