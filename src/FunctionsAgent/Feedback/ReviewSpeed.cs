using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>How fast people look at what went less than well.</summary>
public static class ReviewSpeed
{
    /// <summary>
    /// The median time from the first <c>SignalRaised</c> of a turn to the first <c>TurnReviewed</c> of it after that. Turns nobody has
    /// looked at are not in it.
    /// </summary>
    /// <param name="threads">Logs of threads, each in the order of its sequence: ids of turns are those of their thread.</param>
    /// <param name="since">First marks made before it are left out.</param>
    /// <returns>Null where no signal was followed by a mark; and how many were.</returns>
    public static (TimeSpan? Median, int Turns) Of(IEnumerable<IReadOnlyList<Event>> threads, DateTimeOffset since)
    {
        var times = threads.SelectMany(log => Times(log, since)).Order().ToList();
        return (times.Count == 0 ? null : (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2, times.Count);
    }

    private static IEnumerable<TimeSpan> Times(IReadOnlyList<Event> log, DateTimeOffset since)
    {
        var raised = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var reviewed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var e in log)
        {
            if (e.Type == EventTypes.SignalRaised && (e.Text("ofTurn") ?? e.Turn) is { } signalled) raised.TryAdd(signalled, e.At);
            else if (e.Type == EventTypes.TurnReviewed && e.Text("ofTurn") is { } turn && raised.TryGetValue(turn, out var at) && reviewed.Add(turn) && e.At >= since)
                yield return e.At > at ? e.At - at : TimeSpan.Zero;
        }
    }
}
