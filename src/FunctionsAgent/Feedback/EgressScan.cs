using System.Globalization;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Lists what left the installation, from the log, page by page and the latest day first. A call is listed once: under the last day on
/// which its conversation was entered in <c>ConversationDays</c> before it was made. Broken rows are counted and passed over.
/// </summary>
public sealed class EgressScan(ITables tables, Indexes indexes)
{
    /// <summary>Of a page: it ends behind the first that is reached, so it may hold a few more.</summary>
    public const int MostCalls = 500, MostConversations = 500, MostEvents = 20_000, MostShards = 2_000;

    /// <summary>Days before the window in which a conversation may have been entered that went on in it.</summary>
    private const int LookBack = 7;

    private const int Page = 200;

    /// <summary>What a page holds so far.</summary>
    private sealed class Gathered
    {
        public List<EgressCall> Calls { get; } = [];
        public List<EgressGap> Gaps { get; } = [];
        public int Conversations { get; set; }
        public int Events { get; set; }
        public int Shards { get; set; }
        public bool IsFull => Calls.Count >= MostCalls || Conversations >= MostConversations || Events >= MostEvents || Shards >= MostShards;

        public EgressPage Page(EgressCursor? next) => new(Calls, Gaps, Conversations, next);
    }

    /// <param name="agent">One agent's; null: of every agent that ever had a conversation.</param>
    public async Task<EgressPage> DaysAsync(EgressCursor at, string? agent, CancellationToken ct)
    {
        IReadOnlyList<string> agents = agent is not null ? [agent] : [.. (await indexes.AgentsAsync(ct)).Keys.Order(StringComparer.Ordinal)];
        var found = new Gathered();
        // And some days before: what a turn did after midnight, and what a person answered later, stand under the day the customer wrote.
        for (var day = EgressCursor.Date(at.Day); day >= EgressCursor.Date(at.From).AddDays(-LookBack); day = day.AddDays(-1))
            foreach (var name in agents)
                for (var shard = 0; shard < Indexes.DayShards; shard++)
                {
                    var here = at with { Day = EgressCursor.Text(day), Agent = name, Shard = shard, Thread = "", Seq = 0 };
                    if (here.Day == at.Day)
                    {
                        if (string.CompareOrdinal(name, at.Agent) < 0 || (name == at.Agent && shard < at.Shard)) continue;
                        if (name == at.Agent && shard == at.Shard) here = at;
                    }
                    if (found.IsFull) return found.Page(here);
                    found.Shards++;
                    if (await ShardAsync(here, found, ct) is { } next) return found.Page(next);
                }
        return found.Page(null);
    }

    /// <summary>All of one thread, or of one of its episodes.</summary>
    public async Task<EgressPage> ThreadAsync(string thread, int? episode, EgressCursor? at, CancellationToken ct)
    {
        var found = new Gathered { Conversations = (await tables.RangeAsync(Keys.Table, thread, Keys.Event(0), Keys.All("e:").To, 1, ct)).Count };
        var stopped = await ReadAsync(thread, at?.Seq ?? 1, found, (e, _) => Task.FromResult(episode is null || e.Episode == episode ? Take.It : e.Episode > episode ? Take.NoMore : Take.Skip), ct);
        return found.Page(stopped is { } seq ? (at ?? EgressCursor.Of(DateOnly.MinValue, DateOnly.MaxValue)) with { Thread = thread, Seq = seq } : null);
    }

    private async Task<EgressCursor?> ShardAsync(EgressCursor at, Gathered found, CancellationToken ct)
    {
        var partition = Indexes.DayPartition(at.Agent, at.Day, at.Shard);
        for (var from = at.Thread; ;)
        {
            var rows = await tables.RangeAsync(Indexes.Days, partition, from, "\uffff", Page, ct);
            foreach (var row in rows)
            {
                if (found.IsFull) return at with { Thread = row.Key, Seq = 0 };
                found.Conversations++;
                if (string.CompareOrdinal(at.Day, at.From) < 0 && !await WentOnAsync(row.Key, at, ct)) continue;
                if (await ReadAsync(row.Key, row.Key == at.Thread && at.Seq > 0 ? at.Seq : First(row), found, OfDay(at, row.Key), ct) is { } stopped) return at with { Thread = row.Key, Seq = stopped };
            }
            if (rows.Count < Page) return null;
            from = rows[^1].Key + "\u0001";
        }
    }

    private enum Take { It, Skip, NoMore }

    /// <summary>
    /// Events of the entry's day and behind, up to where a later entry of the conversation begins, as far as they lie in the window. So each
    /// is found under one entry: the last that is neither younger than it nor begins behind it.
    /// </summary>
    private Func<Event, CancellationToken, Task<Take>> OfDay(EgressCursor at, string thread)
    {
        var (known, latest, until) = (EgressCursor.Date(at.Day), EgressCursor.Date(at.Day).AddDays(-1), long.MaxValue);
        return async (e, ct) =>
        {
            // Clocks of two processes may differ; the log's order does not.
            var day = DateOnly.FromDateTime(e.At.UtcDateTime) is var said && said > latest ? latest = said : latest;
            if (day < EgressCursor.Date(at.Day)) return Take.Skip;
            for (; known < day; known = known.AddDays(1))
                if (await tables.GetAsync(Indexes.Days, Indexes.DayPartition(at.Agent, EgressCursor.Text(known.AddDays(1)), at.Shard), thread, ct) is { } later) until = Math.Min(until, First(later));
            if (e.Seq >= until) return Take.NoMore;
            return day >= EgressCursor.Date(at.From) && day <= EgressCursor.Date(at.To) ? Take.It : Take.Skip;
        };
    }

    /// <summary>Where the day's events stand in the log at the earliest.</summary>
    private static long First(Row entry) => long.TryParse(entry.Cells.Json, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : 1;

    /// <summary>Whether a conversation that was entered before the window has words in it, or may have.</summary>
    private async Task<bool> WentOnAsync(string thread, EgressCursor at, CancellationToken ct)
    {
        try
        {
            return await tables.GetAsync(Keys.Table, thread, Keys.Head, ct) is not { Cells.Json: { } json } || DateOnly.FromDateTime(Head.Parse(json).LastAt.UtcDateTime) >= EgressCursor.Date(at.From).AddDays(-1);
        }
        catch (Exception e) when (ConversationLog.IsBroken(e))
        {
            return true;
        }
    }

    /// <returns>The sequence to go on with, where the page is full before the log is read.</returns>
    private async Task<long?> ReadAsync(string thread, long from, Gathered found, Func<Event, CancellationToken, Task<Take>> take, CancellationToken ct)
    {
        var (broken, missing, erased, seen) = (0, 0L, 0, 0L);
        try
        {
            while (true)
            {
                if (found.IsFull) return from;
                var rows = await tables.RangeAsync(Keys.Table, thread, Keys.Event(from), Keys.All("e:").To, Page, ct);
                foreach (var row in rows)
                {
                    found.Events++;
                    if (!long.TryParse(row.Key.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) seq = from;
                    if (seen > 0) missing += Math.Max(0, seq - seen - 1);
                    (seen, from) = (seq, Math.Max(seq, from) + 1);
                    if (Event(row) is not { } e)
                    {
                        broken++;
                        continue;
                    }
                    var what = await take(e, ct);
                    if (what == Take.NoMore) return null;
                    if (what == Take.Skip) continue;
                    if (e.ContentHash is not null && row.Cells.Salt is null) erased++;
                    found.Calls.AddRange(EgressReader.Of(thread, e));
                }
                if (rows.Count < Page) return null;
            }
        }
        finally
        {
            if (broken + missing + erased > 0) found.Gaps.Add(new(thread, broken, missing, erased));
        }
    }

    /// <summary>Without its content, which nothing here is about; null for a row that is no event.</summary>
    private static Event? Event(Row row)
    {
        try
        {
            return EventJson.Read(row with { Cells = row.Cells with { Content = null } });
        }
        catch (Exception e) when (ConversationLog.IsBroken(e))
        {
            return null;
        }
    }
}
