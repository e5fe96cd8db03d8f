using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>A text with its data class (public, internal, personal, secret) and provenance (customer, staff, script, model, policy, article:ID, mail).</summary>
public record Passage(string Text, string Class, string Provenance, string Channel)
{
    /// <summary>What this turn had to answer from: results of tools, sections of articles, the customer's own words, what the script keeps. Empty on the way in.</summary>
    public ImmutableArray<PassageSource> Sources { get; init; } = [];
}

/// <param name="Provenance">customer, tool:NAME, article:ID, script.</param>
public sealed record PassageSource(string Provenance, string Text);
