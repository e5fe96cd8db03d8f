using System.Collections.Immutable;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Pipeline;

/// <summary>From an effect of the flow to where the turn goes next: models are asked here, everything else by the stage that follows.</summary>
internal sealed class ReasoningRun(Work work, IModelAnswers models, ImmutableArray<EventBody>.Builder events)
{
    private ImmutableArray<Traced> trace = [];

    /// <summary>Why the last question to a model has no answer; null where it has one, or none was put.</summary>
    private string? failure;

    public async Task<Decision> ActAsync(State state, Effect effect, ImmutableArray<Traced> soFar, CancellationToken ct)
    {
        trace = soFar.IsDefault ? [] : soFar;
        while (effect is CallModel or CallAgent)
        {
            Result result = new AgentAnswer(null, "not_connected");
            if (effect is CallModel call)
            {
                var asked = await models.AskAsync(work, state, call, ct);
                events.AddRange(asked.Events);
                (state, result, failure) = (ModelWrites.Tainted(asked.State, asked.Sources.Select(section => $"article:{section.Split('#')[0]}")) with { Sources = [.. (asked.State.Sources ?? []).Union(asked.Sources)] }, asked.Answer, asked.Answer.Failure);
            }
            var step = ReasoningStage.Next(work, state.Frame!, result);
            (state, effect, trace) = (state with { Frame = step.Frame }, step.Effect, trace.AddRange(step.Trace));
        }
        return effect is Reply { IsError: true } && Modelled(state.Frame!) ? await WithoutModelAsync(state, ct) : Ended(state, effect);
    }

    /// <summary>Whether a model had a part in the turn.</summary>
    private bool Modelled(Frame frame) => failure is not null || frame.Machine is { Turn.ModelCalls: > 0 };

    /// <summary>
    /// What a model did not answer, an article may; else a person does. Where something was written in this turn a person does
    /// in any case: how far it came is not for an article to say.
    /// </summary>
    private async Task<Decision> WithoutModelAsync(State state, CancellationToken ct)
    {
        var because = failure ?? "model_gave_up";
        var wrote = work.Tail.Any(e => e.Type == EventTypes.ToolCalled && e.Text("effect") is "write" or "irreversible");
        if (!wrote && await models.ExtractAsync(work, ct) is { } found)
        {
            var draft = new Draft($"{found.Text}\n\n({found.Title})", "public", $"article:{found.Source.Split('#')[0]}", "answer");
            return Ended(ModelWrites.Tainted(state, draft.Provenance) with { Sources = [found.Source] }, new EndTurn(), draft, ("extractive", because));
        }
        return Ended(state, new Handoff($"no model answered: {because}", work.Package.Texts.HandedOver), fallback: ("person", because));
    }

    private Decision Ended(State state, Effect effect, Draft? draft = null, (string Way, string Because)? fallback = null)
    {
        var frame = state.Frame!;
        var drafts = state.Drafts.IsDefault ? [] : state.Drafts;
        var provenance = frame.Machine is { Turn.ModelCalls: > 0 } && failure is null ? "model" : "script";
        // What matched no intent was not answered, whatever was said instead.
        var answered = frame.Intent is not null;
        string next;
        (next, draft) = effect switch
        {
            CallAction => (QueueNames.Tools, null),
            Reply reply => (QueueNames.Output, new Draft(reply.Text, reply.Class, provenance, !answered && provenance != "model" ? "fallback" : reply.IsError ? "error" : "answer")),
            Ask ask => (QueueNames.Output, new Draft(ask.Text, ask.Class, provenance, answered || !ask.Between.IsEmpty ? "ask" : "fallback")),
            Confirm confirm => (QueueNames.Output, new Draft(confirm.Text, confirm.Class, provenance, answered ? "ask" : "fallback")),
            EndSession end => (QueueNames.Output, new Draft(end.Text, end.Class, provenance, "goodbye")),
            Handoff => (QueueNames.Handoff, null),
            EndTurn when draft is not null || drafts.Length > 0 => (QueueNames.Output, draft),
            EndTurn => throw new PermanentException("silent-turn", $"{work.Package.Flow.Name} ended the turn at {frame.Position} without a reply."),
            _ => throw new PermanentException("unknown-effect", $"{work.Package.Flow.Name} asked for {effect.GetType().Name}, which this runtime does not serve."),
        };
        // A node that the script went on to may declare the intent that the words did not.
        if (frame.Intent is { } intent && !work.Tail.Any(e => e.Type == EventTypes.IntentMatched) && !events.Any(e => e.Type == EventTypes.IntentMatched)) events.Add(ReasoningStage.Matched(work, intent, new(intent, "script")));
        var stepped = ReasoningStage.Stepped(work, frame, effect, trace, next);
        if (fallback is var (way, because)) (stepped.Data["fallback"], stepped.Data["because"]) = (way, because);
        if (effect is Ask { Between: { IsEmpty: false } between }) stepped.Data["between"] = new System.Text.Json.Nodes.JsonArray([.. between.Select(b => (System.Text.Json.Nodes.JsonNode)b)]);
        events.Add(stepped);
        return new Decision(events.ToImmutable(), [new Send(next)], state with
        {
            Pending = next is QueueNames.Tools or QueueNames.Handoff ? effect : null,
            Drafts = draft is null ? drafts : drafts.Add(draft),
        });
    }
}
