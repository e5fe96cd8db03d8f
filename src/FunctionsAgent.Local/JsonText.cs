using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local;

/// <summary>Reads an instance's answers for print: what is missing prints as nothing, so a newer instance's answer still does.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(this JsonNode? node, string name) => node is JsonObject json ? Plain(json[name]) : "";

    /// <summary>Text as it is, anything else as JSON.</summary>
    public static string Plain(this JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(OneLine),
    };

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string name) => node is JsonObject json ? Items(json[name]) : [];

    public static IEnumerable<JsonNode> Items(this JsonNode? node) => node is JsonArray array ? array.OfType<JsonNode>() : [];

    /// <summary>A time to the second, in UTC.</summary>
    public static string Time(this JsonNode? node, string name) =>
        DateTimeOffset.TryParse(node.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : node.Text(name);

    public static void WriteJson(this TextWriter output, JsonNode node) => output.WriteLine(node.ToJsonString(Indented));
}
