using System.Collections.Immutable;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>What <c>agent.yaml</c> says, settings filled in.</summary>
/// <param name="Script">File of the package's script; null where <paramref name="Flow"/> names a flow written in C#. Exactly one is set.</param>
/// <param name="Zone">IANA time zone the agent speaks in.</param>
/// <param name="Skills">Intents that registered agents and MCP clients see.</param>
/// <param name="Handoff">Null where it is not said: <see cref="Scope.HandsTo"/> alone.</param>
public sealed record AgentManifest(
    string Name, Kpi Kpi, Scope Scope, string? Script, string? Flow, string Zone,
    ImmutableDictionary<string, ChannelSpec> Channels, ImmutableArray<string> Skills,
    ImmutableArray<PolicySpec> Policies, ImmutableArray<GuardSpec> Guards, HandoffSpec? Handoff, Texts Texts)
{
    /// <summary>Two-letter country (ISO 3166-1) in whose way telephone numbers and dates are read.</summary>
    public string Region { get; init; } = "US";

    public ModelPlan Models { get; init; } = ModelPlan.Default;

    /// <summary>What no model gets to see.</summary>
    public Masking Masking { get; init; } = Masking.None;
}

/// <summary>A channel the agent is to be reached by.</summary>
/// <param name="Origins">Chat: pages of other origins that may use it.</param>
/// <param name="Address">E-mail: where customers write to.</param>
public sealed record ChannelSpec(ImmutableArray<string> Origins, string? Address);

/// <param name="Make">With the package's voice.</param>
public sealed record GuardSpec(string Name, GuardMode Mode, Func<Voice?, IGuard> Make);

/// <summary>Where people take over.</summary>
/// <param name="Wait">How long somebody is waited for; null: without end.</param>
/// <param name="Otherwise">Channel the customer is answered by when nobody came in time.</param>
public sealed record HandoffSpec(string Desk, TimeSpan? Wait, string? Otherwise);
