using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>How fast people look at what went less than well.</summary>
public static class ReviewSpeed
{
    /// <summary>
    /// The median of the hours from the first <c>SignalRaised</c> of a turn to the first <c>TurnReviewed</c> of it after that. Turns nobody
    /// has looked at are not in it.
    /// </summary>
    /// <param name="threads">Logs of threads, each in the order of its sequence: ids of turns are those of their thread.</param>
    /// <returns>Null where no signal was followed by a review; and how many were.</returns>
    public static (double? Hours, int Turns) MedianHours(IEnumerable<IReadOnlyList<Event>> threads)
    {
        var hours = threads.SelectMany(Hours).Order().ToList();
        return (hours.Count == 0 ? null : (hours[(hours.Count - 1) / 2] + hours[hours.Count / 2]) / 2, hours.Count);
    }

    private static IEnumerable<double> Hours(IReadOnlyList<Event> log)
    {
        var raised = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var reviewed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var e in log)
        {
            if (e.Type == EventTypes.SignalRaised && (e.Text("ofTurn") ?? e.Turn) is { } signalled) raised.TryAdd(signalled, e.At);
            else if (e.Type == EventTypes.TurnReviewed && e.Text("ofTurn") is { } turn && raised.TryGetValue(turn, out var at) && reviewed.Add(turn)) yield return Math.Max(0, (e.At - at).TotalHours);
        }
    }
}
