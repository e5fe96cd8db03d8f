namespace FunctionsAgent.Feedback;

/// <summary>Counts of one agent and UTC day. A conversation counts on every day on which it had a turn.</summary>
/// <param name="Resolved">Its last request of the day was answered by a script or policy.</param>
/// <param name="Escalated">It was passed to a person.</param>
/// <param name="Unknown">Neither: never folded into success.</param>
public sealed record DayFigures(string Day, int Conversations, int Turns, int Resolved, int Escalated, int Unknown)
{
    public DayFigures Plus(DayFigures other) => this with
    {
        Conversations = Conversations + other.Conversations,
        Turns = Turns + other.Turns,
        Resolved = Resolved + other.Resolved,
        Escalated = Escalated + other.Escalated,
        Unknown = Unknown + other.Unknown,
    };
}
