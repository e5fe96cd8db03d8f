using System.Collections.Immutable;
using AgentScript;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Reasoning;

/// <summary>One question to a language model, whoever serves it.</summary>
/// <param name="Key">The call's key (contracts C1): the same question again finds the first answer.</param>
/// <param name="Agent">For whose budget.</param>
/// <param name="Class">The strictest data class the messages carry: an endpoint that does not fit it is not asked.</param>
/// <param name="Tools">What the model may call; nothing else it names is.</param>
/// <param name="MustCallTool">It has to pick one of them and say nothing.</param>
/// <param name="Use">Names of endpoints in the order of failover; empty: all configured, by name.</param>
/// <param name="MaxOutputTokens">The model stops there.</param>
/// <param name="Deadline">For the whole question, failover and waiting for Retry-After included.</param>
public sealed record ModelRequest(
    string Key, string Agent, string Class, ImmutableArray<ChatMessage> Messages, ImmutableArray<ModelTool> Tools, bool MustCallTool,
    ImmutableArray<string> Use, int MaxOutputTokens, TimeSpan Deadline)
{
    /// <summary>Tokens the agent's models may use on one UTC day, all instances together; null: no limit.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>What they may cost on one UTC day, in millionths of the currency the endpoints' prices are in; null: no limit.</summary>
    public long? CostPerDay { get; init; }

    /// <summary>The longest a provider may keep personal data, in days.</summary>
    public int MaxRetentionDays { get; init; }

    /// <summary>Boundaries (names given by the operator, <c>eu</c>, <c>tenant</c>) the messages may go to; empty: any.</summary>
    public ImmutableArray<string> Boundaries { get; init; } = [];
}
