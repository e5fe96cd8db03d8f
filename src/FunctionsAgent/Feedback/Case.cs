using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Feedback;

/// <summary>Of a case, the first that applies (spec metrics).</summary>
public enum Outcome { Open, Escalated, Abandoned, ResolvedConfirmed, ResolvedAssumed, Unknown, Excluded }

/// <summary>
/// One person and one intent family, from the first request until nothing is said for the channel's quiet time. May span
/// conversations and channels. Agent, version and channel are those of its first request.
/// </summary>
/// <param name="Family">The sub-agent that declares the intent, or <c>none</c>.</param>
/// <param name="Conversations">Thread and episode of each conversation it spans: <c>ID/3</c>.</param>
/// <param name="Last">When customer or agent last said something in it.</param>
/// <param name="Closed">Where something else than quiet ended it: a goodbye, a hang-up.</param>
public sealed record Case(string Person, bool Known, string Family, string Agent, string Version, string Channel, DateTimeOffset Opened, DateTimeOffset Last, string LastChannel, ImmutableArray<string> Conversations)
{
    public const string NoIntent = "none";

    public DateTimeOffset? Closed { get; init; }

    /// <summary>Why it is in no rate: courtesy, blocked, test, agent-started or broken.</summary>
    public string? Excluded { get; init; }
    public Answer Answer { get; init; }

    /// <summary>The customer said so.</summary>
    public bool Confirmed { get; init; }
    public string? Cause { get; init; }
    public bool Served { get; init; }

    /// <summary>The same was asked again after an answer, while the case was open.</summary>
    public int Repeats { get; init; }

    /// <summary>The first re-contact after the outcome, and whether it came in the same conversation (<c>conversation</c>), on the same channel or on another (<c>channel</c>, <c>other</c>).</summary>
    public DateTimeOffset? Recontact { get; init; }
    public string? RecontactBy { get; init; }

    /// <summary>It is itself the re-contact of an earlier case.</summary>
    public bool Returned { get; init; }

    /// <summary>What people of the staff said of its turns: by turn and reviewer, the last.</summary>
    public ImmutableSortedDictionary<string, string> Marks { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Somebody found a turn wrong.</summary>
    [JsonIgnore]
    public bool Corrected => Marks.Any(mark => mark.Value != Request.Ok);

    /// <summary>Its turns, in order: <c>ID:t3</c>.</summary>
    public ImmutableArray<string> Turns { get; init; } = [];
    public int Requests { get; init; }

    /// <summary>Requests whose intent was matched, or which gave what such a one was asked for.</summary>
    public int InScope { get; init; }

    /// <summary>Conversations whose first real request was one of this case's.</summary>
    public int Interactions { get; init; }
    public ImmutableArray<string> Actions { get; init; } = [];
    public bool RolledBack { get; init; }
    public int StepCount { get; init; }

    /// <summary>Hash over all its steps.</summary>
    public string Sequence { get; init; } = "";
    public ImmutableArray<long> Milliseconds { get; init; } = [];
    public long TokensIn { get; init; }
    public long TokensOut { get; init; }
    public long Cost { get; init; }
    public int? Score { get; init; }

    /// <summary>When its outcome stands: quiet after the last word, or where it was closed.</summary>
    public DateTimeOffset OutcomeAt => Closed ?? Last + Definition.QuietOf(LastChannel);

    /// <summary>As of a time: what comes later does not count.</summary>
    public Outcome OutcomeAsOf(DateTimeOffset asOf) =>
        Excluded is not null ? OutcomeAt <= asOf ? Outcome.Excluded : Outcome.Open
        : OutcomeAt > asOf ? Outcome.Open
        : Cause is not null ? Outcome.Escalated
        : Answer is Answer.Asked or Answer.Failed ? Outcome.Abandoned
        : Answer is not Answer.Answered ? Outcome.Unknown
        : Confirmed || (Actions.Length > 0 && !RolledBack) ? Outcome.ResolvedConfirmed
        : Outcome.ResolvedAssumed;

    /// <summary>Resolved, and not undone by a repeat request or a re-contact within the window.</summary>
    public bool HeldFor(Window window) => Repeats == 0 && (Recontact is not { } again || again > OutcomeAt + window.Length);
}
