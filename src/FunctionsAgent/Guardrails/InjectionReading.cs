using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>What a text looks like to <see cref="InjectionDetector"/>.</summary>
/// <param name="Found">Somebody talks to the model.</param>
/// <param name="Score">Of the classifier, of the most suspicious window of the text or of what is hidden in it; about -1 to 2.</param>
/// <param name="Threshold">Above which the score alone is enough.</param>
/// <param name="Rules">Names of what was found: phrases, and how something was hidden.</param>
public sealed record InjectionReading(bool Found, double Score, double Threshold, ImmutableArray<string> Rules);
