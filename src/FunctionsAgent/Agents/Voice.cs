using System.Collections.Immutable;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>The brand's voice, as <c>voice.yaml</c> writes it.</summary>
/// <param name="Preferred">Phrasings to use, and what they stand for.</param>
/// <param name="Avoided">Phrasings never to use.</param>
/// <param name="Samples">Passages that sound right.</param>
public sealed record Voice(ImmutableArray<VoiceLine> Guidelines, ImmutableArray<VoicePreference> Preferred, ImmutableArray<VoiceLine> Avoided, ImmutableArray<VoiceLine> Samples);

public sealed record VoiceLine(string Text, FilePosition At);

/// <param name="Instead">What would be said otherwise; null: nothing in particular.</param>
public sealed record VoicePreference(string Say, string? Instead, FilePosition At);
