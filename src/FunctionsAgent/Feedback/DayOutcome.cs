using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>What became of one conversation on one UTC day: a fold over its events, in order.</summary>
public sealed class DayOutcome(string day)
{
    private int turns;
    private bool escalated;
    private string? lastKind;

    public void Add(Event e)
    {
        if (Indexes.Day(e.At) != day) return;
        switch (e.Type)
        {
            case EventTypes.TurnStarted:
                turns++;
                lastKind = null;
                break;
            case EventTypes.HandoffOpened:
                escalated = true;
                break;
            case EventTypes.ReplySent when e.Text("outcome") == "sent":
                lastKind = e.Text("kind");
                break;
        }
    }

    public DayFigures Figures() => turns == 0
        ? new(day, 0, 0, 0, 0, 0)
        : escalated ? new(day, 1, turns, 0, 1, 0)
        : lastKind is "answer" or "goodbye" ? new(day, 1, turns, 1, 0, 0)
        : new(day, 1, turns, 0, 0, 1);
}
