using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Guardrails;

/// <summary>A call that a model wants to make: what the guards at <c>tool</c> look at. Its text is the arguments' JSON.</summary>
/// <param name="Taint">Whose text is in the conversation besides the customer's own words: mail, tool:NAME, article:ID.</param>
/// <param name="Done">When the very same was written in this conversation before.</param>
public sealed record CallPassage(ToolSpec Tool, JsonElement Arguments, string Class, string Channel, ImmutableArray<string> Taint, WrittenBefore Done)
    : Passage(Arguments.ValueKind == JsonValueKind.Undefined ? "{}" : Arguments.GetRawText(), Class, "model", Channel);

public enum WrittenBefore { Never, InAnEarlierTurn, InThisTurn }
