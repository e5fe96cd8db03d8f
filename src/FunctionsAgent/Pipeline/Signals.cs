using FunctionsAgent.Conversations;

namespace FunctionsAgent.Pipeline;

/// <summary>What an event tells the feedback loop, if anything: the signal and its triage category (spec metrics).</summary>
public static class Signals
{
    public static (string Signal, string Category)? Of(EventBody body) =>
        Of(body.Type, (string?)body.Data["kind"] ?? "", (string?)body.Data["outcome"] ?? "");

    public static (string Signal, string Category)? Of(Event e) => Of(e.Type, e.Text("kind") ?? "", e.Text("outcome") ?? "");

    private static (string, string)? Of(string type, string kind, string outcome) => (type, kind, outcome) switch
    {
        (EventTypes.ReplySent, "fallback", _) => ("no-intent", "coverage"),
        (EventTypes.ReplySent, "error", _) => ("script-failed", "logic"),
        (EventTypes.ReplySent, _, "unknown") => ("delivery-unknown", "logic"),
        (EventTypes.DeliveryFailed, _, _) => ("delivery-failed", "logic"),
        (EventTypes.StageFailed, _, _) => ("stage-failed", "logic"),
        (EventTypes.HandoffOpened, _, _) => ("escalation", "coverage"),
        _ => null,
    };
}
