namespace FunctionsAgent.Feedback;

/// <summary>Two definitions over the same cases: those of days that have had the longer of both windows, so that only the definition differs.</summary>
/// <param name="Theirs">Title: "as Google counts".</param>
/// <param name="Ours">Title: "containment 7d, definition 1".</param>
public sealed record Beside(string Name, string Theirs, string Ours, string Rule, string Approximated, IReadOnlyList<Beside.Row> Rows)
{
    /// <param name="Name">Of the group; empty for all.</param>
    public sealed record Row(string Name, Rate Ours, Rate Theirs);

    internal static Beside Of(Neighbour neighbour, KpiQuery query, List<Cell> cells, RolledUp rolled)
    {
        var longer = neighbour.Window is { } theirs && theirs.Length > query.Window.Length ? theirs : query.Window;
        var mature = cells.Where(cell => rolled.IsMature(KpiSpan.Day(cell.Day), longer)).ToList();
        var groups = query.By is null or "day" or "week" ? [] : mature.GroupBy(cell => query.By switch
        {
            "agent" => cell.Agent,
            "channel" => cell.Channel,
            "version" => cell.Version,
            _ => cell.Family,
        }, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => RowOf(group.Key, KpiCount.Sum(group)));
        return new(neighbour.Name, neighbour.Title, $"containment {query.Window.Name}, definition {rolled.Definition}", neighbour.Rule, neighbour.Approximated,
            [RowOf("", KpiCount.Sum(mature)), .. groups]);

        Row RowOf(string name, Cell sum) => new(name, Rate.Of(KpiCount.Held(sum, query.Window), sum[Counters.Cases]), Rate.Of(neighbour.Successes(sum), sum[Counters.Cases]));
    }
}
