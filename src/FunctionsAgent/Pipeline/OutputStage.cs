using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Running;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using FunctionsAgent.Reasoning;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// The last look at what will be said: the policies at reply, then the guards of the way out, over the whole reply. Where a
/// guard wants a model's answer written again, the model gets one try; what is then still not to be said, a person answers.
/// </summary>
public sealed class OutputStage(ModelRound models, LiveKnowledge knowledge) : IStage
{
    public string Name => QueueNames.Output;

    public async Task<Decision> RunAsync(Work work, CancellationToken ct)
    {
        var drafts = work.State.Drafts;
        if (drafts.IsDefaultOrEmpty) throw new PermanentException("no-draft", "The output stage was reached with nothing to say.");

        var events = ImmutableArray.CreateBuilder<EventBody>();
        var text = Joined(drafts);
        // What a policy says is not judged a second time.
        if (drafts.Any(d => d.Provenance != "policy")
            && PolicyRound.Decide(work, "reply", PolicyRound.Facts(work, work.State.Frame) with { Intent = work.State.Frame?.Intent, Reply = text }) is { } verdict)
        {
            if (verdict.Do == Do.Escalate) return ReasoningStage.Apply(work, events, verdict);
            events.Add(new(EventTypes.PolicyApplied, Guards.Describe(verdict)));
            drafts = [ReasoningStage.Said(verdict)];
            text = Joined(drafts);
        }

        var provenance = drafts.Any(d => d.Provenance == "model") ? "model" : drafts[^1].Provenance;
        var passage = new Passage(text, drafts.Select(d => d.Class).Aggregate(DataClass.Stricter), provenance, work.Head.Channel);
        // What a model says is held against what it was told; a script answers for itself.
        if (provenance == "model") passage = passage with { Sources = TurnSources.Of(work, await knowledge.OfAsync(work.Package, ct)) };
        var guarded = await Guards.CheckAsync(work.Package.Guards, "output", passage, ct);
        var rewritten = guarded.Stopped is { Do: Do.Retry } ? guarded.Stopped : null;
        if (rewritten is { } retry) (work, passage, guarded) = await AgainAsync(work, events, passage, guarded, retry, ct);
        if (guarded.Stopped is { Do: Do.Escalate or Do.Retry } person) return ToPerson(work, events, guarded, passage.Text.Length, person, rewritten);
        var said = guarded.Stopped is { } stop ? stop.Text ?? work.Package.Texts.Apology : guarded.Text;
        var checkedEvent = new EventBody(EventTypes.OutputChecked, new()
        {
            ["kind"] = guarded.Stopped is null ? drafts[^1].Kind : "refusal",
            ["characters"] = said.Length,
            ["answers"] = new JsonArray([.. work.Head.Turn!.Answers.Select(a => (JsonNode?)a)]),
            ["next"] = QueueNames.Delivery,
        }, [new Piece("text", passage.Class, drafts[^1].Provenance, said)]);
        Guards.Write(guarded, checkedEvent.Data);
        if (rewritten is not null) checkedEvent.Data["rewritten"] = Guards.Describe(rewritten);
        // What was refused or replaced by a rule does not come from the articles any more.
        if (guarded.Stopped is null && drafts[^1].Provenance != "policy" && work.State.Sources is { IsEmpty: false } sources) checkedEvent.Data["sources"] = new JsonArray([.. sources.Select(s => (JsonNode)s)]);
        events.Add(checkedEvent);
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Delivery)], work.State with { Drafts = [], Pending = null, Sources = null, Told = null, History = HistoryTail.Append(work.State.History ?? [], new Said("agent", said, passage.Class)) });
    }

    /// <summary>One question more to the model, with no tool to call; what it says passes all guards again.</summary>
    private async Task<(Work, Passage, Guarded)> AgainAsync(Work work, ImmutableArray<EventBody>.Builder events, Passage passage, Guarded first, Verdict retry, CancellationToken ct)
    {
        if (passage.Provenance != "model" || work.State.Frame is not { } frame) return (work, passage, first);
        // The step counts on, so that this question has a key of its own.
        var state = work.State with { Frame = frame with { Step = frame.Step + 1 } };
        var call = new CallModel(
            frame.Machine?.Node ?? "reply", $"Rewrite an answer to a customer. Keep to what the tool results, articles and values you were given say: {retry.Reason}.",
            $"Write this answer again, in the same language, with nothing in it that is not in what you were given, and say so where that leaves the question open:\n{passage.Text}", [], false, frame.Machine?.Exchanges ?? []);
        var asked = await ((IModelAnswers)models).AskAsync(work, state, call, ct);
        events.AddRange(asked.Events);
        work = work with { State = asked.State };
        if (asked.Answer is not { Failure: null, Text: { Length: > 0 } text }) return (work, passage, first);
        passage = passage with { Text = text };
        var again = await Guards.CheckAsync(work.Package.Guards, "output", passage, ct);
        return (work, passage, again);
    }

    /// <summary>What was drafted is not said; the person finds the verdict in the log.</summary>
    private static Decision ToPerson(Work work, ImmutableArray<EventBody>.Builder events, Guarded guarded, int characters, Verdict verdict, Verdict? rewritten)
    {
        var data = new JsonObject { ["kind"] = "handed-off", ["characters"] = characters, ["next"] = QueueNames.Handoff };
        Guards.Write(guarded, data);
        if (rewritten is not null) data["rewritten"] = Guards.Describe(rewritten);
        events.Add(new(EventTypes.OutputChecked, data));
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Handoff)], work.State with { Drafts = [], Sources = null, Told = null, Pending = new Handoff(verdict.Reason, verdict.Text ?? work.Package.Texts.HandedOver) });
    }

    private static string Joined(ImmutableArray<Draft> drafts) => string.Join("\n\n", drafts.Select(d => d.Text));
}
