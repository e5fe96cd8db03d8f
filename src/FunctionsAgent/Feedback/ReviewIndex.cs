using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Conversations that people of the staff have marked, by day: table <c>Reviews</c>, partition = agent, row = day and thread. An entry is
/// written before the event it announces: one too many is harmless.
/// </summary>
public sealed class ReviewIndex(ITables tables)
{
    public const string Table = "Reviews";

    public Task EnterAsync(string agent, string day, string thread, CancellationToken ct) => tables.TryAsync(Table, agent, Write.Insert(Key(day, thread), new Cells()), ct);

    /// <summary>The threads with marks of these days, newest first, at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<string>> ThreadsAsync(string agent, DateOnly from, DateOnly to, int most, CancellationToken ct)
    {
        var threads = new List<string>();
        for (var day = to; day >= from && threads.Count < most; day = day.AddDays(-1))
        {
            var key = Key(Text(day), "");
            var rows = await tables.RangeAsync(Table, agent, key, key + "~", most - threads.Count, ct);
            threads.AddRange(rows.Select(row => row.Key[key.Length..]));
        }
        return [.. threads.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Retention took the log: no entry leads to it any more.</summary>
    public async Task ForgetAsync(string agent, string thread, DateOnly from, DateOnly to, CancellationToken ct)
    {
        for (var day = to; day >= from; day = day.AddDays(-1)) await tables.TryAsync(Table, agent, Write.Delete(Key(Text(day), thread)), ct);
    }

    private static string Text(DateOnly day) => Indexes.Day(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    private static string Key(string day, string thread) => $"{day}|{thread}";
}
