using System.Collections.Immutable;

namespace FunctionsAgent.Feedback;

/// <summary>What a turn, or something else of the log that bears on an outcome, was.</summary>
public enum RequestKind
{
    /// <summary>A real request of a customer.</summary>
    Request,

    /// <summary>Words that ask for nothing: a greeting, thanks, "solved", "still broken" (see <see cref="DialogueAct"/>).</summary>
    Courtesy,

    /// <summary>Stopped by a guard of the way in.</summary>
    Blocked,

    /// <summary>Of a conversation that is marked as a test.</summary>
    Test,

    /// <summary>The agent began a conversation.</summary>
    AgentStarted,

    /// <summary>A message to the person who has the conversation.</summary>
    WithPerson,

    /// <summary>The conversation went to a person outside of a turn.</summary>
    HandedOff,

    /// <summary>A person served the conversation.</summary>
    Served,

    /// <summary>The conversation was closed by a word or by hanging up: its cases end here.</summary>
    Closed,

    Survey,

    /// <summary>A person of the staff judged a turn.</summary>
    Review,

    /// <summary>What the log of the thread holds is not to be trusted: see <see cref="Request.Flaw"/>.</summary>
    Broken,

    /// <summary>Two ids are one person: <see cref="Request.Person"/> is the one that stays, <see cref="Request.Also"/> the other.</summary>
    Linked,
}

/// <summary>What the turn ended with.</summary>
public enum Answer { None, Answered, Asked, Fallback, Failed, Refused, Uncertain, HandedOff }

/// <summary>
/// A turn as the figures see it: no words, only what the events' data say. A pure fold of a thread's events
/// (<see cref="RequestFold"/>), and all that cases are made of.
/// </summary>
/// <param name="Person">A person's id, or <c>thread:ID</c> where nobody is known.</param>
/// <param name="Known">Whether the person was named by a verified identifier.</param>
/// <param name="At">When the turn began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Family">The sub-agent that declares the intent; null where none matched.</param>
/// <param name="First">The first real request of its conversation.</param>
/// <param name="Supplies">It gives what the turn before asked for.</param>
public sealed record Request(RequestKind Kind, string Thread, int Episode, long Seq, DateTimeOffset At, DateTimeOffset Ended, string Agent, string Version, string Channel, string Person, bool Known)
{
    public const string Ok = "ok";

    public string? Turn { get; init; }
    public string? Family { get; init; }
    public DialogueAct Act { get; init; }
    public Answer Answer { get; init; }
    public bool First { get; init; }
    public bool Supplies { get; init; }

    /// <summary>Asked, policy, guard, failure, confidence, timer or dead-letter: why the conversation went to a person.</summary>
    public string? Cause { get; init; }

    /// <summary>Keys of state-changing calls that were completed, and of those that were undone.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];
    public ImmutableArray<string> Undone { get; init; } = [];

    /// <summary>What the turn did, in order: names of tools and kinds of effects.</summary>
    public ImmutableArray<string> Steps { get; init; } = [];

    /// <summary>From the acceptance of its first message to its reply.</summary>
    public long? Milliseconds { get; init; }
    public long TokensIn { get; init; }
    public long TokensOut { get; init; }

    /// <summary>Millionths of the currency in which models are priced.</summary>
    public long Cost { get; init; }

    /// <summary>Of a survey: 1 to 5.</summary>
    public int? Score { get; init; }

    /// <summary>Of a review: ok, tone, logic, data-quality or coverage, and who said so; <see cref="Turn"/> is the turn it is about.</summary>
    public string? Category { get; init; }
    public string? By { get; init; }
    public string? Flaw { get; init; }
    public string? Also { get; init; }
}
