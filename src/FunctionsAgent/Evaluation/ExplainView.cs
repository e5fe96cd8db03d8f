using System.Globalization;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using EventTypes = FunctionsAgent.Conversations.EventTypes;

namespace FunctionsAgent.Evaluation;

/// <summary>Puts an <see cref="Explanation"/> together. Pure: the log of a thread and the package its conversation runs in, nothing else.</summary>
public static class ExplainView
{
    /// <param name="log">Of the thread, as far back as it goes.</param>
    /// <param name="package">The version the conversation runs in; null when it is lost.</param>
    /// <param name="purgedTurns">Turns that retention took from the beginning of the log.</param>
    public static Explanation Of(string thread, IReadOnlyList<Event> log, ExplainedTurn turn, Package? package, int purgedTurns)
    {
        var started = log.Last(e => e.Type == EventTypes.ConversationStarted && e.Seq < turn.Decisive.Seq);
        var (disagreements, notes) = (new List<string>(), new List<string>());
        var replay = Replay(thread, log, turn, package, started, purgedTurns, notes);
        if (replay is not null) disagreements.AddRange(replay.Disagreements);

        var decider = ExplainDecision.By(turn);
        var first = turn.Own.FirstOrDefault(e => e.Stage == Queues.QueueNames.Reasoning);
        var intent = turn.Last(EventTypes.IntentMatched)?.Text("intent");
        var collected = turn.First(EventTypes.ScriptStepped)?.Texts("trace").Select(Traced.Parse).FirstOrDefault(t => t?.Kind == "collected")?.Name;
        var atMessage = turn.First(EventTypes.PolicyApplied, Queues.QueueNames.Reasoning) is { } p && !ExplainDecision.IsConsent(p) ? ExplainPolicies.Read(p.Data) : null;
        var atReply = turn.First(EventTypes.PolicyApplied, Queues.QueueNames.Output) is { } r ? ExplainPolicies.Read(r.Data) : null;
        var facts = replay?.Decided is not null && replay.AtMessage is { } work ? Pipeline.PolicyRound.Facts(work, work.State.Frame) : null;
        var saysPolicy = replay?.Drafts is { IsDefaultOrEmpty: false } drafts && drafts.All(d => d.Provenance == "policy");
        if (package is { Flow: not ScriptFlow }) notes.Add("The flow is written in C#: which other intents it weighed is not known.");

        return new Explanation(thread, turn.Id, turn.Decisive.Episode, started.Text("agent") ?? "", started.Text("version") ?? "", started.Text("channel") ?? "", turn.IsOver ? "over" : "open")
        {
            DecidedBy = decider,
            Messages = [.. turn.Messages.Select(m => Message(m, turn))],
            GuardsIn = ExplainPolicies.Guards(turn.First(EventTypes.InputChecked)),
            Policies =
            [
                .. ExplainPolicies.At("message", package, atMessage, facts, reached: first is not null, disagreements),
                .. ExplainPolicies.At("reply", package, atReply, replay?.AtReply, reached: turn.Own.Any(e => e.Stage == Queues.QueueNames.Output) && !saysPolicy, disagreements),
            ],
            Intent = intent,
            Intents = package is null || turn.IsErased ? [] : ExplainIntents.Of(package, turn.Words, intent, asked: turn.First(EventTypes.ScriptStepped, Queues.QueueNames.Reasoning) is not null, collected),
            Path = [.. turn.Own.Where(e => e.Type == EventTypes.ScriptStepped).Select(Step)],
            Calls = [.. turn.Own.Where(e => e.Type == EventTypes.ToolCalled).Select(e => Call(e, package, replay, disagreements))],
            Drafted = Drafted(turn, replay),
            GuardsOut = ExplainPolicies.Guards(turn.Last(EventTypes.OutputChecked) ?? turn.Last(EventTypes.HandoffOpened)),
            Said = [.. turn.Said.Select(Said)],
            Times = Times(turn, first),
            Signals = [.. turn.Signals.Select(s => $"{s.Text("signal")}{(s.Text("category") is { } category ? $" ({category})" : "")}"), .. turn.Superseded.Select(s => $"superseded: a decision of stage {s.Text("stage")} came too late")],
            Reviews = ReviewMarks.Of(turn),
            Otherwise = replay is null || turn.IsErased ? [] : ExplainDecision.Without(decider, replay.AtMessage),
            Disagreements = disagreements,
            Notes = notes,
        };
    }

    private static ExplainReplay? Replay(string thread, IReadOnlyList<Event> log, ExplainedTurn turn, Package? package, Event started, int purgedTurns, List<string> notes)
    {
        if (package is null)
        {
            notes.Add($"Version {started.Text("version")} of {started.Text("agent")} is lost: what the log does not hold is left out.");
            return null;
        }
        if (turn.IsErased) notes.Add("The words were erased: what needs them is left out.");
        if (log.Any(e => e.Episode == started.Episode && e.Seq <= turn.Own[^1].Seq && ExplainedTurn.IsWordless(e)))
        {
            if (!turn.IsErased) notes.Add("Words before it were erased: what needs them is left out.");
            return null;
        }
        try
        {
            return ExplainReplay.Run(thread, log, turn, package, purgedTurns);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a flow or a policy in C# throws: the log still tells what it holds.
            notes.Add($"It could not be evaluated again: {e.GetType().Name}.");
            return null;
        }
    }

    private static ExplainedMessage Message(Event e, ExplainedTurn turn) => new(
        e.Seq, Time(e, "accepted"), e.Text("assurance") ?? "none", e.Said("sender"), e.Text("person"), e.By, e.Text("for"), turn.First(EventTypes.InputChecked)?.Text("act"), e.Said("text"), ExplainedTurn.IsWordless(e));

    private static ExplainedStep Step(Event e) => new(
        e.Seq, e.Text("flow") ?? "", e.Text("position"), e.Text("effect") ?? "", e.Text("target"),
        [.. e.Texts("trace").Select(Traced.Parse).OfType<Traced>().Select(t => new ExplainedTrace(t.Kind, t.Name, t.Line))]);

    private static ExplainedCall Call(Event e, Package? package, ExplainReplay? replay, List<string> disagreements)
    {
        var verdict = e.Data.TryGetProperty("verdict", out var data) ? ExplainPolicies.Read(data) : null;
        var (tool, facts) = (e.Text("tool"), replay?.Calls.GetValueOrDefault(e.Seq));
        // A rule of the call itself (assurance, scopes, rows) is asked behind the policies.
        var isBefore = e.Text("outcome") == "refused" && tool is not null && package?.Policies.Any(p => p.Info.At == $"tool:{tool}" && p.Info.Name == verdict?.Rule) != false;
        var isAfter = e.Text("outcome") == "ok";
        var erased = ExplainedTurn.IsWordless(e);
        return new(
            e.Seq, e.Text("target") ?? "", tool, e.Text("effect"), e.Said("arguments"), e.Text("outcome") ?? "", e.Text("class"), e.Number("milliseconds"), e.Number("attempts") ?? (e.Number("milliseconds") is null ? 0 : 1),
            erased ? null : e.Content.IsDefault ? [] : e.Content.Where(piece => piece.Name != "arguments").ToDictionary(piece => piece.Name, piece => piece.Value, StringComparer.Ordinal),
            erased, verdict, tool is null ? [] :
            [
                .. ExplainPolicies.At($"tool:{tool}", package, isBefore ? verdict : null, facts?.Before, reached: true, disagreements, facts?.Agreed),
                .. ExplainPolicies.At($"result:{tool}", package, isAfter ? verdict : null, facts?.After, reached: isAfter, disagreements),
            ]);
    }

    /// <summary>Before the way out changed it, where that can be told.</summary>
    private static ExplainedText? Drafted(ExplainedTurn turn, ExplainReplay? replay)
    {
        if (replay is { Drafts: { IsDefaultOrEmpty: false } drafts }) return new(drafts[^1].Kind, "again", string.Join("\n\n", drafts.Select(d => d.Text)), false, null);
        return turn.Last(EventTypes.OutputChecked) is { } output ? new(output.Text("kind") ?? "", "log", output.Said("text"), ExplainedTurn.IsWordless(output), null) : null;
    }

    private static ExplainedText Said(Event e) => new(
        e.Text("kind") ?? "", e.Type == EventTypes.DeliveryFailed ? "failed" : e.Text("outcome") ?? "", e.Said("text"), ExplainedTurn.IsWordless(e), e.At);

    private static ExplainedTimes Times(ExplainedTurn turn, Event? decided)
    {
        var accepted = turn.Messages.Select(m => Time(m, "accepted")).Min();
        var replied = turn.Said.FirstOrDefault(e => e.Type == EventTypes.ReplySent)?.At;
        return new(
            accepted, turn.Decisive.At, decided?.At, turn.Last(EventTypes.OutputChecked)?.At, replied, turn.Ended?.At,
            turn.Own.Where(e => e.Type == EventTypes.ToolCalled).Sum(e => e.Number("milliseconds") ?? 0), replied is { } to && accepted is { } from ? (long)(to - from).TotalMilliseconds : null);
    }

    private static DateTimeOffset? Time(Event e, string name) =>
        DateTimeOffset.TryParse(e.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
