namespace FunctionsAgent.Reasoning;

/// <summary>An example of what customers say.</summary>
/// <param name="Intent">What it means; null: nothing the agent serves.</param>
public sealed record LabelledText(string Text, string? Intent);
