using System.Globalization;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>A thread as it was read for review.</summary>
/// <param name="Log">From the beginning of the oldest episode in question to the end.</param>
public sealed record ReviewedThread(string Thread, IReadOnlyList<Event> Log);

/// <param name="Complete">False where there was more than was read.</param>
/// <param name="TooLong">Threads left out as their log is longer than is read for this.</param>
/// <param name="Broken">Threads left out as their log cannot be read.</param>
public sealed record ReviewReading(IReadOnlyList<ReviewedThread> Threads, bool Complete, int TooLong, int Broken);

/// <summary>Reads the conversations of the last days, a bounded number, spread evenly over the days.</summary>
public sealed class ReviewScan(ITables tables, ConversationLog log)
{
    public const int MostThreads = 2_000;

    private const int Page = 500;
    private const int MostPages = 4;

    public async Task<ReviewReading> DaysAsync(IEnumerable<string> agents, DateOnly from, DateOnly to, CancellationToken ct)
    {
        List<Cursor> cursors = [.. agents.SelectMany(agent => Days(from, to).SelectMany(day => Enumerable.Range(0, Indexes.DayShards).Select(shard => new Cursor(Indexes.DayPartition(agent, day, shard)))))];
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        // In rounds: a day with a hundred thousand conversations does not keep the others out.
        while (cursors.Count > 0 && found.Count < MostThreads)
        {
            var share = Math.Max(1, (MostThreads - found.Count) / cursors.Count);
            foreach (var cursor in cursors.ToList())
            {
                var rows = await tables.RangeAsync(Indexes.Days, cursor.Partition, cursor.Next, "\uffff", share, ct);
                foreach (var row in rows)
                {
                    var first = long.TryParse(row.Cells.Json, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : 1;
                    found[row.Key] = found.TryGetValue(row.Key, out var known) ? Math.Min(known, first) : first;
                }
                if (rows.Count < share) cursors.Remove(cursor);
                else cursor.Next = rows[^1].Key + "\u0001";
                if (found.Count >= MostThreads) break;
            }
        }
        var reading = await ThreadsAsync(found.Select(f => (f.Key, f.Value)), ct);
        return reading with { Complete = cursors.Count == 0 };
    }

    /// <summary>These threads, each from a sequence on.</summary>
    public async Task<ReviewReading> ThreadsAsync(IEnumerable<(string Thread, long From)> threads, CancellationToken ct)
    {
        var (read, tooLong, broken) = (new List<ReviewedThread>(), 0, 0);
        foreach (var (thread, from) in threads.OrderBy(t => t.Thread, StringComparer.Ordinal))
        {
            try
            {
                if (await ReadAsync(thread, from, ct) is { } events) read.Add(new(thread, events));
                else tooLong++;
            }
            catch (Exception e) when (ConversationLog.IsBroken(e))
            {
                broken++;
            }
        }
        return new(read, true, tooLong, broken);
    }

    private async Task<List<Event>?> ReadAsync(string thread, long from, CancellationToken ct)
    {
        var events = new List<Event>();
        for (var page = 0; page < MostPages; page++)
        {
            var more = await log.EventsAsync(thread, from, Page, ct);
            events.AddRange(more);
            if (more.Count < Page) return events;
            from = more[^1].Seq + 1;
        }
        return null;
    }

    private static IEnumerable<string> Days(DateOnly from, DateOnly to)
    {
        for (var day = to; day >= from; day = day.AddDays(-1)) yield return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private sealed class Cursor(string partition)
    {
        public string Partition => partition;

        public string Next { get; set; } = "";
    }
}
