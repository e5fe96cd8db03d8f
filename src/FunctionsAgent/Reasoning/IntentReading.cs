using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>What a classifier takes a message for.</summary>
/// <param name="Intent">The intent it is sure enough of; null: none, or one of <paramref name="Between"/>.</param>
/// <param name="Confidence">Calibrated: of a hundred messages with 0.8, eighty are right. That of the most probable intent.</param>
/// <param name="Between">Two or three intents it cannot tell apart, the most probable first; empty unless it is sure that it is one of them.</param>
/// <param name="Ranked">The five most probable intents.</param>
public sealed record IntentReading(string? Intent, double Confidence, ImmutableArray<string> Between, ImmutableArray<IntentScore> Ranked);

/// <param name="Probability">Calibrated, 0 to 1.</param>
public sealed record IntentScore(string Intent, double Probability);
