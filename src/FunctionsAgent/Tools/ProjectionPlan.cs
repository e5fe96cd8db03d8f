using System.Collections.Immutable;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>What is kept of an answer: the fields of the result in their order, by name.</summary>
internal sealed record ProjectionPlan(ImmutableArray<PlannedField> Fields)
{
    /// <exception cref="ArgumentException">The spec cannot work; the message says which part of it, and why.</exception>
    public static ProjectionPlan Of(ToolSpec spec)
    {
        foreach (var twice in spec.Fields.GroupBy(field => field, StringComparer.Ordinal).Where(same => same.Count() > 1))
            throw new ArgumentException($"{spec.Name}: the result has two fields '{twice.Key}'; that of a cut list's total is the list's name and '{ListProjection.TotalOf("")}'.");
        return new([.. Paths(spec.Project).Concat(spec.Lists.Select(list => List(spec.Name, list.Key, list.Value))).OrderBy(field => field.Name.Value, StringComparer.Ordinal)]);
    }

    /// <summary>Why the path cannot name the entries of a list; null where it can.</summary>
    public static string? EachRefused(JsonPath path, bool last)
    {
        var segments = path.Segments;
        if (!segments.Any(segment => segment is JsonPath.Segment.All)) return "needs a wildcard, like $.orders[*]";
        // The first entries are final as they come, the last ones are not: they are kept by what follows the path's last choice alone.
        if (segments.Any(segment => segment is JsonPath.Segment.Index { Value: < -1 })) return "counts from the end of an array, which only [-1] may here";
        if (last && (segments.Count(segment => segment is JsonPath.Segment.All) > 1 || segments[^1] is not JsonPath.Segment.All)) return "keeps the last entries, so that its wildcard is the only one and ends it";
        return null;
    }

    private static IEnumerable<PlannedField> Paths(ImmutableDictionary<string, string> paths) =>
        paths.Select(field => new PlannedField(JsonEncodedText.Encode(field.Key), PathStep.Of(JsonPath.Parse(field.Value)))).OrderBy(field => field.Name.Value, StringComparer.Ordinal);

    private static PlannedField List(string tool, string field, ListProjection list)
    {
        var each = JsonPath.Parse(list.Each);
        if (EachRefused(each, list.Last) is { } refused) throw new ArgumentException($"{tool}: each of {field} {refused}.");
        if (list.Take is < 1 or > ListProjection.MostTaken) throw new ArgumentException($"{tool}: {field} takes {list.Take} entries; 1 to {ListProjection.MostTaken} are allowed.");
        if (list.Fields.IsEmpty) throw new ArgumentException($"{tool}: the entries of {field} have no fields.");
        return new(JsonEncodedText.Encode(field), PathStep.Of(each)) { Entry = [.. Paths(list.Fields)], Total = JsonEncodedText.Encode(ListProjection.TotalOf(field)), Take = list.Take, Last = list.Last };
    }
}

/// <summary>A field of a result, or of an entry of a list.</summary>
/// <param name="Steps">From the answer's root, or from the entry.</param>
internal sealed record PlannedField(JsonEncodedText Name, ImmutableArray<PathStep> Steps)
{
    /// <summary>Fields of each place the steps lead to; empty: the place itself is kept.</summary>
    public ImmutableArray<PlannedField> Entry { get; init; } = [];

    /// <summary>Name of the field that says how many entries there were.</summary>
    public JsonEncodedText Total { get; init; }

    public int Take { get; init; } = int.MaxValue;

    public bool Last { get; init; }

    public bool IsMany { get; } = Steps.Any(step => step.IsAll);
}
