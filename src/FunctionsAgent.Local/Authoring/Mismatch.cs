using System;
using System.Collections.Generic;
using System.Linq;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Local.Authoring;

/// <summary>What a test expected of a turn and did not find.</summary>
/// <param name="Turn">Counted from 1.</param>
/// <param name="What">reply, not, intent, tools, …</param>
internal sealed record Mismatch(int Turn, string What, string Expected, string Actual)
{
    private const string None = "none";

    public static IEnumerable<Mismatch> Of(int turn, Expectation expected, TurnFacts actual)
    {
        foreach (var part in expected.Reply.Where(part => !Contains(actual.Reply, part))) yield return new(turn, "reply", part, actual.Reply);
        foreach (var part in expected.Not.Where(part => Contains(actual.Reply, part))) yield return new(turn, "not", $"not {part}", actual.Reply);
        if (expected.Intent is { } intent && intent != (actual.Intent ?? None)) yield return new(turn, "intent", intent, actual.Intent ?? None);
        if (expected.Tools is { } tools && !tools.SequenceEqual(actual.Tools)) yield return new(turn, "tools", Listed(tools), Listed(actual.Tools));
        if (expected.Policy is { } policy && !actual.Policies.Contains(policy)) yield return new(turn, "policy", policy, Listed(actual.Policies));
        if (expected.Handoff is { } handoff && handoff != actual.Handoff is not null) yield return new(turn, "handoff", handoff ? "to a person" : None, actual.Handoff ?? None);
        else if (expected.HandoffReason is { } reason && !Contains(actual.Handoff ?? "", reason)) yield return new(turn, "handoff", reason, actual.Handoff ?? None);
        if (expected.Outcome is { } outcome && outcome != actual.Outcome) yield return new(turn, "outcome", outcome, actual.Outcome ?? None);
        if (expected.Effect is { } effect && effect != actual.Effect) yield return new(turn, "effect", effect, actual.Effect ?? None);
    }

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } listed ? listed : None;
}
