using System.Collections.Immutable;

namespace FunctionsAgent.Conversations;

/// <summary>What a stage decided: events to append, sends to make after the commit, the state where it changed. The head is folded from the events.</summary>
/// <param name="Taken">Keys of the pending messages (<c>p:</c> rows) that the events have taken over.</param>
public sealed record Decision(ImmutableArray<EventBody> Events, ImmutableArray<Send> Sends = default, State? State = null, ImmutableArray<string> Taken = default)
{
    /// <summary>Nothing to record and nothing to send: no commit.</summary>
    public static Decision None { get; } = new([]);

    public bool IsNone => Events.IsEmpty;
}

/// <summary>A send that follows the commit. Its envelope id is the commit's last sequence and its place in the list.</summary>
/// <param name="Queue">The stage it goes to.</param>
/// <param name="Cause">Index of the event in the decision that it carries on from; the last one when null.</param>
/// <param name="Due">Not before.</param>
/// <param name="Timer">Name of the timer that the event at <paramref name="Cause"/> sets.</param>
/// <param name="InTurn">False for what outlives the turn: a notice, a timer, feedback.</param>
/// <param name="Earlier">Sequence of an earlier event it carries on from, instead of one of the decision's own.</param>
public sealed record Send(string Queue, int? Cause = null, DateTimeOffset? Due = null, string? Timer = null, bool InTurn = true, long? Earlier = null);
