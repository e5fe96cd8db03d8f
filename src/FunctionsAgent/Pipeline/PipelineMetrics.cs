using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Pipeline;

/// <summary>How the stages do: what they commit, what gets in their way, how long turns take and which hang.</summary>
public sealed class PipelineMetrics
{
    private const string Agent = "gen_ai.agent.name";

    private readonly Counter<long> commits;
    private readonly Counter<long> conflicts;
    private readonly Counter<long> parked;
    private readonly Counter<long> guards;
    private readonly Counter<long> unjudged;
    private readonly Counter<long> overdue;
    private readonly Histogram<double> overdueAges;
    private readonly Histogram<double> turns;

    public PipelineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        commits = meter.CreateCounter<long>("functionsagent.commits", "{commit}", "Decisions of stages that were committed.");
        conflicts = meter.CreateCounter<long>("functionsagent.commit.conflicts", "{commit}", "Decisions made on a head that had moved; each is made again.");
        parked = meter.CreateCounter<long>("functionsagent.messages.parked", "{message}", "Messages that cannot be handled, kept for an operator.");
        guards = meter.CreateCounter<long>("functionsagent.guard.verdicts", "{verdict}", "What guards did, or would have done in shadow, but for letting pass.");
        unjudged = meter.CreateCounter<long>("functionsagent.guard.failures", "{passage}", "Passages a guard gave no verdict on.");
        overdue = meter.CreateCounter<long>("functionsagent.turn.overdue", "{turn}", "Open turns that met their timer.");
        overdueAges = meter.CreateHistogram("functionsagent.turn.overdue.age", "s", "How long such a turn has been open.", advice: Telemetry.Ages);
        turns = meter.CreateHistogram("functionsagent.turn.duration", "s", "From the start of a turn to its end.", advice: Telemetry.Ages);
    }

    /// <summary>A stage's decision is in the log.</summary>
    internal void Committed(string stage, Head before, IReadOnlyList<Event> events)
    {
        commits.Add(1, StageTag(stage));
        foreach (var e in events)
        {
            Verdicts(e, "verdicts", "on");
            Verdicts(e, "shadow", "shadow");
            if (e.Type == EventTypes.TurnEnded && before.Turn is { } ended)
                turns.Record((e.At - ended.Started).TotalSeconds, new TagList { { Agent, before.Agent }, { "functionsagent.outcome", e.Text("outcome") } });
            else if (e.Type == EventTypes.SignalRaised && e.Text("signal") == Timers.OverdueSignal && before.Turn is { } open)
            {
                overdue.Add(1, StageTag(open.State));
                overdueAges.Record((e.At - open.Started).TotalSeconds, StageTag(open.State));
            }
        }
    }

    private void Verdicts(Event e, string name, string mode)
    {
        if (!e.Data.TryGetProperty(name, out var verdicts) || verdicts.ValueKind != JsonValueKind.Array) return;
        foreach (var verdict in verdicts.EnumerateArray())
        {
            var (rule, action) = (verdict.GetProperty("rule").GetString(), verdict.GetProperty("do").GetString());
            var failed = verdict.GetProperty("evidence").TryGetProperty("failed", out _);
            if (failed) unjudged.Add(1, new KeyValuePair<string, object?>("functionsagent.guard", rule));
            else if (action != "allow") guards.Add(1, new TagList { { "functionsagent.guard", rule }, { "functionsagent.guard.mode", mode }, { "functionsagent.guard.do", action } });
        }
    }

    internal void Conflict(string stage) => conflicts.Add(1, StageTag(stage));

    /// <param name="queue">Where it came from; ours.</param>
    /// <param name="cause">A queue's or our own word for it.</param>
    internal void Parked(string queue, string cause) => parked.Add(1, new TagList { { "messaging.destination.name", queue }, { Telemetry.ErrorType, cause } });

    private static KeyValuePair<string, object?> StageTag(string stage) => new(Telemetry.Stage, stage);
}
