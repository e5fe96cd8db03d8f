using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Evaluation;

/// <summary>Who had the last word in a turn, and what would have been said without it.</summary>
internal static class ExplainDecision
{
    /// <summary>From the log alone; what came later in the turn and changed its end comes first here.</summary>
    public static Decider By(ExplainedTurn turn)
    {
        if (turn.IsWithPerson) return new("person", ExplainedTurn.WithPersonRule, turn.Decisive.Text("version"), "a person has the conversation");
        if (turn.Last(EventTypes.StageFailed) is { } failed) return Failure(failed);
        if (turn.Own.LastOrDefault(e => e.Type == EventTypes.DeliveryFailed) is { } undelivered) return undelivered.Text("failed") is null ? new("failure", "delivery", null, $"failure delivery ({undelivered.Text("class")})") : Failure(undelivered);
        if (turn.Last(EventTypes.OutputChecked) is { } output && ExplainPolicies.Guards(output).FirstOrDefault(ExplainPolicies.Stops) is { } outGuard) return Rule("guard", outGuard);
        if (turn.Last(EventTypes.PolicyApplied, QueueNames.Output) is { } atReply) return Rule("policy", ExplainPolicies.Read(atReply.Data)!);
        if (turn.Last(EventTypes.PolicyApplied, QueueNames.Tools) is { } atTool) return Rule("policy", ExplainPolicies.Read(atTool.Data)!);
        if (turn.Own.LastOrDefault(e => e.Type == EventTypes.ToolCalled && e.Text("outcome") == "unknown") is { } doubt) return new("failure", "unknown-outcome", null, $"failure: nobody knows whether {doubt.Text("target")} was done");
        if (turn.Last(EventTypes.PolicyApplied, QueueNames.Reasoning) is { } policy)
            return IsConsent(policy) ? Rule("consent", ExplainPolicies.Read(policy.Data)!) with { Text = $"the customer's answer to policy {policy.Text("rule")} {policy.Text("version")}: {policy.Text("reason")}" } : Rule("policy", ExplainPolicies.Read(policy.Data)!);
        if (turn.First(EventTypes.InputChecked) is { } input && ExplainPolicies.Guards(input).FirstOrDefault(ExplainPolicies.Stops) is { } inGuard) return Rule("guard", inGuard);
        if (turn.Last(EventTypes.IntentMatched) is { } intent) return new("intent", intent.Text("intent"), null, $"intent {intent.Text("intent")} by {intent.Text("by")}");
        if (turn.First(EventTypes.ScriptStepped) is { } stepped) return new("no-intent", null, null, $"no intent matched in {stepped.Text("flow")}");
        return turn.IsOver ? new("failure", "ended", null, "the conversation ended before anything was decided") : new("open", null, null, "nothing is decided yet");
    }

    /// <summary>The customer's answer to a question about a call, and no policy of the message.</summary>
    public static bool IsConsent(Event policy) => policy.Data.TryGetProperty("evidence", out var evidence) && evidence.ValueKind == JsonValueKind.Object && evidence.TryGetProperty("target", out _)
        && policy.Text("reason") is "the customer agreed" or "the customer did not agree";

    /// <summary>What the reasoning stage would have decided without what decided.</summary>
    public static IReadOnlyList<Alternative> Without(Decider decider, Work? atMessage)
    {
        if (atMessage is not { Package: var package } work) return [];
        return decider.Kind switch
        {
            "policy" when package.Policies.FirstOrDefault(p => p.Info.At == "message" && p.Info.Name == decider.Name && p.Info.Version == decider.Version) is { } policy =>
                [Of(decider.Text, work with { Package = package with { Policies = package.Policies.Remove(policy) } })],
            "guard" or "person" => [Of(decider.Text, work)],
            _ => [],
        };
    }

    private static Alternative Of(string without, Work work)
    {
        var decided = RecordedAnswers.Decide(work, []);
        var policy = decided.Events.FirstOrDefault(e => e.Type == EventTypes.PolicyApplied);
        var intent = decided.Events.FirstOrDefault(e => e.Type == EventTypes.IntentMatched);
        var step = decided.Events.LastOrDefault(e => e.Type == EventTypes.ScriptStepped);
        var says = decided.State?.Pending is ISpoken spoken ? spoken.Text
            : decided.State is { Drafts: { IsDefaultOrEmpty: false } drafts } ? string.Join("\n\n", drafts.Select(d => d.Text)) : null;
        return new(without,
            policy is not null ? $"policy {policy.Data["rule"]} {policy.Data["version"]}" : intent is not null ? $"intent {intent.Data["intent"]} by {intent.Data["by"]}" : $"no intent matched in {work.Package.Flow.Name}",
            step?.Data["effect"]?.GetValue<string>(), step?.Data["target"]?.GetValue<string>(), says);
    }

    private static Decider Rule(string kind, ExplainedVerdict verdict) => new(kind, verdict.Rule, verdict.Version, $"{kind} {verdict.Rule} {verdict.Version}");

    private static Decider Failure(Event e) => new("failure", e.Text("class"), null, $"failure {e.Text("class")} in {e.Text("failed")}");
}
