using System.Buffers;
using System.Text.Json;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

/// <summary>What a projection means, on a whole document in memory: what the one on a stream is compared with.</summary>
internal static class TreeProjection
{
    public static string Of(ToolSpec spec, JsonElement answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var field in spec.Project.Keys.Concat(spec.Lists.Keys).Order(StringComparer.Ordinal))
            {
                if (spec.Project.TryGetValue(field, out var path)) Write(json, field, path, answer);
                else Write(json, field, spec.Lists[field], answer);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan).GetRawText();
    }

    /// <summary>What the path selects; null where the value has no such place. A list that is there and empty selects an empty list.</summary>
    public static (bool Many, List<JsonElement> Nodes)? Select(string path, JsonElement root)
    {
        List<JsonElement> nodes = [root];
        var many = false;
        foreach (var segment in JsonPath.Parse(path).Segments)
        {
            if (segment is JsonPath.Segment.All && !many)
            {
                if (nodes is not [{ ValueKind: JsonValueKind.Array or JsonValueKind.Object }]) return null;
                many = true;
            }

            nodes = [.. nodes.SelectMany(node => Step(node, segment))];
        }

        return many || nodes.Count > 0 ? (many, nodes) : null;
    }

    private static void Write(Utf8JsonWriter json, string field, string path, JsonElement root)
    {
        if (Select(path, root) is not { } found) return;
        json.WritePropertyName(field);
        if (found.Many) json.WriteStartArray();
        foreach (var node in found.Nodes) node.WriteTo(json);
        if (found.Many) json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string field, ListProjection list, JsonElement root)
    {
        if (Select(list.Each, root) is not { } found) return;
        json.WriteStartArray(field);
        foreach (var node in list.Last ? found.Nodes.TakeLast(list.Take) : found.Nodes.Take(list.Take))
        {
            json.WriteStartObject();
            foreach (var part in list.Fields.OrderBy(part => part.Key, StringComparer.Ordinal)) Write(json, part.Key, part.Value, node);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (found.Nodes.Count > list.Take) json.WriteNumber(field + "_total", found.Nodes.Count);
    }

    private static IEnumerable<JsonElement> Step(JsonElement node, JsonPath.Segment segment) => (segment, node.ValueKind) switch
    {
        (JsonPath.Segment.Member(var name), JsonValueKind.Object) => node.TryGetProperty(name, out var value) ? [value] : [],
        (JsonPath.Segment.Index(var index), JsonValueKind.Array) => node.EnumerateArray().Skip(index < 0 ? node.GetArrayLength() + index : index).Take(index < -node.GetArrayLength() ? 0 : 1),
        (JsonPath.Segment.All, JsonValueKind.Array) => node.EnumerateArray(),
        (JsonPath.Segment.All, JsonValueKind.Object) => node.EnumerateObject().Select(property => property.Value),
        _ => [],
    };
}
