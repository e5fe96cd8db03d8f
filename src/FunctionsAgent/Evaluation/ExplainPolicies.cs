using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Evaluation;

/// <summary>What became of the policies of one place: the first that does not allow decides, and those behind it are not asked.</summary>
internal static class ExplainPolicies
{
    private const string Applied = "applied", DidNotApply = "did not apply", NotReached = "not reached", Unknown = "unknown";

    /// <param name="package">Null: its version is lost, and only what the log names is known.</param>
    /// <param name="logged">The verdict in the log, of a policy of this place; null when there is none.</param>
    /// <param name="facts">What they are asked about; null where that could not be made again.</param>
    /// <param name="reached">Whether anybody asked them.</param>
    /// <param name="except">Verdicts that do not count: the customer agreed.</param>
    public static IReadOnlyList<ExplainedPolicy> At(
        string place, Package? package, ExplainedVerdict? logged, Facts? facts, bool reached, List<string> disagreements, Func<Verdict, bool>? except = null)
    {
        if (package is null) return logged is null ? [] : [FromLog(place, null, logged)];
        var found = new List<ExplainedPolicy>();
        var over = !reached;
        foreach (var policy in package.Policies.Where(p => p.Info.At == place))
        {
            var isLogged = logged is not null && !over && policy.Info.Name == logged.Rule && policy.Info.Version == logged.Version;
            var now = over || facts is null ? null : policy.Decide(facts);
            var decides = now is { Do: not Do.Allow } && except?.Invoke(now) != true;
            if (isLogged)
            {
                if (facts is not null && (!decides || Text(now!.Do) != logged!.Do))
                    disagreements.Add($"policy {logged!.Rule} {logged.Version} at {place}: the log says {logged.Do}; evaluated again it says {(decides ? Text(now!.Do) : "nothing")}.");
                found.Add(FromLog(place, policy.Info.Description, logged!));
                over = true;
                continue;
            }
            if (decides) disagreements.Add($"policy {policy.Info.Name} {policy.Info.Version} at {place}: evaluated again it says {Text(now!.Do)}; the log has nothing of it.");
            found.Add(new(policy.Info.Name, policy.Info.Version, place, policy.Info.Description, over ? NotReached : facts is null ? Unknown : DidNotApply, null,
                now is not null && !decides ? $"{Text(now.Do)}: {now.Reason}" : null, now is not null && !decides ? JsonSerializer.SerializeToElement(now.Evidence) : null, Again: !over && facts is not null));
        }
        if (logged is not null && !found.Any(p => p.Outcome == Applied)) found.Add(FromLog(place, null, logged));
        return found;
    }

    /// <summary>A verdict as <see cref="Guards.Describe(Verdict)"/> wrote it.</summary>
    public static ExplainedVerdict? Read(JsonElement data) => data.ValueKind != JsonValueKind.Object || Member(data, "rule") is not { } rule ? null
        : new(rule, Member(data, "version"), Member(data, "do") ?? "", Member(data, "reason"), data.TryGetProperty("evidence", out var evidence) ? evidence : null);

    /// <summary>The verdicts of one side's guards; those of guards in shadow stand behind, and did nothing.</summary>
    public static IReadOnlyList<ExplainedVerdict> Guards(Event? checkedBy) =>
        checkedBy is null ? [] : [.. Read(checkedBy, "verdicts"), .. Read(checkedBy, "shadow").Select(verdict => verdict with { Do = $"{verdict.Do} (shadow)" })];

    private static IEnumerable<ExplainedVerdict> Read(Event checkedBy, string name) =>
        checkedBy.Data.TryGetProperty(name, out var verdicts) && verdicts.ValueKind == JsonValueKind.Array ? verdicts.EnumerateArray().Select(Read).OfType<ExplainedVerdict>() : [];

    public static bool Stops(ExplainedVerdict verdict) => verdict.Do is "refuse" or "escalate" or "answer";

    public static string Text(Do action) => action.ToString().ToLowerInvariant();

    private static ExplainedPolicy FromLog(string place, string? description, ExplainedVerdict logged) =>
        new(logged.Rule, logged.Version ?? "", place, description, Applied, logged.Do, logged.Reason, logged.Evidence, Again: false);

    private static string? Member(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
