using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>Cases, as of a time, as counts.</summary>
public sealed class CaseCells
{
    private readonly Dictionary<(string, string, string, string, string, bool), Cell> cells = [];

    /// <summary>Cases without an outcome yet, by agent.</summary>
    public SortedDictionary<string, long> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of their keys.</summary>
    public IEnumerable<Cell> Cells => cells.Values.OrderBy(c => c.Day, StringComparer.Ordinal).ThenBy(c => c.Agent, StringComparer.Ordinal).ThenBy(c => c.Channel, StringComparer.Ordinal)
        .ThenBy(c => c.Family, StringComparer.Ordinal).ThenBy(c => c.Version, StringComparer.Ordinal).ThenBy(c => c.Known);

    public void Add(CaseCells others)
    {
        foreach (var cell in others.cells.Values) Add(cell);
        foreach (var (agent, open) in others.Open) Open[agent] = Open.GetValueOrDefault(agent) + open;
    }

    private void Add(Cell other)
    {
        if (!cells.TryGetValue(other.Key, out var cell)) cells[other.Key] = cell = other with { Counts = new(StringComparer.Ordinal) };
        cell.Add(other);
    }

    public void Add(Case c, DateTimeOffset asOf)
    {
        var outcome = c.OutcomeAsOf(asOf);
        if (outcome == Outcome.Open)
        {
            if (c.Excluded is null) Open[c.Agent] = Open.GetValueOrDefault(c.Agent) + 1;
            return;
        }
        var key = (Indexes.Day(c.OutcomeAt), c.Agent, c.Channel, c.Family, c.Version, c.Known);
        if (!cells.TryGetValue(key, out var cell)) cells[key] = cell = new Cell(key.Item1, c.Agent, c.Channel, c.Family, c.Version, c.Known);
        if (outcome == Outcome.Excluded) cell.Add(Counters.Excluded(c.Excluded!));
        else Count(cell, c, outcome);
    }

    private static void Count(Cell cell, Case c, Outcome outcome)
    {
        var name = Name(outcome);
        cell.Add(Counters.Cases);
        cell.Add(name);
        if (c.Cause is not null) cell.Add(Counters.EscalatedBy(c.Cause));
        if (c.Served) cell.Add(Counters.Served);
        var resolved = outcome is Outcome.ResolvedConfirmed or Outcome.ResolvedAssumed;
        if (resolved) Resolved(cell, c, name);
        if (c.Score is { } score) cell.Add(Counters.Survey(name, score));
        var held = resolved && c.HeldFor(Definition.Default) ? "held" : "other";
        foreach (var mark in c.Marks.Values) cell.Add(Counters.Review(mark == Request.Ok ? "ok" : "wrong", held));

        cell.Add(Counters.Actions, c.Actions.Length);
        cell.Add(Counters.Interactions, c.Interactions);
        cell.Add(Counters.Requests, c.Requests);
        cell.Add(Counters.InScope, c.InScope);
        foreach (var ms in c.Milliseconds) cell.Add(Counters.Duration(Histogram.BucketOf(ms)));
        cell.Add(Counters.Milliseconds, c.Milliseconds.Sum());
        cell.Add(Counters.TokensIn, c.TokensIn);
        cell.Add(Counters.TokensOut, c.TokensOut);
        cell.Add(Counters.Cost, c.Cost);
        cell.Add(Counters.Steps(Math.Min(c.StepCount, 9999)));
        if (c.Sequence.Length > 0) cell.Add(Counters.Sequence(c.Sequence));
    }

    private static void Resolved(Cell cell, Case c, string name)
    {
        if (c.Repeats > 0) cell.Add(Counters.Return(name, "repeat", "conversation"));
        else if (c.Recontact is { } again) cell.Add(Counters.Return(name, Definition.Windows.First(w => again <= c.OutcomeAt + w.Length).Name, c.RecontactBy!));
        foreach (var window in Definition.Windows.Where(c.HeldFor))
        {
            if (c.Conversations.Length == 1 && !c.Returned) cell.Add(Counters.FirstContact(window));
            if (!c.Corrected && !c.RolledBack) cell.Add(Counters.WorkUnits(window));
        }
    }

    private static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Escalated => Counters.Escalated,
        Outcome.Abandoned => Counters.Abandoned,
        Outcome.ResolvedConfirmed => Counters.Confirmed,
        Outcome.ResolvedAssumed => Counters.Assumed,
        _ => Counters.Unknown,
    };
}
