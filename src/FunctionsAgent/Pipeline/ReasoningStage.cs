using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using FunctionsAgent.Reasoning;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Pipeline;

/// <summary>Decides what happens with a request, in this order and visibly: a policy, then the script the intent leads to, a model where the script asks one, then a person.</summary>
public sealed class ReasoningStage(ModelRound models) : IStage
{
    /// <summary>Lines of a script's trace in one event: 200 of some 30 bytes are a tenth of a row, and with the longest names they still fit.</summary>
    private const int MaxTraced = 200, MaxName = 100;

    public string Name => QueueNames.Reasoning;

    public Task<Decision> RunAsync(Work work, CancellationToken ct) => DecideAsync(work, models, ct);

    /// <summary>Pure but for <paramref name="models"/>: whoever has what it decided on, and what a model said, can ask again.</summary>
    internal static async Task<Decision> DecideAsync(Work work, IModelAnswers models, CancellationToken ct)
    {
        var events = ImmutableArray.CreateBuilder<EventBody>();
        if (work.State.Pending is { } waiting) return await new ReasoningRun(work, models, events).ActAsync(work.State, waiting, [], ct);

        var text = PolicyRound.Words(work);
        var (asked, answer) = (work.State.Consent, Consents.Answer(work, text));
        work = work with { State = work.State with { Consent = null, Sources = null, Told = null, History = HistoryTail.Append(work.State.History ?? [], new Said("customer", text, "personal")) } };
        if (PolicyRound.Decide(work, "message", PolicyRound.Facts(work, work.State.Frame)) is { } verdict) return Apply(work, events, verdict);

        var at = work.Tail.Count > 0 ? work.Tail[0].At : work.Head.LastAt;
        var linked = new Linked(work.Head.Channel, work.Head.Assurance, at, work.State.Customer, ChannelContext.Of(work));
        var frame = (work.State.Frame ?? Frame.Start(linked)) with { Linked = linked };
        if (answer is true) return Consents.Agree(work, asked!, frame, events);
        if (answer is false) events.Add(Consents.Answered(asked!, Do.Refuse, "the customer did not agree", null));
        var step = answer is false
            ? Next(work, frame, new ToolResult("failed", default, "declined"))
            : Next(work, frame with { Intent = null }, new CustomerMessage(text, at));
        if (step.Frame.Intent is { } intent) events.Add(Matched(work, intent, step.Understood.FirstOrDefault(u => u.Intent == intent)));
        foreach (var also in step.Understood.Where(u => u.Intent != step.Frame.Intent)) events.Add(Matched(work, also.Intent, also, also: step.Frame.Intent is not null));
        return await new ReasoningRun(work, models, events).ActAsync(work.State with { Frame = step.Frame }, step.Effect, step.Trace, ct);
    }

    /// <param name="also">Another request of the same message: the turn counts for the first.</param>
    internal static EventBody Matched(Work work, string intent, Understood? understood, bool also = false)
    {
        var data = new JsonObject { ["intent"] = intent, ["by"] = work.Package.Flow.Name };
        if (understood is not null) data["how"] = understood.By;
        if (understood is { By: "classifier" }) data["confidence"] = Math.Round(understood.Confidence, 3);
        if (also) data["also"] = true;
        return new(EventTypes.IntentMatched, data);
    }

    /// <summary>A step of the script; the count of steps keys its calls.</summary>
    internal static Step Next(Work work, Frame frame, Result? result)
    {
        var step = work.Package.Flow.Next(frame, result);
        return step with { Frame = step.Frame with { Step = frame.Step + 1 }, Trace = step.Trace.IsDefault ? [] : step.Trace };
    }

    internal static EventBody Stepped(Work work, Frame frame, Effect effect, IEnumerable<Traced> trace, string? next)
    {
        var data = new JsonObject { ["flow"] = work.Package.Flow.Name, ["position"] = Short(frame.Position), ["step"] = frame.Step, ["effect"] = effect.GetType().Name };
        if (effect is CallAction call) data["target"] = call.Target;
        if (next is not null) data["next"] = next;
        var steps = new JsonArray([.. trace.Take(MaxTraced).Select(t => (JsonNode)(t with { Name = Short(t.Name) }).ToString())]);
        if (steps.Count > 0) data["trace"] = steps;
        return new(EventTypes.ScriptStepped, data);
    }

    private static string Short(string name) => name.Length <= MaxName ? name : name[..MaxName];

    /// <summary>Ends the turn with what a policy says, or passes it to a person.</summary>
    internal static Decision Apply(Work work, ImmutableArray<EventBody>.Builder events, Verdict verdict)
    {
        var toPerson = verdict.Do == Do.Escalate;
        var next = toPerson ? QueueNames.Handoff : QueueNames.Output;
        var data = Guards.Describe(verdict);
        data["next"] = next;
        events.Add(new(EventTypes.PolicyApplied, data));
        var state = toPerson
            ? work.State with { Pending = new Handoff(verdict.Reason, verdict.Text ?? work.Package.Texts.HandedOver) }
            : work.State with { Drafts = [Said(verdict)] };
        return new Decision(events.ToImmutable(), [new Send(next)], state);
    }

    internal static Draft Said(Verdict verdict) => new(verdict.Text ?? verdict.Reason, "public", "policy", verdict.Do switch
    {
        Do.Ask or Do.Confirm => "ask",
        Do.Refuse or Do.Require => "refusal",
        _ => "answer",
    });
}
