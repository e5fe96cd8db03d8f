using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>What was decided in a conversation, without what belongs to the channel it came by.</summary>
internal static class Decisions
{
    private static readonly string[] Fields =
        ["intent", "rule", "do", "flow", "position", "effect", "target", "tool", "outcome", "kind", "class", "reason", "next", "name", "desk", "signal"];

    public static IReadOnlyList<string> Of(IReadOnlyList<LoggedEvent> log)
    {
        // A chat's conversation is opened before its first message; signals are raised beside the turn, not in it.
        var inTurn = log.Where(e => e.Type is not "ConversationStarted" and not "SignalRaised").Select(Line);
        return [.. inTurn, .. log.Where(e => e.Type == "SignalRaised").Select(Line)];
    }

    private static string Line(LoggedEvent e) =>
        $"{e.Stage} {e.Type} {string.Join(" ", Fields.Where(f => e.Text(f) is not null).Select(f => $"{f}={e.Text(f)}"))}".TrimEnd();
}
