using System.Text.Json;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// What decided a turn, and what else could have: a view of its conversation's log and of the version of the agent it ran in.
/// What the log does not hold is evaluated again with that version, and says so (<c>again</c>).
/// </summary>
/// <param name="Turn">Its id: <c>t12</c>; <c>m12</c> for a message to the person who has the conversation.</param>
/// <param name="Version">Of the package the conversation runs in.</param>
/// <param name="State">over or open.</param>
public sealed record Explanation(string ConversationId, string Turn, int Episode, string Agent, string Version, string Channel, string State)
{
    public required Decider DecidedBy { get; init; }
    public IReadOnlyList<ExplainedMessage> Messages { get; init; } = [];
    public IReadOnlyList<ExplainedVerdict> GuardsIn { get; init; } = [];

    /// <summary>In their order, at message and at reply; those of a call stand with it.</summary>
    public IReadOnlyList<ExplainedPolicy> Policies { get; init; } = [];
    public string? Intent { get; init; }

    /// <summary>What the message could have meant, as it wins; evaluated again now.</summary>
    public IReadOnlyList<ExplainedIntent> Intents { get; init; } = [];
    public IReadOnlyList<ExplainedStep> Path { get; init; } = [];
    public IReadOnlyList<ExplainedCall> Calls { get; init; } = [];
    public ExplainedText? Drafted { get; init; }
    public IReadOnlyList<ExplainedVerdict> GuardsOut { get; init; } = [];
    public IReadOnlyList<ExplainedText> Said { get; init; } = [];
    public required ExplainedTimes Times { get; init; }
    public IReadOnlyList<string> Signals { get; init; } = [];
    public IReadOnlyList<ExplainedReview> Reviews { get; init; } = [];

    /// <summary>What would have happened without what decided; evaluated again now.</summary>
    public IReadOnlyList<Alternative> Otherwise { get; init; } = [];

    /// <summary>Where evaluating again gives something else than the log holds.</summary>
    public IReadOnlyList<string> Disagreements { get; init; } = [];

    /// <summary>What is missing here, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Kind">guard, policy, consent, intent, no-intent, failure, person or open.</param>
/// <param name="Text">In a sentence: <c>policy hawaii-not-served 1</c>.</param>
public sealed record Decider(string Kind, string? Name, string? Version, string Text);

/// <param name="By">The registration that sent it; null for everybody else.</param>
/// <param name="Person">Whom a verified identifier names; null for a stranger.</param>
/// <param name="Act">Greeting, Confirms or Unsolved, where the log says so.</param>
/// <param name="Text">Null when it was erased.</param>
public sealed record ExplainedMessage(long Seq, DateTimeOffset? Accepted, string Assurance, string? Sender, string? Person, string? By, string? For, string? Act, string? Text, bool Erased);

/// <param name="Do">What the guard said; <c>not reached</c> where one before it ended the matter.</param>
public sealed record ExplainedVerdict(string Rule, string? Version, string Do, string? Reason, JsonElement? Evidence);

/// <param name="At">message, tool:NAME, result:NAME or reply.</param>
/// <param name="Rule">As the package describes it; null when its version is lost.</param>
/// <param name="Outcome">applied, did not apply, not reached, or unknown where it could not be evaluated again.</param>
/// <param name="Again">Evaluated again now: the log keeps only what applied.</param>
public sealed record ExplainedPolicy(string Name, string Version, string At, string? Rule, string Outcome, string? Do, string? Reason, JsonElement? Evidence, bool Again);

/// <param name="Line">In the script, counted from 1.</param>
/// <param name="Why">Why it won or lost.</param>
public sealed record ExplainedIntent(string Name, int Line, bool Matches, bool Won, IReadOnlyList<ExplainedEvidence> Evidence, string Why);

/// <param name="By">slot, words, example, like-example or partly.</param>
/// <param name="Share">Share of the phrase's content words that the message has, 0 to 1.</param>
public sealed record ExplainedEvidence(string By, string Phrase, IReadOnlyList<string> Shared, double Share);

/// <param name="Trace">What the script did up to its next effect.</param>
public sealed record ExplainedStep(long Seq, string Flow, string? Position, string Effect, string? Target, IReadOnlyList<ExplainedTrace> Trace);

/// <param name="Line">In the script, counted from 1; 0 where there is none.</param>
public sealed record ExplainedTrace(string Kind, string Name, int Line);

/// <param name="Arguments">JSON text; null when it was erased.</param>
/// <param name="Results">The result's fields, or the reason of a failure; null when erased.</param>
/// <param name="RefusedBy">The rule that kept it from being made, or its result from the script.</param>
public sealed record ExplainedCall(
    long Seq, string Target, string? Tool, string? Effect, string? Arguments, string Outcome, string? Class, long? Milliseconds, long Attempts,
    IReadOnlyDictionary<string, string>? Results, bool Erased, ExplainedVerdict? RefusedBy, IReadOnlyList<ExplainedPolicy> Policies);

/// <param name="Kind">answer, ask, fallback, error, refusal, goodbye, handed-off, with-person or apology.</param>
/// <param name="Outcome">sent, unknown or failed; of a draft: log or again, as it was found.</param>
/// <param name="Text">Null when it was erased.</param>
public sealed record ExplainedText(string Kind, string Outcome, string? Text, bool Erased, DateTimeOffset? At);

/// <param name="Accepted">When the door took the first message.</param>
/// <param name="Decided">When the reasoning stage had decided first.</param>
/// <param name="TotalMilliseconds">From acceptance to reply.</param>
public sealed record ExplainedTimes(
    DateTimeOffset? Accepted, DateTimeOffset Started, DateTimeOffset? Decided, DateTimeOffset? Checked, DateTimeOffset? Replied, DateTimeOffset? Ended, long CallMilliseconds, long? TotalMilliseconds);

/// <param name="Counts">The last mark of this person: it is the one that counts.</param>
public sealed record ExplainedReview(string By, string Category, string? Note, bool Erased, DateTimeOffset At, bool Counts);

/// <param name="Without">What is thought away.</param>
/// <param name="Effect">What the script would have done: Reply, Ask, CallAction, Handoff, …</param>
/// <param name="Target">Of a call.</param>
/// <param name="Says">What would have been drafted.</param>
public sealed record Alternative(string Without, string DecidedBy, string? Effect, string? Target, string? Says);
