namespace FunctionsAgent.Reasoning;

/// <summary>Something known in a conversation without reading it again: a variable with its meaning, or the receipt of a call.</summary>
/// <param name="Name">What it is: the variable's description, or the tool and what it was called with.</param>
public sealed record Fact(string Name, string Value, string Class);
