using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>What a brand's replies are measured by; phrases are compared word by word, whatever their case and marks.</summary>
/// <param name="Avoided">Phrases and promises never to be said.</param>
/// <param name="Preferred">What to say, and what would be said otherwise.</param>
/// <param name="Locale">en or de; null: each reply is read in the language it is mostly in.</param>
public sealed record VoiceRules(ImmutableArray<string> Avoided, ImmutableArray<(string Say, string Instead)> Preferred, string? Locale = null)
{
    public static VoiceRules None { get; } = new([], []);
}
