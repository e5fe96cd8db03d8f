using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>A thread's log, told turn by turn: what the pipeline would have committed, as far as the folds read it.</summary>
internal sealed class ThreadLog(string thread = "T", string channel = "chat", string? person = null, bool test = false)
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly List<Event> events = [];
    private int episode;
    private string? turn;

    public string Thread => thread;
    public IReadOnlyList<Event> Events => events;
    public DateTimeOffset Now { get; private set; } = Noon;

    public ThreadLog At(DateTimeOffset at) => With(() => Now = at);

    public ThreadLog After(double minutes) => With(() => Now = Now.AddMinutes(minutes));

    public ThreadLog Started(string agent = "shop", string version = "v1") => With(() =>
    {
        episode++;
        Add(EventTypes.ConversationStarted, new() { ["agent"] = agent, ["channel"] = channel, ["route"] = "r", ["version"] = version, ["test"] = test ? true : null });
    });

    /// <summary>A turn of two seconds.</summary>
    public ThreadLog Asks(string? intent, string outcome = "answer", string? act = null, string effect = "Reply", JsonObject[]? tools = null, JsonObject? policy = null, JsonObject? input = null, string? delivery = null)
    {
        if (episode == 0) Started();
        Open(act, input);
        if (policy is not null) Add(EventTypes.PolicyApplied, policy);
        if (intent is not null) Add(EventTypes.IntentMatched, new() { ["intent"] = intent });
        foreach (var tool in tools ?? []) Add(EventTypes.ToolCalled, tool);
        Add(EventTypes.ScriptStepped, new() { ["effect"] = effect, ["next"] = outcome == "handed-off" ? "handoff" : "output" });
        Now = Now.AddSeconds(2);
        if (outcome == "handed-off") Add(EventTypes.HandoffOpened, new() { ["reason"] = "r", ["kind"] = "handed-off" });
        else if (outcome == "failed") Add(EventTypes.StageFailed, new() { ["failed"] = "tools" });
        else Add(EventTypes.ReplySent, new() { ["kind"] = outcome, ["outcome"] = delivery ?? "sent" });
        return End(outcome);
    }

    public ThreadLog Open(string? act = null, JsonObject? input = null) => With(() =>
    {
        Add(EventTypes.MessageReceived, new() { ["messageId"] = $"m{events.Count}", ["assurance"] = person is null ? "none" : "channel", ["person"] = person });
        turn = $"t{events.Count + 1}";
        Add(EventTypes.TurnStarted, new() { ["next"] = "reasoning" });
        input ??= new() { ["next"] = "reasoning" };
        if (act is not null) input["act"] = act;
        Add(EventTypes.InputChecked, input);
    });

    public ThreadLog End(string outcome) => With(() =>
    {
        Add(EventTypes.TurnEnded, new() { ["outcome"] = outcome });
        turn = null;
    });

    public ThreadLog HandsOff(string? intent = "person") => Asks(intent, "handed-off", effect: "Handoff");

    public ThreadLog Thanks() => Asks(null, "fallback", act: "confirms", effect: "Ask");

    public ThreadLog Event(string type, JsonObject? data = null) => With(() => Add(type, data ?? []));

    public static JsonObject Tool(string outcome = "ok", string effect = "read", string? key = null, string? undoes = null) =>
        new() { ["tool"] = "get_order", ["outcome"] = outcome, ["effect"] = effect, ["key"] = key ?? Guid.NewGuid().ToString("N"), ["undoes"] = undoes };

    public static implicit operator Event[](ThreadLog log) => [.. log.events];

    private void Add(string type, JsonObject data)
    {
        foreach (var absent in data.Where(p => p.Value is null).Select(p => p.Key).ToList()) data.Remove(absent);
        var seq = events.Count + 1;
        events.Add(new Event(seq, Math.Max(1, episode), type, Now, turn, "stage", "cause", null, JsonSerializer.SerializeToElement(data), null, events.Count == 0 ? null : events[^1].Hash, default, $"{thread}-{seq}"));
    }

    private ThreadLog With(Action act)
    {
        act();
        return this;
    }
}

/// <summary>What the folds make of logs.</summary>
internal static class Folds
{
    public static readonly DateTimeOffset Later = ThreadLog.Noon.AddDays(60);

    public static Folded Fold(IEnumerable<Event> events, DateTimeOffset? asOf = null, ThreadReading? from = null) =>
        RequestFold.Apply(from ?? new ThreadReading("T"), events.Select(LogLine.Of), asOf ?? Later, ThreadLog.Noon.Date);

    public static IReadOnlyList<Case> Cases(DateTimeOffset? asOf, params ThreadLog[] logs) =>
        [.. logs.SelectMany(log => RequestFold.Apply(new ThreadReading(log.Thread), log.Events.Select(LogLine.Of), asOf ?? Later, ThreadLog.Noon.Date).Requests)
            .GroupBy(r => r.Person).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => CaseFold.Apply([], g))];

    public static IReadOnlyList<Case> Cases(params ThreadLog[] logs) => Cases(null, logs);
}
