using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AgentScript.Running;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Pipeline;

/// <summary>The last look at what will be said: the policies at reply, then the guards of the way out, over the whole reply.</summary>
public sealed class OutputStage : IStage
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

        var strictest = drafts.Select(d => d.Class).Aggregate(DataClass.Stricter);
        var guarded = await Guards.CheckAsync(work.Package.Guards, "output", new Passage(text, strictest, drafts[^1].Provenance, work.Head.Channel), ct);
        if (guarded.Stopped is { Do: Do.Escalate } person) return ToPerson(work, events, guarded, text.Length, person);
        var said = guarded.Stopped is { } stop ? stop.Text ?? work.Package.Texts.Apology : guarded.Text;
        var checkedEvent = new EventBody(EventTypes.OutputChecked, new()
        {
            ["kind"] = guarded.Stopped is null ? drafts[^1].Kind : "refusal",
            ["characters"] = said.Length,
            ["answers"] = new JsonArray([.. work.Head.Turn!.Answers.Select(a => (JsonNode?)a)]),
            ["next"] = QueueNames.Delivery,
        }, [new Piece("text", strictest, drafts[^1].Provenance, said)]);
        Guards.Write(guarded, checkedEvent.Data);
        // What was refused or replaced by a rule does not come from the articles any more.
        if (guarded.Stopped is null && drafts[^1].Provenance != "policy" && work.State.Sources is { IsEmpty: false } sources) checkedEvent.Data["sources"] = new JsonArray([.. sources.Select(s => (JsonNode)s)]);
        events.Add(checkedEvent);
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Delivery)], work.State with { Drafts = [], Pending = null, Sources = null, History = HistoryTail.Append(work.State.History ?? [], new Said("agent", said, strictest)) });
    }

    /// <summary>What was drafted is not said; the person finds the verdict in the log.</summary>
    private static Decision ToPerson(Work work, ImmutableArray<EventBody>.Builder events, Guarded guarded, int characters, Verdict verdict)
    {
        var data = new JsonObject { ["kind"] = "handed-off", ["characters"] = characters, ["next"] = QueueNames.Handoff };
        Guards.Write(guarded, data);
        events.Add(new(EventTypes.OutputChecked, data));
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Handoff)], work.State with { Drafts = [], Sources = null, Pending = new AgentScript.Handoff(verdict.Reason, verdict.Text ?? work.Package.Texts.HandedOver) });
    }

    private static string Joined(ImmutableArray<Draft> drafts) => string.Join("\n\n", drafts.Select(d => d.Text));
}
