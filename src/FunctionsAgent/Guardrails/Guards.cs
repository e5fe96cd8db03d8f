using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Runs the guards of one side over a passage, all at once: a passage waits for the slowest of them, not for their sum.</summary>
public static class Guards
{
    /// <summary>The strongest stop wins; of equal ones the first as the agent lists them.</summary>
    private static readonly Do[] Stops = [Do.Escalate, Do.Refuse, Do.Answer, Do.Confirm, Do.Retry];

    public static async Task<Guarded> CheckAsync(IEnumerable<GuardUse> guards, string side, Passage passage, CancellationToken ct)
    {
        GuardUse[] asked = [.. guards.Where(use => use.Info.At == side && use.Mode != GuardMode.Off)];
        var judged = await Task.WhenAll(asked.Select(use => JudgeAsync(use.Guard, passage, ct)));

        var (acting, shadow) = (ImmutableArray.CreateBuilder<Verdict>(), ImmutableArray.CreateBuilder<Verdict>());
        var text = passage.Text;
        foreach (var (use, first) in asked.Zip(judged))
        {
            if (use.Mode == GuardMode.Shadow)
            {
                shadow.Add(first);
                continue;
            }
            var verdict = IsChange(first) && !ReferenceEquals(text, passage.Text) ? await JudgeAsync(use.Guard, passage with { Text = text }, ct) : first;
            acting.Add(verdict);
            if (IsChange(verdict)) text = verdict.Text ?? "";
        }
        return new(text, acting.ToImmutable(), shadow.ToImmutable(), Stops.Select(stop => acting.FirstOrDefault(verdict => verdict.Do == stop)).FirstOrDefault(stop => stop is not null));
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

    /// <summary>Both kinds of verdicts under their names in an event's data; shadow's only where one would have done something or has something to tell.</summary>
    public static void Write(Guarded guarded, JsonObject data)
    {
        data["verdicts"] = Describe(guarded.Verdicts);
        var seen = guarded.Shadow.Where(verdict => verdict.Do != Do.Allow || verdict.Evidence.Count > 0).ToList();
        if (seen.Count > 0) data["shadow"] = Describe(seen);
    }

    /// <summary>Whether a verdict is the frame's own, about a guard that gave none.</summary>
    public static bool Failed(Verdict verdict) => verdict.Evidence.ContainsKey("failed");

    private static bool IsChange(Verdict verdict) => verdict.Do is Do.Replace or Do.Redact;

    /// <summary>The time runs from when the guard begins: a busy machine is not a hanging guard.</summary>
    private static async Task<Verdict> JudgeAsync(IGuard guard, Passage passage, CancellationToken ct)
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var judging = Task.Run(
            async () =>
            {
                using var until = new CancellationTokenSource(guard.Deadline);
                using var rings = until.Token.UnsafeRegister(_ => late.TrySetResult(), null);
                return await guard.CheckAsync(passage, until.Token);
            },
            ct);
        await Task.WhenAny(judging, late.Task).WaitAsync(ct);
        if (!judging.IsCompleted) return Unjudged(guard, "late");
        try
        {
            return await judging;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return Unjudged(guard, late.Task.IsCompleted ? "late" : e.GetType().Name);
        }
    }

    private static Verdict Unjudged(IGuard guard, string failed)
    {
        var closed = guard.Fails == FailMode.Closed;
        return new(closed ? Do.Escalate : Do.Allow, guard.Info.Name, guard.Info.Version, $"the guard {guard.Info.Name} gave no verdict",
            new JsonObject { ["failed"] = failed, ["fails"] = closed ? "closed" : "open", ["deadlineMilliseconds"] = (long)guard.Deadline.TotalMilliseconds });
    }
}
