using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>Which language models an agent may ask, and how much of them: <c>models</c> of <c>agent.yaml</c>. Without one an agent with a script still works.</summary>
/// <param name="Use">Names of endpoints (<c>Models__{name}__…</c>) in the order of failover; empty: all that are configured, by name.</param>
/// <param name="Deadline">For one question, failover and waiting included.</param>
/// <param name="MaxOutput">Tokens of one answer.</param>
public sealed record ModelPlan(ImmutableArray<string> Use, TimeSpan Deadline, int MaxOutput, ModelLimits Limits, ContextLimits Context)
{
    public static ModelPlan Default { get; } = new([], TimeSpan.FromSeconds(20), 800, new(), new());

    /// <summary>Where messages may go, in the operator's words (<c>Models__{name}__Boundary</c>); empty: anywhere that is configured.</summary>
    public ImmutableArray<string> Boundaries { get; init; } = [];

    /// <summary>The longest a provider may keep personal data, in days; unless said it may not keep it at all.</summary>
    public int RetentionDays { get; init; }
}

/// <summary>Tokens, prompt and answer together, and what they may cost.</summary>
/// <param name="Turn">Of one turn.</param>
/// <param name="Node">Of one sub-agent in a turn.</param>
/// <param name="Day">Of the agent on one UTC day; null: no limit.</param>
/// <param name="CostPerDay">In the currency of the endpoints' prices; null: no limit.</param>
public sealed record ModelLimits(int Turn = 24_000, int Node = 16_000, long? Day = null, double? CostPerDay = null);

/// <summary>Tokens of a prompt by where they come from.</summary>
/// <param name="Words">The customer's words of the turn.</param>
public sealed record ContextLimits(int Instructions = 3_000, int History = 1_500, int Knowledge = 2_000, int Tools = 2_000, int Words = 1_000);
