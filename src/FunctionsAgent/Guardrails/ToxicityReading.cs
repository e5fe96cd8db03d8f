namespace FunctionsAgent.Guardrails;

/// <summary>What a text sounds like to <see cref="ToxicityDetector"/>.</summary>
/// <param name="Label">hate, offensive or neither, whichever is likeliest.</param>
/// <param name="Margin">How far the more toxic of hate and offence is ahead of neither; about -2 to 3.</param>
/// <param name="Threshold">Above which margin it is certain enough to act on.</param>
/// <param name="Certain">It is hate or offence, with a margin above the threshold.</param>
public sealed record ToxicityReading(string Label, double Margin, double Threshold, bool Certain);
