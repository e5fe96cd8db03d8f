using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Why a reply does not sound like the brand.</summary>
public enum VoiceFault { Avoided, Instead, Promise, Template, NoAcknowledgement, Closers, Reading, Length }

/// <param name="Score">100 less the points of all deductions, at least 0.</param>
/// <param name="Deductions">Each fault once.</param>
/// <param name="Ease">Reading ease; null for a reply too short to tell.</param>
public sealed record BrandVoiceReading(int Score, ImmutableArray<VoiceDeduction> Deductions, int Words, double? Ease)
{
    public bool Has(VoiceFault fault) => Deductions.Any(deduction => deduction.Fault == fault);
}

/// <param name="Count">How often; of reading and length what is too hard or too long, as the definition counts it.</param>
public sealed record VoiceDeduction(VoiceFault Fault, int Count, int Points);
