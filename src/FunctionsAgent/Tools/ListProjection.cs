using System.Collections.Immutable;

namespace FunctionsAgent.Tools;

/// <summary>A list in a result, of few entries with few fields each, made of a list in the peer's answer that may be long.</summary>
/// <remarks>Where entries are cut, the result says how many there were: beside <c>orders</c> stands <c>orders_total</c>, and only then.</remarks>
/// <param name="Each">RFC 9535 path with a wildcard: what it selects are the entries, in the answer's order.</param>
/// <param name="Fields">Field of an entry → path that begins at the entry. A field whose path leads nowhere is left out.</param>
/// <param name="Take">Entries that are kept, 1 to <see cref="MostTaken"/>.</param>
/// <param name="Last">Keep the last ones instead of the first; the wildcard is then the only one and ends <paramref name="Each"/>.</param>
public sealed record ListProjection(string Each, ImmutableDictionary<string, string> Fields, int Take = ListProjection.UsuallyTaken, bool Last = false)
{
    public const int UsuallyTaken = 20;
    public const int MostTaken = 200;

    /// <summary>The field beside a list that says how many entries there were.</summary>
    public static string TotalOf(string field) => field + "_total";

    /// <summary>One line, the same for the same content.</summary>
    public override string ToString() =>
        $"{(Last ? "last" : "first")} {Take} of {Each} with {string.Join(' ', Fields.OrderBy(field => field.Key, StringComparer.Ordinal))}";
}
