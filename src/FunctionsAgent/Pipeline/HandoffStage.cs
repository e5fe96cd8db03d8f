using System.Globalization;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>Passes the conversation to a person: the log says so, the index names it for the staff, the customer is told.</summary>
public sealed class HandoffStage(ConversationLog log, Indexes indexes) : IStage
{
    public string Name => QueueNames.Handoff;

    public async Task<Decision> RunAsync(Work work, CancellationToken ct)
    {
        if (work.Head.Owner != "agent") return Decision.None;
        await indexes.EnterHandoffAsync(work.Head.Agent, work.Partition, ct);
        return work.Envelope.Turn is null ? await AfterFailureAsync(work, ct) : await AskedAsync(work, ct);
    }

    private static async Task<Decision> AskedAsync(Work work, CancellationToken ct)
    {
        var handoff = work.State.Pending as Handoff ?? new Handoff("asked for by the runtime", work.Package.Texts.HandedOver);
        // What a script says with a hand-off leaves by this stage, so it passes the guards of the way out here.
        var guarded = await Guards.CheckAsync(work.Package.Guards, "output", new Passage(handoff.Text, handoff.Class, "script", work.Head.Channel), ct);
        var said = guarded.Stopped is null ? guarded.Text : guarded.Stopped.Text ?? work.Package.Texts.HandedOver;
        var data = new JsonObject
        {
            ["reason"] = handoff.ReasonClass == "public" ? handoff.Reason : "given by the script", ["kind"] = "handed-off", ["desk"] = work.Package.Scope.HandsTo,
            ["answers"] = new JsonArray([.. work.Head.Turn!.Answers.Select(a => (JsonNode?)a)]),
        };
        if (guarded.Verdicts.Any(v => v.Do != Do.Allow)) Guards.Write(guarded, data);
        // A reason made of what the customer or a tool said is content: it can be erased.
        Piece[] reason = handoff.ReasonClass == "public" ? [] : [new Piece("reason", handoff.ReasonClass, "script", handoff.Reason)];
        return new Decision(
            [
                new(EventTypes.HandoffOpened, data, [new Piece("text", handoff.Class, "script", said), .. reason]),
                new(EventTypes.TurnEnded, new() { ["outcome"] = "handed-off" }),
            ],
            [new Send(QueueNames.Delivery, 0, InTurn: false), new Send(QueueNames.Feedback, 0, InTurn: false)],
            work.State with { Pending = null, Drafts = [] });
    }

    /// <summary>A reply could not be delivered: a person takes over, and nothing more is sent the way that just failed.</summary>
    private async Task<Decision> AfterFailureAsync(Work work, CancellationToken ct)
    {
        var failed = long.TryParse(work.Envelope.Cause, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && await log.EventAsync(work.Partition, seq, ct) is { Type: EventTypes.DeliveryFailed } e ? e
            : throw new PermanentException("no-cause", $"Event {work.Envelope.Cause} is no failed delivery of this log.");
        return new Decision(
            [new(EventTypes.HandoffOpened, new() { ["reason"] = "a reply could not be delivered", ["desk"] = work.Package.Scope.HandsTo, ["failed"] = failed.Seq, ["kind"] = "handed-off" })],
            [new Send(QueueNames.Feedback, 0, InTurn: false)], work.State with { Pending = null, Drafts = [] });
    }
}
