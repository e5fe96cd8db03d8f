using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// Makes again what the stages of a turn decided on, from the log of its conversation alone: the events before it, and the
/// results that calls gave. The same package gives the same.
/// </summary>
public sealed class ExplainReplay
{
    private readonly string thread;
    private readonly Package package;
    private readonly IReadOnlyList<Event> log;
    private readonly ILookup<string, Event> byCause;
    private readonly Dictionary<long, CallFacts> calls = [];
    private readonly List<string> disagreements = [];
    private readonly List<Event> recent = [];
    private Head head;
    private State state = State.Empty;

    private ExplainReplay(string thread, IReadOnlyList<Event> log, Package package, int purgedTurns)
    {
        (this.thread, this.log, this.package, head) = (thread, log, package, Head.Empty with { Turns = purgedTurns });
        byCause = log.ToLookup(e => e.Cause, StringComparer.Ordinal);
    }

    /// <summary>What is asked before a call, and after it; <paramref name="Agreed"/> tells what the customer agreed to.</summary>
    internal sealed record CallFacts(Facts Before, Facts? After, Func<Verdict, bool> Agreed);

    /// <summary>What the reasoning stage has before it when it decides first.</summary>
    internal Work? AtMessage { get; private set; }

    /// <summary>What it decides now on that; null when the turn never came to it.</summary>
    internal Decision? Decided { get; private set; }

    internal IReadOnlyDictionary<long, CallFacts> Calls => calls;

    internal Facts? AtReply { get; private set; }

    internal ImmutableArray<Draft> Drafts { get; private set; } = [];

    /// <summary>Where the log holds something else than comes out now.</summary>
    internal IReadOnlyList<string> Disagreements => disagreements;

    /// <summary>Up to and with one turn.</summary>
    /// <param name="log">Of the thread, as far back as it goes.</param>
    /// <param name="purgedTurns">Turns that retention took from the beginning of the log.</param>
    internal static ExplainReplay Run(string thread, IReadOnlyList<Event> log, ExplainedTurn turn, Package package, int purgedTurns)
    {
        var replay = new ExplainReplay(thread, log, package, purgedTurns);
        replay.Run(turn);
        return replay;
    }

    private void Run(ExplainedTurn turn)
    {
        var (last, cause) = (turn.Own[^1].Seq, "");
        foreach (var e in log.TakeWhile(e => e.Seq <= last))
        {
            var isOurs = e.Turn == turn.Id || e.Seq == turn.Decisive.Seq;
            if (e.Episode == turn.Decisive.Episode) Step(e, ref cause, isOurs);
            else if (e.Type == EventTypes.CustomerErased) state = State.Empty;
            else Hear(e);
            head = head.Apply(e);
            if (e.Type is EventTypes.TurnEnded or EventTypes.ConversationClosed) recent.Clear();
            recent.Add(e);
            if (e.Seq == turn.Decisive.Seq) AtMessage = Unasked(turn);
        }
    }

    /// <summary>From here on the reasoning stage could have decided, also where it was not asked.</summary>
    private Work Unasked(ExplainedTurn turn)
    {
        var work = Work(QueueNames.Reasoning);
        return turn.IsWithPerson ? work with { Tail = turn.Messages, State = work.State with { Caller = Caller.Of(Messages(turn.Decisive)), Pending = null, Drafts = [] } } : work;
    }

    /// <summary>What somebody stated stays known in the episodes after.</summary>
    private void Hear(Event e)
    {
        if (e.Type is EventTypes.ConversationStarted or EventTypes.MessageReceived && e.Said("customer") is { } customer) state = state with { Customer = JsonElement.Parse(customer) };
    }

    private void Forget(Event started)
    {
        state = State.Empty;
        foreach (var message in byCause[started.Cause].Where(e => e.Type == EventTypes.MessageReceived)) Hear(message);
    }

    private void Step(Event e, ref string cause, bool isOurs)
    {
        // Every run of a stage commits under the envelope that led to it.
        var isNewRun = e.Cause != cause;
        cause = e.Cause;
        switch (e.Type, e.Stage)
        {
            case (EventTypes.ConversationStarted, _):
                state = new State(Customer: state.Customer);
                Hear(e);
                break;
            case (EventTypes.MessageReceived, _):
                Hear(e);
                break;
            case (EventTypes.TurnStarted, _):
                // Another caller: what the one before said and was told is not known in this turn.
                if (e.Text("forgot") is not null) Forget(e);
                state = state with { Caller = Caller.Of(Messages(e)), Pending = null, Drafts = [] };
                break;
            case (EventTypes.PolicyApplied or EventTypes.IntentMatched or EventTypes.ScriptStepped, QueueNames.Reasoning) when isNewRun && head.Turn is not null:
                Reason(e, isOurs);
                break;
            case (EventTypes.ToolCalled, QueueNames.Tools):
                Call(e, isOurs);
                break;
            // The runtime's own way out of a call that cannot be made or is in doubt.
            case (EventTypes.ScriptStepped, QueueNames.Tools) when e.Text("effect") == nameof(Handoff) && state.Pending is CallAction:
                state = state with { Pending = new Handoff("", "") };
                break;
            case (EventTypes.PolicyApplied or EventTypes.OutputChecked, QueueNames.Output) when isNewRun:
                if (!isOurs) break;
                Drafts = state.Drafts;
                AtReply = PolicyRound.Facts(Work(QueueNames.Output), state.Frame) with { Intent = state.Frame?.Intent, Reply = string.Join("\n\n", state.Drafts.Select(d => d.Text)) };
                break;
            case (EventTypes.TurnEnded, _):
                state = state with { Pending = null, Drafts = [] };
                break;
            default:
                break;
        }
    }

    private void Reason(Event first, bool isOurs)
    {
        var work = Work(QueueNames.Reasoning);
        if (isOurs && Decided is null) AtMessage = work;
        var decided = RecordedAnswers.Decide(work, byCause[first.Cause]);
        if (isOurs) Decided ??= decided;
        Compare(first, decided);
        state = decided.State ?? state;
    }

    private void Compare(Event first, Decision decided)
    {
        var logged = byCause[first.Cause].Where(e => e.Seq >= first.Seq).Select(e => Gist(e.Type, JsonObject.Create(e.Data)!)).OfType<string>();
        var now = decided.Events.Select(e => Gist(e.Type, e.Data)).OfType<string>();
        if (!logged.SequenceEqual(now, StringComparer.Ordinal)) disagreements.Add($"{first.Turn}: the log has {string.Join(", then ", logged)}; evaluated again it is {string.Join(", then ", now)}.");
    }

    private static string? Gist(string type, JsonObject data) => type switch
    {
        EventTypes.PolicyApplied => $"policy {data["rule"]} {data["version"]} ({data["do"]})",
        EventTypes.IntentMatched => $"intent {data["intent"]}",
        EventTypes.ScriptStepped => $"{data["effect"]} at {data["position"]}{(data["target"] is { } target ? $" of {target}" : "")}",
        _ => null,
    };

    private void Call(Event e, bool isOurs)
    {
        if (state.Pending is not CallAction call || state.Frame is not { } frame || call.Target != e.Text("target"))
        {
            disagreements.Add($"{e.Turn}: the log has a call of {e.Text("target")}; evaluated again there is {(state.Pending as CallAction)?.Target ?? "none"}.");
            return;
        }
        var (tool, value) = (package.Tool(call.Target), e.Text("outcome") == "ok" ? Value(e) : default);
        var work = Work(QueueNames.Tools);
        var consent = state.Consent;
        if (isOurs && tool is not null)
            calls[e.Seq] = new(PolicyRound.OfCall(work, frame, tool.Name, call), e.Text("outcome") == "ok" ? PolicyRound.OfCall(work, frame, tool.Name, call, value) : null, v => v.Do == Do.Confirm && Consents.Covers(consent, call, v.Rule));

        if (Stops(e) is { } verdict)
        {
            state = state with
            {
                Pending = verdict.Text("do") == "escalate" ? new Handoff(verdict.Text("reason") ?? "", "") : null,
                Consent = verdict.Text("do") == "confirm" ? Consents.Ask(work, call, consent, new Verdict(Do.Confirm, verdict.Text("rule")!, verdict.Text("version")!, "", [])) : null,
            };
            return;
        }
        if (e.Text("outcome") == "unknown")
        {
            state = state with { Pending = new Handoff("", ""), Consent = null };
            return;
        }
        var refused = e.Text("outcome") == "refused" || e.Data.TryGetProperty("verdict", out _);
        var result = !refused && e.Text("outcome") == "ok" ? new ToolResult("ok", value, Classes: tool?.Classes) : new ToolResult("failed", default, refused ? "refused_by_policy" : e.Text("class"));
        var step = package.Flow.Next(frame, result);
        state = state with { Frame = step.Frame with { Step = frame.Step + 1 }, Pending = step.Effect, Consent = null };
    }

    /// <summary>The policy that ended the turn at this call: its run of the stage says so behind its last call.</summary>
    private Event? Stops(Event call)
    {
        var rest = byCause[call.Cause].Where(e => e.Seq > call.Seq && e.Stage == QueueNames.Tools).ToList();
        return rest.Any(e => e.Type == EventTypes.ToolCalled) ? null : rest.FirstOrDefault(e => e.Type == EventTypes.PolicyApplied);
    }

    /// <summary>Each field of a result is a piece of content; one that is no object is one piece.</summary>
    private static JsonElement Value(Event e)
    {
        if (e.Said("result") is { } whole) return JsonElement.Parse(whole);
        var value = new JsonObject();
        foreach (var piece in e.Content.IsDefault ? [] : e.Content)
            if (piece.Name.StartsWith("result.", StringComparison.Ordinal)) value[piece.Name["result.".Length..]] = JsonNode.Parse(piece.Value);
        return JsonSerializer.SerializeToElement(value);
    }

    private List<Inbound> Messages(Event started) =>
    [
        .. byCause[started.Cause].Where(e => e.Type == EventTypes.MessageReceived)
            .Select(e => new Inbound("", e.Text("messageId") ?? "", head.Agent, head.Channel, head.Route, e.Text("assurance") ?? "none", e.At, null, e.Said("text") ?? "", e.Said("sender"), null, null, By: e.By, For: e.Text("for"))),
    ];

    private Work Work(string stage)
    {
        IReadOnlyList<Event> tail = head.Turn is { } turn ? [.. recent.Where(e => e.Seq >= turn.Received)] : [];
        return new Work(new Envelope("explain", thread, head.Turn?.Id, stage, "explain", head.Epoch), head, state, tail, [], package);
    }
}
