using System.Globalization;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Counts again from the raw log and compares with what was rolled up, bit for bit. Holds within retention: of a day whose
/// conversations were partly purged, and of the days a case may reach back from it, nothing is said.
/// </summary>
public sealed partial class Recount(ITables tables, IBlobs blobs, Indexes indexes, RollUps rollUps, TimeProvider time, ILogger<Recount> logger)
{
    /// <summary>Threads of a night's sample.</summary>
    public const int Sampled = 200;

    private const int MostDifferences = 100;
    private const int Page = 500;

    /// <summary>A case may have begun this long before its outcome's day, or be undone from there.</summary>
    private const int Reach = 12;

    /// <param name="purgedBefore">The first day of which all conversations are kept.</param>
    /// <param name="replace">What was counted again takes the place of what was stored, also where that cannot be read any more.</param>
    public async Task<Recounted> RunAsync(DateOnly? purgedBefore, bool replace, CancellationToken ct)
    {
        var (stored, etag) = await rollUps.MarkAsync(ct);
        if (await rollUps.BeginningAsync(null, ct) is not { } begin || (stored is null && !replace)) return new Recounted(null, null, 0, 0, []);
        // Where nothing is stored, or by another definition, it is counted as the next night would.
        var anew = stored is null;
        stored ??= begin with { AsOf = Midnight() };
        var scratch = new ScratchBlobs();
        var again = new RollUp(tables, scratch, indexes);
        var before = new RollUp(tables, blobs, indexes);
        var kept = new Dictionary<DateOnly, IReadOnlyList<Cell>>();
        var first = purgedBefore is { } purged && purged.AddDays(Reach) > stored.First ? purged.AddDays(Reach) : stored.First;
        for (var day = first; day < stored.Next; day = day.AddDays(1)) kept[day] = await before.DayAsync(day, stored, ct);

        var mark = begin with { Agents = stored.Agents };
        while (mark.AsOf < stored.AsOf)
        {
            mark = await again.StepAsync(mark, mark.AsOf.AddDays(1), null, ct);
            await again.CleanAsync(mark.AsOf, ct);
        }
        var (cells, differences) = (0, new List<Difference>());
        foreach (var (day, old) in kept.OrderBy(k => k.Key))
        {
            var counted = await again.DayAsync(day, mark, ct);
            cells += counted.Count;
            if (!anew) differences.AddRange(Compare(old, counted));
        }
        if (replace)
        {
            await scratch.CopyAsync(blobs, ct);
            await rollUps.WriteAsync(mark with { First = stored.First }, etag, ct);
        }
        return new Recounted(first, stored.Next.AddDays(-1), cells, differences.Count, [.. differences.Take(MostDifferences)]);
    }

    private DateTimeOffset Midnight() => new(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Some threads of the last day that was counted, from their beginning: what they come to must be what the night has.</summary>
    public async Task SampleAsync(CancellationToken ct)
    {
        if (await rollUps.MarkAsync(ct) is not ({ } mark, _)) return;
        var day = mark.Next.AddDays(-1);
        var shard = day.DayNumber % RollUpNames.ThreadShards;
        var known = (await rollUps.ThreadsAsync(mark, shard, ct)).ToDictionary(s => s.Thread, StringComparer.Ordinal);
        var (looked, differ) = (0, 0);
        foreach (var agent in mark.Agents)
            await foreach (var row in indexes.OfDayAsync(agent, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), shard, ct))
            {
                if (looked >= Sampled) break;
                looked++;
                if (!known.TryGetValue(row.Key, out var state) || await HoldsAsync(state, mark, ct)) continue;
                differ++;
                Log.Differs(logger, row.Key, day);
            }
        LastSample = new(mark.AsOf, looked, differ);
        Log.Sampled(logger, day, looked, differ);
    }

    /// <summary>What the last sample of this process found.</summary>
    public Sample? LastSample { get; private set; }

    /// <summary>The thread from its beginning, and the cases it alone makes.</summary>
    private async Task<bool> HoldsAsync(ThreadReading state, RollUpMark mark, CancellationToken ct)
    {
        var purged = await tables.GetAsync(Keys.Table, state.Thread, Keys.Base, ct) is { } row ? Head.Parse(row.Cells.Json!).Seq : 0;
        // A log of which a part is gone says less than what was read of it before.
        if (purged > 0 || state.Flaw is not null) return true;
        var (folded, requests) = (new ThreadReading(state.Thread), new List<Request>());
        for (var more = true; more;)
        {
            var lines = (await tables.RangeAsync(Keys.Table, state.Thread, Keys.Event(folded.Seq + 1), Keys.All("e:").To, Page, ct)).Select(LogLine.Of).ToList();
            var next = RequestFold.Apply(folded, lines, mark.AsOf, mark.AsOf.AddDays(-1));
            requests.AddRange(next.Requests);
            more = lines.Count == Page && !next.Beyond && next.State.Seq > folded.Seq;
            folded = next.State;
        }
        if (folded with { More = false } != state with { More = false }) return false;
        if (state.Person is not null) return true;
        // Nobody but this thread has a part in an unknown visitor's cases.
        var own = (await rollUps.CasesAsync(RollUp.Shard(state.Who), ct)).Cases.Where(c => c.Person == state.Who).ToList();
        var again = CaseFold.Apply([], requests).Where(c => c.Person == state.Who && own.Any(o => o.Opened == c.Opened && o.Family == c.Family)).ToList();
        return own.Count == again.Count && own.Zip(again).All(pair => Same(pair.First, pair.Second, mark.AsOf));
    }

    private static bool Same(Case a, Case b, DateTimeOffset asOf)
    {
        var (left, right) = (new CaseCells(), new CaseCells());
        left.Add(a, asOf);
        right.Add(b, asOf);
        return Compare([.. left.Cells], [.. right.Cells]).Count == 0;
    }

    private static List<Difference> Compare(IReadOnlyList<Cell> stored, IReadOnlyList<Cell> counted)
    {
        var (old, fresh) = (stored.ToDictionary(c => c.Key), counted.ToDictionary(c => c.Key));
        var found = new List<Difference>();
        foreach (var key in old.Keys.Union(fresh.Keys))
        {
            var (a, b) = (old.GetValueOrDefault(key), fresh.GetValueOrDefault(key));
            var any = (a ?? b)!;
            foreach (var counter in (a?.Counts.Keys ?? Enumerable.Empty<string>()).Union(b?.Counts.Keys ?? Enumerable.Empty<string>(), StringComparer.Ordinal))
                if ((a?[counter] ?? 0) != (b?[counter] ?? 0)) found.Add(new Difference(any.Day, any.Agent, any.Channel, any.Family, any.Version, counter, a?[counter] ?? 0, b?[counter] ?? 0));
        }
        return found;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Thread}: counted again from its log it is not what was rolled up on {Day}; run 'kpi recompute'")]
        public static partial void Differs(ILogger logger, string thread, DateOnly day);

        [LoggerMessage(2, LogLevel.Information, "{Day}: {Looked} threads counted again from the log, {Differ} differ")]
        public static partial void Sampled(ILogger logger, DateOnly day, int looked, int differ);
    }
}

/// <param name="From">The first day that was compared; null when nothing was rolled up yet.</param>
/// <param name="Cells">Cells compared.</param>
/// <param name="Differ">Counters that differ; at most a hundred of them are listed.</param>
public sealed record Recounted(DateOnly? From, DateOnly? To, int Cells, int Differ, IReadOnlyList<Difference> Differences);

public sealed record Difference(string Day, string Agent, string Channel, string Family, string Version, string Counter, long Stored, long Recomputed);

public sealed record Sample(DateTimeOffset AsOf, int Threads, int Differ);
