using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>A turn while its events are folded.</summary>
internal sealed class OpenTurn(string id, long seq, DateTimeOffset began, DateTimeOffset accepted)
{
    private readonly ImmutableArray<string>.Builder steps = ImmutableArray.CreateBuilder<string>();
    private readonly List<string> actions = [], undone = [];
    private string? family, effect, handoff;
    private DialogueAct act;
    private bool blocked, failed, policyEscalates, guardEscalates, uncertain;
    private DateTimeOffset? replied;
    private long tokensIn, tokensOut, cost;

    public DateTimeOffset Began => began;

    public void Add(Event e, DateTimeOffset at)
    {
        switch (e.Type)
        {
            case EventTypes.InputChecked:
                blocked = e.Text("next") is not (null or "reasoning");
                act = Enum.TryParse<DialogueAct>(e.Text("act"), ignoreCase: true, out var found) ? found : DialogueAct.None;
                guardEscalates |= Escalates(e);
                break;
            case EventTypes.OutputChecked:
                guardEscalates |= Escalates(e);
                break;
            case EventTypes.IntentMatched:
                if (!e.Says("also")) family = e.Text("intent");
                break;
            case EventTypes.PolicyApplied:
                steps.Add($"policy {e.Text("rule")}");
                policyEscalates |= e.Text("do") == "escalate";
                break;
            case EventTypes.ToolCalled:
                Call(e);
                break;
            case EventTypes.ModelCalled:
                steps.Add("model");
                tokensIn += e.Number("inputTokens") ?? 0;
                tokensOut += e.Number("outputTokens") ?? 0;
                cost += e.Number("cost") ?? 0;
                break;
            case EventTypes.ScriptStepped when e.Text("next") is "output" or "handoff":
                effect = e.Text("effect");
                steps.Add(effect ?? "");
                failed |= e.Text("fallback") == "person";
                break;
            case EventTypes.StageFailed:
            case EventTypes.DeliveryFailed:
                failed = true;
                break;
            case EventTypes.HandoffOpened:
                handoff = e.Text("cause") ?? "";
                replied = at;
                break;
            case EventTypes.ReplySent:
                uncertain = e.Text("outcome") == "unknown";
                replied = at;
                break;
        }
    }

    /// <param name="outcome">Of its <c>TurnEnded</c>; null where the conversation was closed over it.</param>
    public Request Done(Request request, string? outcome, ThreadReading at)
    {
        var supplies = at.Asked && (family is null || family == at.AskedFamily);
        var kind = at.Test ? RequestKind.Test
            : blocked ? RequestKind.Blocked
            : act is DialogueAct.Greeting or DialogueAct.Confirms ? RequestKind.Courtesy
            : RequestKind.Request;
        var answer = AnswerOf(outcome);
        return request with
        {
            Kind = kind, Seq = seq, Turn = id, Family = family, Act = act, Answer = answer, Supplies = supplies,
            First = kind == RequestKind.Request && !at.Requested,
            Cause = answer == Answer.HandedOff ? Cause(at) : null,
            Actions = [.. actions], Undone = [.. undone], Steps = steps.ToImmutable(),
            Milliseconds = replied is { } then ? Math.Max(0, (long)(then - accepted).TotalMilliseconds) : null,
            TokensIn = tokensIn, TokensOut = tokensOut, Cost = cost,
        };
    }

    private Answer AnswerOf(string? outcome) => outcome switch
    {
        "handed-off" => Answer.HandedOff,
        "failed" or "undelivered" or "error" or "apology" => Answer.Failed,
        _ when uncertain => Answer.Uncertain,
        "ask" => Answer.Asked,
        // What matched no intent was not answered; it may have been asked whether a person should.
        "fallback" => effect is "Ask" or "Confirm" ? Answer.Asked : Answer.Fallback,
        "refusal" => Answer.Refused,
        "answer" or "goodbye" => Answer.Answered,
        _ => Answer.None,
    };

    /// <summary>Why it went to a person: what the event says, else the first that applies.</summary>
    private string Cause(ThreadReading at) =>
        handoff is { Length: > 0 } said ? said
        : policyEscalates ? "policy"
        : guardEscalates ? "guard"
        : failed ? "failure"
        : at.Asked && at.AskedFamily is null ? "confidence"
        : "asked";

    private void Call(Event e)
    {
        var (outcome, tool) = (e.Text("outcome"), e.Text("tool") ?? e.Text("target") ?? "");
        steps.Add(outcome == "ok" ? $"tool {tool}" : $"tool {tool} {outcome}");
        failed |= outcome is "failed" or "unknown";
        policyEscalates |= e.Data.TryGetProperty("verdict", out var verdict) && Is(verdict, "escalate");
        if (outcome != "ok" || e.Text("effect") is not ("write" or "irreversible") || e.Text("key") is not { } key) return;
        if (e.Text("undoes") is { } other) undone.Add(other);
        else actions.Add(key);
    }

    private static bool Escalates(Event e) =>
        e.Data.TryGetProperty("verdicts", out var verdicts) && verdicts.ValueKind == JsonValueKind.Array && verdicts.EnumerateArray().Any(verdict => Is(verdict, "escalate"));

    private static bool Is(JsonElement verdict, string action) =>
        verdict.ValueKind == JsonValueKind.Object && verdict.TryGetProperty("do", out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == action;
}
