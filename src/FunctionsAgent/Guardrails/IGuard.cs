using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Looks at one passage on its way in or out and says what to do with it.</summary>
public interface IGuard
{
    /// <summary><see cref="RuleInfo.At"/> is <c>input</c> or <c>output</c>.</summary>
    RuleInfo Info { get; }

    ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct);
}

/// <summary>A text with its data class (public, internal, personal, secret) and provenance (customer, staff, script, model, tool:NAME, …).</summary>
public sealed record Passage(string Text, string Class, string Provenance, string Channel);
