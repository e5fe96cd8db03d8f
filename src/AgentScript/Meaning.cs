using System.Collections.Immutable;

namespace AgentScript;

/// <summary>What a classifier outside the language takes words for. The script's own words, examples and identifying slots go before it.</summary>
/// <param name="Intent">The node it is sure enough of; null: none, or one of <paramref name="Between"/>.</param>
/// <param name="Confidence">0 to 1, of the most probable node.</param>
/// <param name="Between">Nodes between which the customer is asked to choose; a single one: the customer is asked whether that is meant.</param>
public sealed record Meaning(string? Intent, double Confidence, ImmutableArray<string> Between);

/// <summary>A part of a message that may ask for something of its own.</summary>
/// <param name="Meaning">Null without a classifier.</param>
public sealed record MessagePart(string Text, Meaning? Meaning);

/// <summary>A typed value in a message, found outside the language.</summary>
/// <param name="Kind">email, phone, money, date or number.</param>
/// <param name="Value">In one form: address in lower case, E.164, <c>12.50 USD</c>, ISO 8601 day, invariant number.</param>
/// <param name="Start">Offset of its first UTF-16 code unit.</param>
public sealed record FoundValue(string Kind, string Value, int Start, int Length);
