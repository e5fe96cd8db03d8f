using System.Globalization;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>The counters that a plan's truth adds up to: those the definition decides, and none that are measured.</summary>
public static class TruthTotals
{
    /// <summary>Cells by day of the outcome, channel, family and whether the person is known.</summary>
    public static IReadOnlyList<Cell> Of(TrafficPlan plan)
    {
        var cells = new Dictionary<(string, string, string, string, string, bool), Cell>();
        foreach (var planned in plan.Cases().Where(planned => planned.Outcome != Outcome.Open))
        {
            var day = plan.At(planned.OutcomeAt).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var cell = new Cell(day, plan.Package.Name, planned.Channel, planned.Family, plan.Package.Version, planned.Known);
            if (!cells.TryAdd(cell.Key, cell)) cell = cells[cell.Key];
            Count(cell, planned);
        }
        return [.. cells.Values.OrderBy(cell => (cell.Day, cell.Channel, cell.Family, cell.Known))];
    }

    private static void Count(Cell cell, PlannedCase planned)
    {
        if (planned.Excluded is { } why)
        {
            cell.Add(Counters.Excluded(why));
            return;
        }
        cell.Add(Counters.Cases);
        cell.Add(Name(planned.Outcome));
        if (planned.Cause is { } cause) cell.Add(Counters.EscalatedBy(cause));
        cell.Add(Counters.Requests, planned.Requests);
        cell.Add(Counters.InScope, planned.InScope);
        cell.Add(Counters.Interactions, planned.Interactions);
        cell.Add(Counters.Actions, planned.Actions);
        if (planned.Score is { } score) cell.Add(Counters.Survey(Name(planned.Outcome), score));
        if (planned.IsResolved) CountResolved(cell, planned);
    }

    private static void CountResolved(Cell cell, PlannedCase planned)
    {
        foreach (var window in Definition.Windows.Where(window => planned.HeldFor(window.Length)))
        {
            cell.Add(Counters.WorkUnits(window));
            if (planned is { Conversations: 1, Returned: false }) cell.Add(Counters.FirstContact(window));
        }
        var when = planned.Repeats > 0 ? "repeat" : Definition.Windows.FirstOrDefault(window => !planned.HeldFor(window.Length))?.Name;
        if (when is not null) cell.Add(Counters.Return(Name(planned.Outcome), when, planned.ReturnBy!));
    }

    private static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Escalated => Counters.Escalated,
        Outcome.Abandoned => Counters.Abandoned,
        Outcome.ResolvedConfirmed => Counters.Confirmed,
        Outcome.ResolvedAssumed => Counters.Assumed,
        _ => Counters.Unknown,
    };
}
