using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Says it: hands the text of the event that caused it to the channel, and ends the turn. A channel whose caller fetches
/// its replies (web chat, phone, API) has no provider: the <c>ReplySent</c> in the log is the delivery.
/// </summary>
public sealed class DeliveryStage(SendLedger sends, PipelineOptions options, TimeProvider time) : IStage
{
    public string Name => QueueNames.Delivery;

    public async Task<Decision> RunAsync(Work work, CancellationToken ct)
    {
        var cause = long.TryParse(work.Envelope.Cause, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && await sends.CauseAsync(work.Partition, seq, ct) is { } e && Says(e, work.Envelope.Turn is not null) ? e
            : throw new PermanentException("no-cause", $"Event {work.Envelope.Cause} is not in the log, or is nothing to be said.");
        var text = cause.Said("text") ?? throw new PermanentException("erased", "The words to deliver were erased before they were sent.");
        var kind = cause.Text("kind") ?? "answer";
        // What was checked on its way out is what was said: the same class and provenance.
        var said = cause.Content.First(p => p.Name == "text");
        var outcome = await sends.SendAsync(work, cause, text, ct);
        var inTurn = work.Envelope.Turn is not null;
        var answers = kind is "apology" ? new JsonArray() : new JsonArray([.. cause.Texts("answers").Select(a => (JsonNode?)a)]);

        var events = ImmutableArray.CreateBuilder<EventBody>();
        var follow = ImmutableArray.CreateBuilder<Send>();
        if (outcome is Delivery.Refused refused)
        {
            events.Add(new(EventTypes.DeliveryFailed, Left(work, said, new() { ["kind"] = kind, ["class"] = "refused", ["messages"] = answers }),
                [new Piece("reason", "internal", "channel", refused.Reason), said]));
            if (inTurn) follow.Add(new(QueueNames.Handoff, 0, InTurn: false));
        }
        else
        {
            var data = new JsonObject { ["kind"] = kind, ["answers"] = answers, ["outcome"] = outcome is Delivery.Unknown ? "unknown" : "sent", ["checked"] = cause.Seq };
            if (outcome is Delivery.Sent { Id.Length: > 0 } sent) data["providerId"] = sent.Id;
            if (cause.Texts("sources") is { IsEmpty: false } sources) data["sources"] = new JsonArray([.. sources.Select(s => (JsonNode?)s)]);
            events.Add(new(EventTypes.ReplySent, Left(work, said, data), [said]));
        }
        if (inTurn) events.Add(new(EventTypes.TurnEnded, new() { ["outcome"] = outcome is Delivery.Refused ? "undelivered" : kind }));
        if (Signals.Of(events[0]) is not null) follow.Add(new(QueueNames.Feedback, 0, InTurn: false));

        if (kind == "goodbye") events.Add(new(EventTypes.ConversationClosed, new() { ["reason"] = "goodbye" }));
        else if (!work.Head.Timers.ContainsKey(Timers.Quiet))
        {
            var due = time.GetUtcNow() + options.QuietOf(work.Head.Channel);
            events.Add(Timers.Set(Timers.Quiet, due));
            follow.Add(new(QueueNames.Input, events.Count - 1, due, Timers.Quiet, InTurn: false));
        }
        return new Decision(events.ToImmutable(), follow.ToImmutable());
    }

    /// <summary>Where words went that left the installation, and their class.</summary>
    private JsonObject Left(Work work, Piece said, JsonObject data)
    {
        if (sends.ProviderOf(work.Head) is not { } provider) return data;
        (data["provider"], data["dataClass"]) = (provider, said.Class);
        return data;
    }

    /// <summary>What was checked is said in its turn; what the runtime says by itself, outside of one.</summary>
    private static bool Says(Event e, bool inTurn) => inTurn
        ? e.Type == EventTypes.OutputChecked
        : e.Type is EventTypes.PolicyApplied or EventTypes.SignalRaised or EventTypes.HandoffOpened or EventTypes.StageFailed;
}
