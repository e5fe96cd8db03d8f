using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Running;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>What a policy's <c>confirm</c> needs: the call is kept while the customer is asked, made once when they agree, and refused when they do not.</summary>
internal static class Consents
{
    /// <summary>The consent to keep with the question: what was agreed to for the same call before stays agreed.</summary>
    public static Consent Ask(Work work, CallAction call, Consent? given, Verdict verdict) =>
        new(call, [.. Covers(given, call) ? given!.Rules : [], verdict.Rule], verdict.Version, work.Head.Turns);

    /// <summary>Whether the customer agreed to this call before this rule.</summary>
    public static bool Covers(Consent? given, CallAction call, string? rule = null) =>
        given is { Given: true } && given.Call.Target == call.Target && JsonElement.DeepEquals(given.Call.Arguments, call.Arguments) && (rule is null || given.Rules.Contains(rule));

    /// <summary>True or false where a call waits for the customer's word and this is it; null where it is anything else.</summary>
    public static bool? Answer(Work work, string text) =>
        work.State.Consent is { Given: false } asked && asked.Turn + 1 == work.Head.Turns ? YesNo.Read(text) : null;

    /// <summary>The call goes to the tools, and the log says why.</summary>
    public static Decision Agree(Work work, Consent asked, Frame frame, ImmutableArray<EventBody>.Builder events)
    {
        events.Add(Answered(asked, Do.Allow, "the customer agreed", QueueNames.Tools));
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Tools)], work.State with { Frame = frame, Pending = asked.Call, Consent = asked with { Given = true } });
    }

    /// <param name="next">The stage the turn moves to; null where another event says so.</param>
    public static EventBody Answered(Consent asked, Do action, string reason, string? next)
    {
        var data = Guards.Describe(new Verdict(action, asked.Rules[^1], asked.Version, reason, new JsonObject { ["target"] = asked.Call.Target }));
        if (next is not null) data["next"] = next;
        return new(EventTypes.PolicyApplied, data);
    }
}
