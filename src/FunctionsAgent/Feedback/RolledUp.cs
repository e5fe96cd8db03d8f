namespace FunctionsAgent.Feedback;

/// <summary>What the nightly run has counted, or a look at the present on top of it.</summary>
/// <param name="AsOf">What happened later does not count: a UTC midnight, or the present for a look at it. Default: nothing was counted yet.</param>
/// <param name="Definition">Version of the definition it was counted by.</param>
/// <param name="First">The first day counted; null when nothing was.</param>
/// <param name="Cells">Of the days asked for, by day of the outcome.</param>
/// <param name="Open">Cases without an outcome yet, by agent.</param>
public sealed record RolledUp(DateTimeOffset AsOf, string Definition, DateOnly? First, IReadOnlyList<Cell> Cells, IReadOnlyDictionary<string, long> Open)
{
    /// <summary>Whether every case of the day has had its window: only then do its cases count in containment.</summary>
    public bool IsMature(DateOnly day, Window window) => day.AddDays(1 + window.Days).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) <= AsOf.UtcDateTime;
}
