using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>What happens when a timer of a thread fires. A timer is an entry of the head and a scheduled message; a stale one is ignored.</summary>
public sealed class Timers(PipelineOptions options, TimeProvider time)
{
    /// <summary>The open turn has not ended: its stage gets its envelope again.</summary>
    public const string Turn = "turn";

    /// <summary>Nobody has said anything: the conversation closes.</summary>
    public const string Quiet = "quiet";

    /// <summary>Signal of an open turn that met its timer.</summary>
    internal const string OverdueSignal = "turn-overdue";

    public static EventBody Set(string name, DateTimeOffset due) => new(EventTypes.TimerSet, new JsonObject
    {
        ["name"] = name,
        ["due"] = EventJson.Time(due),
    });

    public Decision Fired(Work work, TimerRef timer)
    {
        if (!work.Head.Timers.TryGetValue(timer.Name, out var set) || set.Version != timer.Version) return Decision.None;
        return timer.Name switch
        {
            Turn => Overdue(work),
            Quiet => Close(work),
            _ => Decision.None,
        };
    }

    private Decision Overdue(Work work)
    {
        if (work.Head.Turn is not { } turn) return Decision.None;
        var due = time.GetUtcNow() + options.TurnTimer;
        return new Decision(
            [
                new(EventTypes.SignalRaised, new() { ["signal"] = OverdueSignal, ["stage"] = turn.State }),
                Set(Turn, due),
            ],
            [new Send(turn.State, Earlier: turn.Cause), new Send(QueueNames.Input, 1, due, Turn, InTurn: false)]);
    }

    private Decision Close(Work work)
    {
        var quiet = options.QuietOf(work.Head.Channel);
        // A person has it: closing is theirs. The next reply sets the timer again.
        if (work.Head.Owner == "human") return new Decision([new(EventTypes.TimerCleared, new() { ["name"] = Quiet })]);
        var due = work.Head.LastAt + quiet;
        if (work.Head.Turn is not null || work.Pending.Count > 0) due = time.GetUtcNow() + quiet;
        if (due <= time.GetUtcNow())
            return new Decision([new(EventTypes.ConversationClosed, new() { ["reason"] = "quiet" })]);
        return new Decision([Set(Quiet, due)], [new Send(QueueNames.Input, 0, due, Quiet, InTurn: false)]);
    }
}
