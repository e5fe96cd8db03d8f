using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Runs the guards of one side over a passage, in their order: a replacement is what the next guard sees, a refusal ends it.</summary>
public static class Guards
{
    public static async Task<Guarded> CheckAsync(IEnumerable<IGuard> guards, string side, Passage passage, CancellationToken ct)
    {
        var verdicts = new List<Verdict>();
        foreach (var guard in guards.Where(g => g.Info.At == side))
        {
            var verdict = await guard.CheckAsync(passage, ct);
            verdicts.Add(verdict);
            if (verdict.Do is Do.Refuse or Do.Escalate or Do.Answer) return new(passage.Text, verdicts, verdict);
            if (verdict.Do is Do.Replace or Do.Redact) passage = passage with { Text = verdict.Text ?? "" };
        }
        return new(passage.Text, verdicts, null);
    }

    /// <summary>Verdicts as data: names, versions and evidence, no words.</summary>
    public static JsonArray Describe(IEnumerable<Verdict> verdicts) =>
        new([.. verdicts.Select(v => (JsonNode)Describe(v))]);

    public static JsonObject Describe(Verdict verdict) => new()
    {
        ["rule"] = verdict.Rule,
        ["version"] = verdict.Version,
        ["do"] = verdict.Do.ToString().ToLowerInvariant(),
        ["reason"] = verdict.Reason,
        ["evidence"] = verdict.Evidence.DeepClone(),
    };
}

/// <param name="Stopped">The verdict that ended it; null when the text may go on.</param>
public sealed record Guarded(string Text, IReadOnlyList<Verdict> Verdicts, Verdict? Stopped);
