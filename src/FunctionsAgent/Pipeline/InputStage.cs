using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Opens a turn for the messages that wait: takes them into the log, runs the guards of the way in, and sends the turn on.
/// Timers come here too. While a turn is open it does nothing: messages wait and are answered together in the next one.
/// </summary>
public sealed class InputStage(Indexes indexes, Pauses pauses, Timers timers, Packages packages, PipelineOptions options, TimeProvider time) : IStage
{
    public string Name => QueueNames.Input;

    public async Task<Decision> RunAsync(Work work, CancellationToken ct)
    {
        if (work.Envelope.Timer is { } timer) return timers.Fired(work, timer);
        if (work.Head.Turn is not null || work.Pending.Count == 0) return Decision.None;

        work = work with { Pending = Nameable(work.Pending) };
        var first = work.Pending[0];
        var agent = work.Head.IsNew ? first.Agent : work.Head.Agent;
        var channel = work.Head.IsNew ? first.Channel : work.Head.Channel;
        var events = ImmutableArray.CreateBuilder<EventBody>();
        var state = work.State;
        if (!work.Head.IsOpen)
        {
            var package = packages.Find(agent) ?? work.Package;
            // A new episode begins on the current version, whatever the last one was pinned to.
            var opened = new JsonObject { ["agent"] = agent, ["channel"] = channel, ["route"] = first.Route, ["version"] = package.Version };
            if (work.Head.Test is true) opened["test"] = true;
            events.Add(new(EventTypes.ConversationStarted, opened));
            state = new State(Customer: state.Customer);
        }

        // Before anything is said, also by a pause: retention finds threads by their days.
        var day = Indexes.Day(time.GetUtcNow());
        if (work.Head.Day != day) await indexes.EnterDayAsync(agent, day, work.Partition, ct, work.Head.IsOpen ? work.Head.EpisodeFirst : work.Head.Seq + 1);

        if (await pauses.OfAsync(agent, channel, work.Partition, ct) is { } pause)
            return work.Head.Held == pause.Id ? Decision.None : Holding(events, work, pause, state);

        foreach (var message in work.Pending)
            foreach (var also in message.Also ?? []) events.Add(new(EventTypes.PersonLinked, new() { ["person"] = message.Person, ["also"] = also }));
        var received = work.Head.Seq + events.Count + 1;
        events.AddRange(work.Pending.Select(Received));
        state = state with { Customer = Stated(work.Pending) ?? state.Customer };
        var taken = work.Pending.Select(p => p.Key).ToImmutableArray();
        var answers = new JsonArray([.. work.Pending.Select(p => (JsonNode?)p.MessageId)]);
        if (work.Head.Owner == "human") return ForPerson(events, work, answers, taken, state);

        var text = string.Join('\n', work.Pending.Select(p => p.Text));
        var guarded = await Guards.CheckAsync(work.Package.Guards, "input", new Passage(text, "personal", "customer", channel), ct);
        var next = guarded.Stopped switch { null => QueueNames.Reasoning, { Do: Do.Escalate } => QueueNames.Handoff, _ => QueueNames.Output };
        var started = new JsonObject { ["answers"] = answers, ["received"] = received, ["day"] = day, ["next"] = next };
        var caller = Caller.Of(work.Pending);
        if (work.State.Caller is { } before && !caller.MayKnow(before))
        {
            // Somebody else writes here: what was said with the other, and looked up for them, is nothing to this one.
            state = new State(Customer: Stated(work.Pending));
            started["forgot"] = "caller-changed";
        }
        events.Add(new(EventTypes.TurnStarted, started));
        var check = new JsonObject { ["characters"] = text.Length, ["next"] = next };
        Guards.Write(guarded, check);
        if (DialogueActs.Of(text) is not DialogueAct.None and var act) check["act"] = act.ToString().ToLowerInvariant();
        events.Add(new(EventTypes.InputChecked, check));
        var due = time.GetUtcNow() + options.TurnTimer;
        events.Add(Timers.Set("turn", due));

        state = state with
        {
            Caller = caller,
            Pending = guarded.Stopped is { Do: Do.Escalate } person ? new AgentScript.Handoff(person.Reason, person.Text ?? work.Package.Texts.HandedOver) : null,
            Drafts = guarded.Stopped is { Do: not Do.Escalate } stop ? [new Draft(stop.Text ?? work.Package.Texts.Apology, "public", "policy", "refusal")] : [],
        };
        return new Decision(events.ToImmutable(), [new Send(next, events.Count - 2), new Send(QueueNames.Input, events.Count - 1, due, "turn", InTurn: false)], state, taken);
    }

    /// <summary>What was stated last; null where nothing was.</summary>
    private static JsonElement? Stated(IReadOnlyList<Inbound> messages) =>
        messages.LastOrDefault(message => message.Customer is not null) is { } last ? JsonSerializer.SerializeToElement(last.Customer) : null;

    /// <summary>The first messages whose ids the head can hold while the turn is open; the others wait for the next turn.</summary>
    private static List<Inbound> Nameable(IReadOnlyList<Inbound> pending)
    {
        var characters = 0;
        return [.. pending.TakeWhile((p, n) => (characters += JsonEncodedText.Encode(p.MessageId).Value.Length + 3) <= Head.MaxBytes / 2 || n == 0)];
    }

    private static EventBody Received(Inbound message)
    {
        var content = ImmutableArray.CreateBuilder<Piece>();
        content.Add(new("text", "personal", "customer", message.Text));
        if (message.Sender is not null) content.Add(new("sender", "personal", "channel", message.Sender));
        if (message.Customer is not null) content.Add(new("customer", "personal", "customer", message.Customer.ToJsonString()));
        if (message.ReplyRoute is not null) content.Add(new("replyRoute", "personal", "channel", message.ReplyRoute.ToJsonString()));
        var data = new JsonObject
        {
            ["messageId"] = message.MessageId,
            ["assurance"] = message.Assurance,
            ["characters"] = message.Text.Length,
            ["accepted"] = EventJson.Time(message.At),
        };
        if (message.Original is not null) data["original"] = message.Original;
        if (message.For is not null) data["for"] = message.For;
        if (message.Person is not null) data["person"] = message.Person;
        return new(EventTypes.MessageReceived, data, content.ToImmutable(), message.By);
    }

    /// <summary>A person has the conversation: the message is kept for them, and the customer is told so.</summary>
    private static Decision ForPerson(ImmutableArray<EventBody>.Builder events, Work work, JsonArray answers, ImmutableArray<string> taken, State state)
    {
        events.Add(new(EventTypes.PolicyApplied, new()
        {
            ["rule"] = "with-a-person", ["version"] = "1", ["do"] = "answer", ["reason"] = "a person has the conversation", ["kind"] = "with-person", ["answers"] = answers,
        }, [new Piece("text", "public", "script", work.Package.Texts.WithPerson)]));
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Delivery, InTurn: false)], state, taken);
    }

    /// <summary>The agent is paused: the messages stay where they are, and the customer is told once.</summary>
    private static Decision Holding(ImmutableArray<EventBody>.Builder events, Work work, Pause pause, State state)
    {
        events.Add(new(EventTypes.SignalRaised, new() { ["signal"] = "paused", ["pause"] = pause.Id, ["kind"] = "holding", ["answers"] = new JsonArray() },
            [new Piece("text", "public", "script", work.Package.Texts.Holding), .. ReplyRoute(work)]));
        return new Decision(events.ToImmutable(), [new Send(QueueNames.Delivery, InTurn: false)], state);
    }

    /// <summary>Nothing of the waiting message is in the log yet, so the holding reply carries its own way back.</summary>
    private static IEnumerable<Piece> ReplyRoute(Work work) =>
        work.Pending[^1].ReplyRoute is { } route ? [new Piece("replyRoute", "personal", "channel", route.ToJsonString())] : [];
}
