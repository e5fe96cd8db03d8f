using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>A path into a JSON value: the part of RFC 9535 without filters, slices, unions and descendants.</summary>
/// <remarks><c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[n]</c>, <c>[-n]</c>, <c>[*]</c> and <c>.*</c>. A path with a wildcard yields an array.</remarks>
public sealed class JsonPath
{
    private readonly ImmutableArray<Segment> segments;
    private readonly string text;

    private JsonPath(string text, ImmutableArray<Segment> segments) => (this.text, this.segments) = (text, segments);

    /// <exception cref="ArgumentException">Not a path of this subset; the message names the position.</exception>
    public static JsonPath Parse(string path) => new(path, new JsonPathParser(path).Parse());

    /// <summary>What the path selects; null where the value has no such place. A list that is there and empty selects an empty list.</summary>
    public Selection? Select(JsonElement root)
    {
        ImmutableArray<JsonElement> nodes = [root];
        var many = false;
        foreach (var segment in segments)
        {
            if (segment is Segment.All && !many)
            {
                if (nodes is not [{ ValueKind: JsonValueKind.Array or JsonValueKind.Object }]) return null;
                many = true;
            }

            nodes = [.. nodes.SelectMany(node => Step(node, segment))];
        }

        return many || nodes.Length > 0 ? new Selection(many, nodes) : null;
    }

    public override string ToString() => text;

    private static IEnumerable<JsonElement> Step(JsonElement node, Segment segment) => (segment, node.ValueKind) switch
    {
        (Segment.Member(var name), JsonValueKind.Object) => node.TryGetProperty(name, out var value) ? [value] : [],
        (Segment.Index(var index), JsonValueKind.Array) => At(node, index),
        (Segment.All, JsonValueKind.Array) => node.EnumerateArray(),
        (Segment.All, JsonValueKind.Object) => node.EnumerateObject().Select(property => property.Value),
        _ => [],
    };

    private static IEnumerable<JsonElement> At(JsonElement array, int index)
    {
        var length = array.GetArrayLength();
        var position = index < 0 ? length + index : index;
        return position >= 0 && position < length ? [array[position]] : [];
    }

    /// <param name="Many">The path has a wildcard, so its value is an array however many nodes there are.</param>
    public sealed record Selection(bool Many, ImmutableArray<JsonElement> Nodes);

    internal abstract record Segment
    {
        private Segment() { }

        public sealed record Member(string Name) : Segment;

        public sealed record Index(int Value) : Segment;

        public sealed record All : Segment;
    }
}
