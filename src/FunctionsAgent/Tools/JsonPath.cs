using System.Collections.Immutable;

namespace FunctionsAgent.Tools;

/// <summary>A path into a JSON value: the part of RFC 9535 without filters, slices, unions and descendants.</summary>
/// <remarks><c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[n]</c>, <c>[-n]</c>, <c>[*]</c> and <c>.*</c>. A path with a wildcard yields an array.</remarks>
public sealed class JsonPath
{
    private readonly string text;

    private JsonPath(string text, ImmutableArray<Segment> segments) => (this.text, Segments) = (text, segments);

    internal ImmutableArray<Segment> Segments { get; }

    /// <exception cref="ArgumentException">Not a path of this subset; the message names the position.</exception>
    public static JsonPath Parse(string path) => new(path, new JsonPathParser(path).Parse());

    public override string ToString() => text;

    internal abstract record Segment
    {
        private Segment() { }

        public sealed record Member(string Name) : Segment;

        public sealed record Index(int Value) : Segment;

        public sealed record All : Segment;
    }
}
