using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Pipeline;

/// <summary>Decides what happens with a request, in this order and visibly: a policy, then the script the intent leads to, then a person.</summary>
public sealed class ReasoningStage : IStage
{
    /// <summary>Lines of a script's trace in one event: 200 of some 30 bytes are a tenth of a row, and with the longest names they still fit.</summary>
    private const int MaxTraced = 200, MaxName = 100;

    public string Name => QueueNames.Reasoning;

    public Task<Decision> RunAsync(Work work, CancellationToken ct) => Task.FromResult(Decide(work));

    /// <summary>Pure: whoever has what it decided on can ask again.</summary>
    internal static Decision Decide(Work work)
    {
        var events = ImmutableArray.CreateBuilder<EventBody>();
        if (work.State.Pending is { } waiting) return Act(work, events, work.State, waiting);

        var text = PolicyRound.Words(work);
        var (asked, answer) = (work.State.Consent, Consents.Answer(work, text));
        work = work with { State = work.State with { Consent = null } };
        if (PolicyRound.Decide(work, "message", PolicyRound.Facts(work, work.State.Frame)) is { } verdict) return Apply(work, events, verdict);

        var at = work.Tail.Count > 0 ? work.Tail[0].At : work.Head.LastAt;
        var linked = new Linked(work.Head.Channel, work.Head.Assurance, at, work.State.Customer, ChannelContext.Of(work));
        var frame = (work.State.Frame ?? Frame.Start(linked)) with { Linked = linked };
        if (answer is true) return Consents.Agree(work, asked!, frame, events);
        if (answer is false) events.Add(Consents.Answered(asked!, Do.Refuse, "the customer did not agree", null));
        var step = answer is false
            ? Next(work, frame, new ToolResult("failed", default, "declined"))
            : Next(work, frame with { Intent = null }, new CustomerMessage(text, at));
        if (step.Frame.Intent is { } intent)
            events.Add(new(EventTypes.IntentMatched, new() { ["intent"] = intent, ["by"] = work.Package.Flow.Name }));
        return Act(work, events, work.State with { Frame = step.Frame }, step.Effect, step.Trace);
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

    private static Decision Act(Work work, ImmutableArray<EventBody>.Builder events, State state, Effect effect, ImmutableArray<Traced> trace = default)
    {
        trace = trace.IsDefault ? [] : trace;
        // No model is configured and no other agent connected: the script hears so, and says what it says then.
        while (effect is CallModel or CallAgent)
        {
            var step = Next(work, state.Frame!, effect is CallModel ? new ModelAnswer(null, [], "no_model") : new AgentAnswer(null, "not_connected"));
            (state, effect, trace) = (state with { Frame = step.Frame }, step.Effect, trace.AddRange(step.Trace));
        }
        var frame = state.Frame!;
        var drafts = state.Drafts.IsDefault ? [] : state.Drafts;
        // What matched no intent was not answered, whatever was said instead.
        var answered = frame.Intent is not null;
        var (next, draft) = effect switch
        {
            CallAction => (QueueNames.Tools, null),
            Reply reply => (QueueNames.Output, new Draft(reply.Text, reply.Class, "script", !answered ? "fallback" : reply.IsError ? "error" : "answer")),
            Ask ask => (QueueNames.Output, new Draft(ask.Text, ask.Class, "script", answered ? "ask" : "fallback")),
            Confirm confirm => (QueueNames.Output, new Draft(confirm.Text, confirm.Class, "script", answered ? "ask" : "fallback")),
            EndSession end => (QueueNames.Output, new Draft(end.Text, end.Class, "script", "goodbye")),
            Handoff => (QueueNames.Handoff, null),
            EndTurn when drafts.Length > 0 => (QueueNames.Output, (Draft?)null),
            EndTurn => throw new PermanentException("silent-turn", $"{work.Package.Flow.Name} ended the turn at {frame.Position} without a reply."),
            _ => throw new PermanentException("unknown-effect", $"{work.Package.Flow.Name} asked for {effect.GetType().Name}, which this runtime does not serve."),
        };
        events.Add(Stepped(work, frame, effect, trace, next));
        return new Decision(events.ToImmutable(), [new Send(next)], state with
        {
            Pending = next is QueueNames.Tools or QueueNames.Handoff ? effect : null,
            Drafts = draft is null ? drafts : drafts.Add(draft),
        });
    }
}
