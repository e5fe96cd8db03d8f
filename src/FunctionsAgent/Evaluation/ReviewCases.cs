using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>A turn with its case, as the outcome rules see them.</summary>
/// <param name="Case">Null for a turn that belongs to none.</param>
public sealed record JudgedTurn(string Thread, ExplainedTurn Turn, Request Request, Case? Case)
{
    public string Id => $"{Thread}:{Turn.Id}";
}

/// <summary>The turns of threads and what the outcome rules make of them. As far as these threads tell: a return in another is not seen.</summary>
public static class ReviewCases
{
    /// <param name="broken">Threads whose chain does not hold: nothing of them is judged.</param>
    public static IReadOnlyList<JudgedTurn> Of(IReadOnlyList<ReviewedThread> threads, DateTimeOffset asOf, out int broken)
    {
        var requests = threads.Select(t => RequestFold.Apply(new ThreadReading(t.Thread), t.Log.Select(LogLine.Of), asOf, asOf).Requests).ToList();
        broken = requests.Count(r => r.Any(one => one.Kind == RequestKind.Broken));
        var links = PersonLinks.Of(requests.SelectMany(r => r).Where(r => r.Kind == RequestKind.Linked));
        var cases = requests.SelectMany(r => r).GroupBy(r => links.Now(r.Person), StringComparer.Ordinal).SelectMany(person => CaseFold.Apply([], person))
            .SelectMany(c => c.Turns.Select(turn => (turn, c))).ToLookup(pair => pair.turn, pair => pair.c, StringComparer.Ordinal);

        var judged = new List<JudgedTurn>();
        foreach (var (thread, ofThread) in threads.Zip(requests))
        {
            if (ofThread.Any(r => r.Kind == RequestKind.Broken)) continue;
            var byTurn = ofThread.Where(r => r.Turn is not null && r.Kind != RequestKind.Review).ToLookup(r => r.Turn!, StringComparer.Ordinal);
            foreach (var turn in ExplainedTurn.All(thread.Log))
                if (byTurn[turn.Id].FirstOrDefault() is { } request) judged.Add(new(thread.Thread, turn, request, cases[$"{thread.Thread}:{turn.Id}"].FirstOrDefault()));
        }
        return judged;
    }

    /// <summary>open, escalated, abandoned, confirmed, assumed, unknown or excluded; blocked where no case was made of it.</summary>
    public static string Outcome(JudgedTurn judged, DateTimeOffset asOf) => judged.Case?.OutcomeAsOf(asOf) switch
    {
        null => "blocked",
        Feedback.Outcome.ResolvedConfirmed => "confirmed",
        Feedback.Outcome.ResolvedAssumed => "assumed",
        var other => other.ToString()!.ToLowerInvariant(),
    };

    /// <summary>Whether the rules call it resolved, and it held so far; null while the case is open, or where none was made of it.</summary>
    public static bool? Held(JudgedTurn judged, DateTimeOffset asOf) => judged.Case?.OutcomeAsOf(asOf) switch
    {
        null or Feedback.Outcome.Open or Feedback.Outcome.Excluded => null,
        Feedback.Outcome.ResolvedConfirmed or Feedback.Outcome.ResolvedAssumed => judged.Case.HeldFor(Definition.Default),
        _ => false,
    };
}
