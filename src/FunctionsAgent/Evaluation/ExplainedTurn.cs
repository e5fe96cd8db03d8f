using FunctionsAgent.Conversations;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// The events of one turn, gathered from its thread's log: those that carry its id, and those that only point to it. A message
/// to the person who has the conversation opens no turn; it is named <c>m</c> and the sequence of its <c>MessageReceived</c>.
/// </summary>
/// <param name="Decisive">The <c>TurnStarted</c>, or for a message to a person the event that answered it.</param>
/// <param name="Own">In the order of the log, from <paramref name="Decisive"/> on.</param>
public sealed record ExplainedTurn(string Id, Event Decisive, IReadOnlyList<Event> Messages, IReadOnlyList<Event> Own)
{
    public const string WithPersonRule = "with-a-person";

    /// <summary>What was said to the customer because of it, or could not be.</summary>
    public IReadOnlyList<Event> Said { get; init; } = [];
    public IReadOnlyList<Event> Signals { get; init; } = [];
    public IReadOnlyList<Event> Reviews { get; init; } = [];
    public IReadOnlyList<Event> Superseded { get; init; } = [];

    public bool IsWithPerson => Decisive.Type != EventTypes.TurnStarted;

    public Event? Ended => Own.FirstOrDefault(e => e.Type == EventTypes.TurnEnded);

    /// <summary>Nothing of it is under way any more.</summary>
    public bool IsOver => IsWithPerson || Ended is not null || Own.Any(e => e.Type == EventTypes.ConversationClosed);

    /// <summary>The customer's words are gone.</summary>
    public bool IsErased => Messages.Any(IsWordless);

    public string Words => string.Join('\n', Messages.Select(e => e.Said("text")));

    public Event? First(string type, string? stage = null) => Own.FirstOrDefault(e => e.Type == type && (stage is null || e.Stage == stage));

    public Event? Last(string type, string? stage = null) => Own.LastOrDefault(e => e.Type == type && (stage is null || e.Stage == stage));

    /// <summary>It had content, and has none any more.</summary>
    public static bool IsWordless(Event e) => e.ContentHash is not null && e.Content.IsDefault;

    /// <summary>All turns of a log, in its order.</summary>
    public static IReadOnlyList<ExplainedTurn> All(IReadOnlyList<Event> log)
    {
        var pointing = log.Where(e => e.Type is EventTypes.SignalRaised or EventTypes.TurnReviewed or EventTypes.DecisionSuperseded).ToLookup(PointsTo, StringComparer.Ordinal);
        var byTurn = log.Where(e => e.Turn is not null && e.Type is not (EventTypes.TurnReviewed or EventTypes.DecisionSuperseded)).ToLookup(e => e.Turn!, StringComparer.Ordinal);
        var byCause = log.Where(e => e.Type == EventTypes.MessageReceived).ToLookup(e => e.Cause, StringComparer.Ordinal);
        var saidOf = log.Where(e => e.Type == EventTypes.ReplySent && e.Turn is null && e.Number("checked") is not null).ToLookup(e => e.Number("checked"));
        var takenOver = log.Where(e => e.Type == EventTypes.HandoffOpened && e.Turn is null && e.Number("failed") is not null).ToLookup(e => e.Number("failed"));

        var turns = new List<ExplainedTurn>();
        foreach (var e in log)
        {
            if (Begins(e) is not { } id) continue;
            List<Event> messages = [.. byCause[e.Cause].Where(m => m.Seq < e.Seq)];
            if (messages.Count == 0 && e.Type != EventTypes.TurnStarted) continue;
            if (e.Type != EventTypes.TurnStarted) id = $"m{messages[0].Seq}";
            List<Event> own = e.Type == EventTypes.TurnStarted ? [.. byTurn[id].Where(o => o.Seq >= e.Seq)] : [e];
            own.AddRange(own.SelectMany(o => takenOver[o.Seq]).ToList());
            turns.Add(new ExplainedTurn(id, e, messages, own)
            {
                Said = [.. own.Where(o => o.Type is EventTypes.ReplySent or EventTypes.DeliveryFailed), .. own.SelectMany(o => saidOf[o.Seq])],
                Signals = [.. own.Where(o => o.Type == EventTypes.SignalRaised), .. pointing[id].Where(o => o.Type == EventTypes.SignalRaised && o.Turn != id)],
                Reviews = [.. pointing[id].Where(o => o.Type == EventTypes.TurnReviewed)],
                Superseded = [.. pointing[id].Where(o => o.Type == EventTypes.DecisionSuperseded)],
            });
        }
        return turns;
    }

    private static string? Begins(Event e) => e.Type switch
    {
        EventTypes.TurnStarted => e.Turn,
        EventTypes.PolicyApplied when e.Turn is null && e.Text("rule") == WithPersonRule => "m",
        _ => null,
    };

    private static string PointsTo(Event e) => e.Text(e.Type == EventTypes.DecisionSuperseded ? "turn" : "ofTurn") ?? "";
}
