using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>
/// One step of the roll-up: from what was counted as of one time to a later one of the same day, or its midnight. The threads of the
/// day are read from where they were left, their turns go to their persons' cases, and the days that can still change are
/// counted anew from these. Nothing of it is named by the mark until the caller writes it; a shard that is there already is not made again.
/// </summary>
internal sealed class RollUp(ITables tables, IBlobs blobs, Indexes indexes)
{
    private const int Page = 500;
    private const int LongestTurn = 16_000;

    /// <summary>Threads and persons are forgotten when nothing can come back to them: the longest quiet time, the longest window, and the days at both ends.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(3 + 7 + 2);

    /// <summary>Reading waits for the store, folding for the processor and holds a shard's cases in memory.</summary>
    private const int ReadAtOnce = 8, FoldAtOnce = 2;

    /// <param name="seen">Called for each thread of the day.</param>
    /// <exception cref="RollUpMovedException">What it begins from is gone: another run is further.</exception>
    public async Task<RollUpMark> StepAsync(RollUpMark before, DateTimeOffset asOf, Func<string, Task>? seen, CancellationToken ct)
    {
        var day = before.Next;
        await EachShardAsync(RollUpNames.ThreadShards, ReadAtOnce, shard => ReadAsync(before, day, asOf, shard, seen, ct), ct);

        var links = new List<Request>();
        for (var shard = 0; shard < RollUpNames.ThreadShards; shard++)
            if (await blobs.GetAsync(RollUpNames.Links(asOf, shard), ct) is { } bytes) links.AddRange(Parse(bytes, RollUpJson.Default.ListRequest));
        var persons = PersonLinks.Of(links);
        var requests = new byte[]?[RollUpNames.ThreadShards];
        for (var shard = 0; shard < RollUpNames.ThreadShards; shard++) requests[shard] = await blobs.GetAsync(RollUpNames.Requests(asOf, shard), ct);
        var parts = new CaseCells[RollUpNames.PersonShards];
        await EachShardAsync(RollUpNames.PersonShards, FoldAtOnce, async shard => parts[shard] = await FoldAsync(before, asOf, shard, requests, persons, ct), ct);

        var cells = new CaseCells();
        foreach (var part in parts) cells.Add(part);
        var days = cells.Cells.ToLookup(c => c.Day, StringComparer.Ordinal);
        foreach (var live in LiveDays(asOf).Where(d => d >= before.First))
            await PutAsync(RollUpNames.Day(live, asOf), [.. days[Text(live)]], RollUpJson.Default.ListCell, ct);
        return before with { AsOf = asOf, Open = cells.Open };
    }

    /// <summary>The cells of a day as the mark has them; none of a day without any.</summary>
    public async Task<IReadOnlyList<Cell>> DayAsync(DateOnly day, RollUpMark mark, CancellationToken ct) =>
        await blobs.GetAsync(RollUpNames.Day(day, mark.AsOf), ct) is { } bytes ? Parse(bytes, RollUpJson.Default.ListCell) : [];

    /// <summary>The cases that were open, or could be undone, of a shard of persons.</summary>
    public async Task<IReadOnlyList<Case>> CasesAsync(RollUpMark mark, int shard, CancellationToken ct) =>
        await blobs.GetAsync(RollUpNames.Persons(mark.AsOf, shard), ct) is { } bytes ? Unpack(bytes, RollUpJson.Default.ListCase) : [];

    /// <summary>How far the threads of a shard were read.</summary>
    public async Task<IReadOnlyList<ThreadReading>> ThreadsAsync(RollUpMark mark, int shard, CancellationToken ct) =>
        await blobs.GetAsync(RollUpNames.Threads(mark.AsOf, shard), ct) is { } bytes ? Unpack(bytes, RollUpJson.Default.ListThreadReading) : [];

    /// <summary>What nothing names any more once the mark has moved on: the step before last, and what this one was made of.</summary>
    public async Task CleanAsync(DateTimeOffset asOf, CancellationToken ct)
    {
        var old = asOf.AddDays(-2);
        for (var shard = 0; shard < RollUpNames.PersonShards; shard++) await blobs.DeleteAsync(RollUpNames.Persons(old, shard), ct);
        for (var shard = 0; shard < RollUpNames.ThreadShards; shard++)
        {
            await blobs.DeleteAsync(RollUpNames.Threads(old, shard), ct);
            await blobs.DeleteAsync(RollUpNames.Links(old, shard), ct);
            await blobs.DeleteAsync(RollUpNames.Requests(old, shard), ct);
        }
        foreach (var live in LiveDays(old).Where(d => RollUpNames.Day(d, old) != RollUpNames.Day(d, asOf))) await blobs.DeleteAsync(RollUpNames.Day(live, old), ct);
    }

    /// <summary>The threads of a shard: those of the day, and those that were left in the middle of something.</summary>
    private async Task ReadAsync(RollUpMark before, DateOnly day, DateTimeOffset asOf, int shard, Func<string, Task>? seen, CancellationToken ct)
    {
        if (await blobs.GetAsync(RollUpNames.Threads(asOf, shard), ct) is not null) return;
        var known = (await StateAsync(RollUpNames.Threads(before.AsOf, shard), before, RollUpJson.Default.ListThreadReading, ct)).ToDictionary(s => s.Thread, StringComparer.Ordinal);
        var todo = known.Values.Where(s => s.More).ToDictionary(s => s.Thread, s => s, StringComparer.Ordinal);
        foreach (var agent in before.Agents)
            await foreach (var row in indexes.OfDayAsync(agent, Text(day), shard, ct))
                todo[row.Key] = known.GetValueOrDefault(row.Key) ?? new ThreadReading(row.Key, long.TryParse(row.Cells.Json, NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? Math.Max(0, from - 1) : 0);

        var (requests, links) = (new List<Request>[RollUpNames.PersonShards], new List<Request>());
        foreach (var (thread, state) in todo.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            // Of a thread that was forgotten meanwhile, what is old was counted in its time.
            var since = known.ContainsKey(thread) ? DateTimeOffset.MinValue : before.AsOf;
            known[thread] = await ThreadAsync(state, asOf, day, request => { if (request.Ended >= since) Take(request); }, ct);
            if (seen is not null) await seen(thread);
        }
        if (requests.Any(some => some is not null)) await blobs.PutAsync(RollUpNames.Requests(asOf, shard), Lines(requests), ct);
        if (links.Count > 0) await PutAsync(RollUpNames.Links(asOf, shard), links, RollUpJson.Default.ListRequest, ct);
        var kept = known.Values.Where(s => s.More || s.At >= asOf - Remembered).OrderBy(s => s.Thread, StringComparer.Ordinal).ToList();
        await blobs.PutAsync(RollUpNames.Threads(asOf, shard), Pack(kept, RollUpJson.Default.ListThreadReading), ct);

        void Take(Request request)
        {
            if (request.Kind == RequestKind.Linked) links.Add(request);
            else (requests[Shard(request.Person)] ??= []).Add(request);
        }
    }

    /// <summary>A page at a time: a turn that does not end in its page is read again with a longer one.</summary>
    private async Task<ThreadReading> ThreadAsync(ThreadReading state, DateTimeOffset asOf, DateOnly day, Action<Request> take, CancellationToken ct)
    {
        var begin = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        for (var page = Page; ;)
        {
            var rows = await tables.RangeAsync(Keys.Table, state.Thread, Keys.Event(state.Seq + 1), Keys.All("e:").To, page, ct);
            var lines = rows.Select(LogLine.Of).ToList();
            var purged = lines.Count > 0 && lines[0].Seq > state.Seq + 1 ? await PurgedAsync(state.Thread, ct) : 0;
            var folded = RequestFold.Apply(state, lines, asOf, begin, purged);
            foreach (var request in folded.Requests) take(request);
            var moved = folded.State.Seq > state.Seq;
            state = folded.State;
            if (rows.Count < page || folded.Beyond || state.Flaw is not null) return state;
            if (!moved && (page *= 4) > LongestTurn) return state with { Flaw = "endless-turn", More = false };
        }
    }

    private async Task<long> PurgedAsync(string thread, CancellationToken ct) =>
        await tables.GetAsync(Keys.Table, thread, Keys.Base, ct) is { } row ? Head.Parse(row.Cells.Json!).Seq : 0;

    /// <summary>The cases of a shard of persons, with what was read of them: what they add to the days.</summary>
    private async Task<CaseCells> FoldAsync(RollUpMark before, DateTimeOffset asOf, int shard, byte[]?[] read, PersonLinks links, CancellationToken ct)
    {
        var cells = new CaseCells();
        if (await blobs.GetAsync(RollUpNames.Persons(asOf, shard), ct) is { } done)
        {
            foreach (var c in Unpack(done, RollUpJson.Default.ListCase)) cells.Add(c, asOf);
            return cells;
        }
        var persons = new SortedDictionary<string, (List<Case> Cases, List<Request> Requests)>(StringComparer.Ordinal);
        // Persons who turned out to be one of this shard bring what they had elsewhere.
        foreach (var from in links.ShardsInto(shard).Append(shard).Distinct().Order())
        {
            foreach (var c in await StateAsync(RollUpNames.Persons(before.AsOf, from), before, RollUpJson.Default.ListCase, ct))
                if (links.Now(c.Person) is var person && Shard(person) == shard) Of(person).Cases.Add(c with { Person = person, Known = c.Known || person != c.Person });
            foreach (var lines in read.OfType<byte[]>())
                foreach (var r in Line(lines, from) is { Length: > 0 } line ? Parse(line, RollUpJson.Default.ListRequest) : [])
                    if (links.Now(r.Person) is var person && Shard(person) == shard) Of(person).Requests.Add(r with { Person = person });
        }

        var (kept, live) = (new List<Case>(), Text(LiveDays(asOf).First()));
        foreach (var (_, (cases, requests)) in persons)
            foreach (var c in requests.Count == 0 ? [.. cases] : CaseFold.Apply([.. cases.OrderBy(c => c.Opened)], requests))
            {
                // What nobody can undo any more stands in its day as it is.
                if (c.OutcomeAt < asOf && string.CompareOrdinal(Indexes.Day(c.OutcomeAt), live) < 0) continue;
                kept.Add(c);
                cells.Add(c, asOf);
            }
        await blobs.PutAsync(RollUpNames.Persons(asOf, shard), Pack(kept, RollUpJson.Default.ListCase), ct);
        return cells;

        (List<Case> Cases, List<Request> Requests) Of(string person)
        {
            if (!persons.TryGetValue(person, out var found)) persons[person] = found = ([], []);
            return found;
        }
    }

    private static byte[] Lines(List<Request>?[] shards)
    {
        using var lines = new MemoryStream();
        foreach (var shard in shards)
        {
            if (shard is not null) JsonSerializer.Serialize(lines, shard, RollUpJson.Default.ListRequest);
            lines.WriteByte((byte)'\n');
        }
        return lines.ToArray();
    }

    /// <summary>A line of a blob; the last may have no end.</summary>
    private static ReadOnlyMemory<byte> Line(byte[] blob, int line)
    {
        ReadOnlyMemory<byte> rest = blob;
        for (; line > 0; line--) rest = rest[(rest.Span.IndexOf((byte)'\n') + 1)..];
        return rest.Span.IndexOf((byte)'\n') is >= 0 and var end ? rest[..end] : rest;
    }

    /// <summary>The first six bits of the person's hash.</summary>
    public static int Shard(string person) => Alphabet.IndexOf(Hashing.Id(person)[0], StringComparison.Ordinal);

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Outcome days that an as-of time can still change, the earliest first.</summary>
    public static IEnumerable<DateOnly> LiveDays(DateTimeOffset asOf)
    {
        var last = DateOnly.FromDateTime(asOf.UtcDateTime.AddTicks(-1));
        return Enumerable.Range(0, RollUpNames.LiveDays).Select(back => last.AddDays(back - RollUpNames.LiveDays + 1));
    }

    private static async Task EachShardAsync(int shards, int atOnce, Func<int, Task> work, CancellationToken ct) =>
        await Parallel.ForEachAsync(Enumerable.Range(0, shards), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct }, async (shard, _) => await work(shard));

    /// <summary>Of the step before; the first has none.</summary>
    private async Task<List<T>> StateAsync<T>(string name, RollUpMark before, JsonTypeInfo<List<T>> type, CancellationToken ct) =>
        before.AsOf == new DateTimeOffset(before.First.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) ? [] : Unpack(await NeededAsync(name, ct), type);

    private async Task<byte[]> NeededAsync(string name, CancellationToken ct) => await blobs.GetAsync(name, ct) ?? throw new RollUpMovedException($"{name} is gone.");

    private async Task PutAsync<T>(string name, T value, JsonTypeInfo<T> type, CancellationToken ct) => await blobs.PutAsync(name, JsonSerializer.SerializeToUtf8Bytes(value, type), ct);

    /// <summary>State is long and much alike: a tenth of it is stored, and no more of it than a buffer is text at a time.</summary>
    private static ReadOnlyMemory<byte> Pack<T>(List<T> values, JsonTypeInfo<List<T>> type)
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) JsonSerializer.Serialize(zip, values, type);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    private static List<T> Unpack<T>(byte[] packed, JsonTypeInfo<List<T>> type)
    {
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(zip, type)!;
    }

    private static T Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(bytes.Span, type)!;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The state a step begins from was taken away: another run has gone on from it.</summary>
internal sealed class RollUpMovedException(string message) : Exception(message);
