namespace FunctionsAgent.Feedback;

/// <summary>The figures of cases that are looked at together, with what each is of. JSON names are those of the members, and stable.</summary>
/// <param name="Name">The agent, channel, intent, version, day or week; empty for all of them.</param>
/// <param name="Cases">Eligible cases with an outcome on the days asked for.</param>
public sealed record KpiFigures(string Name, long Cases)
{
    /// <summary>By window, the shortest first.</summary>
    public IReadOnlyList<KpiWindow> Windows { get; init; } = [];

    public Rate Confirmed { get; init; } = Rate.None;
    public Rate Assumed { get; init; } = Rate.None;
    public Rate Escalated { get; init; } = Rate.None;
    public Rate Abandoned { get; init; } = Rate.None;
    public Rate Unknown { get; init; } = Rate.None;

    /// <summary>Of all eligible cases, by cause.</summary>
    public IReadOnlyDictionary<string, Rate> EscalatedBy { get; init; } = new SortedDictionary<string, Rate>(StringComparer.Ordinal);

    /// <summary>Of the escalated ones, those in which a person really answered.</summary>
    public Rate Served { get; init; } = Rate.None;

    /// <summary>Cases that no person was asked to take, whatever came of them. Says nothing without containment beside it.</summary>
    public Rate Deflection { get; init; } = Rate.None;

    /// <summary>Cases of persons who would be recognised if they returned.</summary>
    public Rate Identifiable { get; init; } = Rate.None;

    public KpiSurvey Survey { get; init; } = KpiSurvey.None;

    /// <summary>Requests with an in-scope intent.</summary>
    public Rate Coverage { get; init; } = Rate.None;
    public long Requests { get; init; }

    /// <summary>Conversations with at least one real request.</summary>
    public long Interactions { get; init; }

    /// <summary>State-changing calls that were completed and stood.</summary>
    public long Actions { get; init; }

    public KpiLatency Latency { get; init; } = KpiLatency.None;
    public KpiSpend Spend { get; init; } = KpiSpend.None;

    /// <summary>In no rate, by reason.</summary>
    public IReadOnlyDictionary<string, long> Excluded { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    public KpiMarks Marks { get; init; } = KpiMarks.None;

    /// <summary>The figures of a window; of none where it is not one of ours.</summary>
    public KpiWindow Of(string window) => Windows.FirstOrDefault(w => w.Name == window) ?? new KpiWindow(window, 0, 0);
}
