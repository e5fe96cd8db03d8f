using System.Collections.Immutable;
using System.Text.Json;

namespace AgentScript;

/// <summary>What came of the last effect, or what happened meanwhile.</summary>
public abstract record Result;

/// <summary>The customer's words; messages that arrived during a turn come together, separated by line feeds.</summary>
public sealed record CustomerMessage(string Text, DateTimeOffset At) : Result
{
    /// <summary>What a classifier takes the whole message for; null where there is no classifier.</summary>
    public Meaning? Meaning { get; init; }

    /// <summary>Its parts, in order, where it may ask for several things; else empty.</summary>
    public ImmutableArray<MessagePart> Parts { get; init; } = [];

    /// <summary>Typed values in the text, in its order.</summary>
    public ImmutableArray<FoundValue> Found { get; init; } = [];
}

/// <summary>The answer to a <see cref="CallAction"/>.</summary>
/// <param name="Outcome">ok, failed or unknown.</param>
/// <param name="Value">The projected result; undefined unless ok.</param>
/// <param name="Reason">The failure's class (not_found, timeout, …) unless ok.</param>
/// <param name="Classes">Result field → data class; internal where it is not named.</param>
public sealed record ToolResult(string Outcome, JsonElement Value, string? Reason = null, ImmutableDictionary<string, string>? Classes = null) : Result
{
    public bool IsOk => Outcome == "ok";
}

/// <summary>The answer to a <see cref="CallModel"/>: text, tool calls, or a failure.</summary>
/// <param name="Failure">Why there is no answer (<c>no_model</c>, <c>timeout</c>, <c>refused</c>, …); null when there is one.</param>
public sealed record ModelAnswer(string? Text, ImmutableArray<ModelToolCall> Calls, string? Failure = null) : Result;

/// <summary>The answer to a <see cref="CallAgent"/>, or why there is none.</summary>
public sealed record AgentAnswer(string? Text, string? Failure = null) : Result;

/// <summary>The answer to a <see cref="Confirm"/> from a channel with buttons.</summary>
public sealed record Confirmed(bool Yes) : Result;
