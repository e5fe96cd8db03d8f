namespace FunctionsAgent.Feedback;

/// <summary>How far the log is rolled up: the one row that says which blobs count. Whatever a broken run left behind is not named by it.</summary>
/// <param name="AsOf">A UTC midnight: what happened before it is counted.</param>
/// <param name="First">The first day there is anything of.</param>
/// <param name="Open">Cases without an outcome, by agent.</param>
/// <param name="Agents">Every agent that was ever counted: one that is no longer served still has its days.</param>
public sealed record RollUpMark(DateTimeOffset AsOf, string Definition, DateOnly First, SortedDictionary<string, long> Open, SortedSet<string> Agents)
{
    public DateOnly Next => DateOnly.FromDateTime(AsOf.UtcDateTime);
}
