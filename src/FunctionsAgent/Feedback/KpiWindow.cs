namespace FunctionsAgent.Feedback;

/// <summary>What needs a window: of the cases of days on which every case has had it. The others are maturing, and in none of these.</summary>
/// <param name="Name">24h, 72h or 7d.</param>
/// <param name="Maturing">Eligible cases still inside the window.</param>
/// <param name="Days">Days of the span that have had the window.</param>
public sealed record KpiWindow(string Name, long Maturing, int Days)
{
    /// <summary>Resolved, confirmed or assumed, without a return within the window.</summary>
    public Rate Containment { get; init; } = Rate.None;

    /// <summary>The same of resolutions that were confirmed alone.</summary>
    public Rate Strict { get; init; } = Rate.None;

    /// <summary>Containment of persons who are recognised when they return, and of those who are not.</summary>
    public Rate Identified { get; init; } = Rate.None;
    public Rate Unidentified { get; init; } = Rate.None;

    /// <summary>Resolved in the first conversation, and held.</summary>
    public Rate FirstContact { get; init; } = Rate.None;

    /// <summary>Agentic Work Units.</summary>
    public long WorkUnits { get; init; }
    public double? WorkUnitsPerInteraction { get; init; }
    public double? WorkUnitsPerDay { get; init; }

    /// <summary>Time of all turns, tokens and cost of the same days' cases, for each work unit.</summary>
    public double? MillisecondsPerWorkUnit { get; init; }
    public double? TokensPerWorkUnit { get; init; }
    public double? CostPerWorkUnit { get; init; }
}
