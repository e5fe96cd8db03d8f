using System.Globalization;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>A conversation that somebody marked on a day.</summary>
public readonly record struct ReviewEntry(string Agent, string Day, string Thread);

/// <summary>
/// Table <c>Reviews</c>: partition = agent, row = day and thread, so that marks are found without reading every conversation. An
/// entry is written before the mark it announces: one too many is harmless, and leaves when somebody meets it.
/// </summary>
public sealed class ReviewIndex(ITables tables)
{
    public const string Table = "Reviews";

    public Task EnterAsync(string agent, string day, string thread, CancellationToken ct) => tables.TryAsync(Table, agent, Write.Insert(Key(day, thread), new Cells()), ct);

    /// <summary>Newest day first, at most <paramref name="most"/>; a thread once for each day it was marked on.</summary>
    public async Task<IReadOnlyList<ReviewEntry>> OfDaysAsync(string agent, DateOnly from, DateOnly to, int most, CancellationToken ct)
    {
        var found = new List<ReviewEntry>();
        for (var date = to; date >= from && found.Count < most; date = date.AddDays(-1))
        {
            var day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var rows = await tables.RangeAsync(Table, agent, Key(day, ""), Key(day, "~"), most - found.Count, ct);
            found.AddRange(rows.Select(row => new ReviewEntry(agent, day, row.Key[(day.Length + 1)..])));
        }
        return found;
    }

    public Task LeaveAsync(ReviewEntry entry, CancellationToken ct) => tables.TryAsync(Table, entry.Agent, Write.Delete(Key(entry.Day, entry.Thread)), ct);

    private static string Key(string day, string thread) => $"{day}|{thread}";
}
