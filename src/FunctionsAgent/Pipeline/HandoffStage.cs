using System.Globalization;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Conversations;
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
        return work.Envelope.Turn is null ? await AfterFailureAsync(work, ct) : Asked(work);
    }

    private static Decision Asked(Work work)
    {
        var handoff = work.State.Pending as Handoff ?? new Handoff("asked for by the runtime", work.Package.Texts.HandedOver);
        return new Decision(
            [
                new(EventTypes.HandoffOpened, new()
                {
                    ["reason"] = handoff.Reason, ["kind"] = "handed-off", ["desk"] = work.Package.Scope.HandsTo,
                    ["answers"] = new JsonArray([.. work.Head.Turn!.Answers.Select(a => (JsonNode?)a)]),
                }, [new Piece("text", handoff.Class, "script", handoff.Text)]),
                new(EventTypes.TurnEnded, new() { ["outcome"] = "handed-off" }),
            ],
            [new Send(QueueNames.Delivery, 0, InTurn: false), new Send(QueueNames.Feedback, 0, InTurn: false)],
            work.State with { Pending = null, Drafts = [] });
    }

    /// <summary>A reply could not be delivered: a person takes over, and nothing more is sent the way that just failed.</summary>
    private async Task<Decision> AfterFailureAsync(Work work, CancellationToken ct)
    {
        var failed = await log.EventAsync(work.Partition, long.Parse(work.Envelope.Cause, CultureInfo.InvariantCulture), ct);
        return new Decision(
            [new(EventTypes.HandoffOpened, new() { ["reason"] = "a reply could not be delivered", ["desk"] = work.Package.Scope.HandsTo, ["failed"] = failed?.Seq, ["kind"] = "handed-off" })],
            [new Send(QueueNames.Feedback, 0, InTurn: false)], work.State with { Pending = null, Drafts = [] });
    }
}
