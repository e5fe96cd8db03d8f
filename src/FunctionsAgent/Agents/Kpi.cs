using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>The goal the agent is measured by. Shares are 0 to 1.</summary>
public sealed record Kpi(string Metric, double Baseline, double Target, string Window, string Owner, string Outcome);

public sealed record Scope(ImmutableArray<string> Does, ImmutableArray<string> DoesNot, string HandsTo);
