using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>What somebody who reads the figures has to know about them, in sentences.</summary>
internal static class KpiNotes
{
    private const int MostNamed = 12;

    /// <param name="ofAgent">Cells of the days asked for, before the filters.</param>
    /// <param name="cells">Behind them.</param>
    public static IReadOnlyList<string> Of(KpiQuery query, Kpi? kpi, RolledUp rolled, List<Cell> ofAgent, List<Cell> cells, DateTimeOffset? matures)
    {
        if (rolled.First is null) return ["Nothing was counted yet: nobody has written, or no night (02:00 UTC) has passed. 'kpi --now' counts up to the present."];
        var notes = new List<string>();
        if (cells.Count == 0)
            notes.Add(ofAgent.Count == 0 ? $"No case got its outcome on these days. Counted are days from {KpiSpan.Text(rolled.First.Value)}; cases that are still open have none yet."
                : $"No case matches the filters. There are channels {Named(ofAgent, c => c.Channel)}; intents {Named(ofAgent, c => c.Family)}; versions {Named(ofAgent, c => c.Version)}.");
        if (matures is { } at) notes.Add($"No case has had its {query.Window.Name} yet. The first figure matures on {at:yyyy-MM-dd} UTC; 'kpi --window 24h' shows what is known sooner.");
        if (rolled.Definition != Definition.Current.Version && rolled.Cells.Count > 0)
            notes.Add($"Counted by definition {rolled.Definition}; this program counts by {Definition.Current.Version}. 'kpi recompute' counts anew.");
        if (kpi is not null && Definition.Named(kpi.Window) is null)
            notes.Add($"The goal's window {kpi.Window} is none that is counted ({string.Join(", ", Definition.Windows.Select(w => w.Name))}): it is judged by {Definition.Default.Name}.");
        if (kpi is not null && KpiGoal.Find(kpi.Metric, new("", 0, 0), new("", 0), []) is null)
            notes.Add($"The goal's metric {kpi.Metric} is not counted from the log: it is measured by evaluations.");
        return notes;
    }

    private static string Named(List<Cell> cells, Func<Cell, string> name)
    {
        var names = cells.Select(name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
    }
}
