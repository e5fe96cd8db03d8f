using System.Collections.Immutable;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <param name="Text">The passage, as the guards that are on changed it.</param>
/// <param name="Verdicts">Of the guards that are on, in their order.</param>
/// <param name="Shadow">Of those that only look.</param>
/// <param name="Stopped">The verdict that ended it; null when the text may go on.</param>
public sealed record Guarded(string Text, ImmutableArray<Verdict> Verdicts, ImmutableArray<Verdict> Shadow, Verdict? Stopped);
