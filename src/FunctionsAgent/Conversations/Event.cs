using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Conversations;

/// <summary>
/// What a stage wants recorded. <paramref name="Data"/> is names, versions, counts, durations, classes; words, arguments,
/// results and addresses are <paramref name="Content"/>, which erasing a person clears.
/// A data field <c>next</c> moves the open turn on to that stage.
/// </summary>
public sealed record EventBody(string Type, JsonObject Data, ImmutableArray<Piece> Content = default, string? By = null);

/// <summary>A piece of content with its data class (public, internal, personal, secret) and provenance.</summary>
/// <param name="Provenance">customer, staff, script, model, channel, tool:NAME, article:ID, mail.</param>
public sealed record Piece(string Name, string Class, string Provenance, string Value);

/// <summary>One fact of the log as stored. <paramref name="Content"/> is default when there was none or it was erased.</summary>
/// <param name="Cause">The envelope that led to it.</param>
/// <param name="By">Who acted, where it was not the agent: a registration, a person of the staff.</param>
/// <param name="ContentHash">base64url SHA-256(salt ‖ content).</param>
/// <param name="Prev">Hash of the event before; null on the first.</param>
/// <param name="Hash">base64url SHA-256 of the stored JSON bytes.</param>
public sealed record Event(
    long Seq, int Episode, string Type, DateTimeOffset At, string? Turn, string Stage, string Cause, string? By,
    JsonElement Data, string? ContentHash, string? Prev, ImmutableArray<Piece> Content, string Hash)
{
    public string? Text(string name) =>
        Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public ImmutableArray<string> Texts(string name) =>
        Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];

    public long? Number(string name) =>
        Data.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;

    public bool Says(string name) => Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A piece of content by name, or null when there is none (or it was erased).</summary>
    public string? Said(string name) => Content.IsDefault ? null : Content.FirstOrDefault(p => p.Name == name)?.Value;
}

/// <summary>The product's vocabulary (architecture §5). Unknown types are kept and skipped.</summary>
public static class EventTypes
{
    public const string ConversationStarted = nameof(ConversationStarted);
    public const string MessageReceived = nameof(MessageReceived);
    public const string InputChecked = nameof(InputChecked);
    public const string TurnStarted = nameof(TurnStarted);
    public const string IntentMatched = nameof(IntentMatched);
    public const string PolicyApplied = nameof(PolicyApplied);
    public const string ScriptStepped = nameof(ScriptStepped);
    public const string ContextBuilt = nameof(ContextBuilt);
    public const string ModelCalled = nameof(ModelCalled);
    public const string ToolCalled = nameof(ToolCalled);
    public const string OutputChecked = nameof(OutputChecked);
    public const string ReplySent = nameof(ReplySent);
    public const string DeliveryFailed = nameof(DeliveryFailed);
    public const string StageFailed = nameof(StageFailed);
    public const string TurnEnded = nameof(TurnEnded);
    public const string DecisionSuperseded = nameof(DecisionSuperseded);
    public const string TimerSet = nameof(TimerSet);
    public const string TimerCleared = nameof(TimerCleared);
    public const string HandoffOpened = nameof(HandoffOpened);
    public const string HandoffAccepted = nameof(HandoffAccepted);
    public const string HandoffReturned = nameof(HandoffReturned);
    public const string HandoffClosed = nameof(HandoffClosed);
    public const string SurveyAnswered = nameof(SurveyAnswered);

    /// <summary>A person of the staff judged a turn: <c>ofTurn</c>, <c>category</c> (ok, tone, logic, data-quality, coverage); the note is content.</summary>
    public const string TurnReviewed = nameof(TurnReviewed);

    /// <summary>Two ids of persons are one: <c>person</c> is the one that stays, <c>also</c> the other.</summary>
    public const string PersonLinked = nameof(PersonLinked);
    public const string SignalRaised = nameof(SignalRaised);
    public const string CustomerErased = nameof(CustomerErased);
    public const string ConversationClosed = nameof(ConversationClosed);
}
