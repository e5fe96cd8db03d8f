using System.Text;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>Recomputes a thread from its rows: the chain of hashes, the content, the sequence, and the head as the fold of its events.</summary>
public sealed class Verifier(ITables tables, IBlobs blobs, Anchors anchors)
{
    private const int Page = 500;

    public async Task<Verification> VerifyAsync(string partition, CancellationToken ct)
    {
        var problems = new List<Flaw>();
        // The head first: what is committed while this reads is the next verification's.
        var stored = await tables.GetAsync(Keys.Table, partition, Keys.Head, ct);
        var (last, beyond) = (Last(stored), false);
        // What retention took cannot be recomputed: the log begins behind it, at the head of that time.
        var begin = await tables.GetAsync(Keys.Table, partition, Keys.Base, ct);
        var head = begin is null ? Head.Empty : Head.Parse(begin.Cells.Json!);
        var purged = head.Seq;
        long expected = purged + 1, erased = 0;
        var hashes = new Dictionary<long, string?> { [head.Seq] = head.Hash };
        var days = new HashSet<string>(StringComparer.Ordinal);
        if (purged > 0) days.Add(Indexes.Day(head.LastAt));
        while (!beyond)
        {
            var rows = await tables.RangeAsync(Keys.Table, partition, Keys.Event(expected), Keys.All("e:").To, Page, ct);
            foreach (var row in rows)
            {
                Event e;
                try
                {
                    e = EventJson.Read(row with { Cells = row.Cells with { Content = null } });
                }
                catch (Exception x) when (x is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
                {
                    problems.Add(new(expected, "The stored JSON is not an event."));
                    expected++;
                    continue;
                }
                if (beyond = e.Seq > last) break;
                if (e.Seq != expected || row.Key != Keys.Event(e.Seq)) problems.Add(new(expected, $"Sequence {e.Seq} stands in row {row.Key}; expected {expected}."));
                if (Hashing.Of(Encoding.UTF8.GetBytes(row.Cells.Json!)) != row.Cells.Hash) problems.Add(new(e.Seq, "The event was changed: its hash does not fit its JSON."));
                if (e.Prev != head.Hash) problems.Add(new(e.Seq, "The chain is broken: prev is not the hash of the event before."));
                switch (await ContentAsync(row, e, ct))
                {
                    case false: problems.Add(new(e.Seq, "The content was changed: its hash does not fit.")); break;
                    case null when e.ContentHash is not null: erased++; break;
                }
                head = head.Apply(e);
                hashes[e.Seq] = row.Cells.Hash;
                days.Add(Indexes.Day(e.At));
                expected = e.Seq + 1;
            }
            if (rows.Count < Page) break;
        }

        if (beyond && (await tables.GetAsync(Keys.Table, partition, Keys.Head, ct))?.ETag == stored?.ETag)
            problems.Add(stored is null ? new(0, "There are events and no head.") : new(last + 1, "There are events behind the head."));
        if (stored is not null && stored.Cells.Json != head.ToJson()) problems.Add(new(head.Seq, "The head is not the fold of the events."));
        var anchored = await anchors.LastAsync(partition, days, ct);
        if (anchored is var (day, mark) && mark.Seq >= purged && hashes.GetValueOrDefault(mark.Seq) != mark.Hash)
            problems.Add(new(mark.Seq, $"The log is not the one that was anchored: at the end of {day} event {mark.Seq} had another hash than {(hashes.ContainsKey(mark.Seq) ? "now" : "none, as now")}."));
        return new Verification(problems.Count == 0, expected - 1 - purged, erased, head.Hash, problems) { Purged = purged, Anchored = anchored?.Day };
    }

    private static long Last(Row? head)
    {
        try
        {
            return head is null ? 0 : Head.Parse(head.Cells.Json!).Seq;
        }
        catch (System.Text.Json.JsonException)
        {
            // Told below, as no fold of any events.
            return long.MaxValue;
        }
    }

    /// <summary>True when it fits, false when it does not, null when it was erased or there was none.</summary>
    private async Task<bool?> ContentAsync(Row row, Event e, CancellationToken ct)
    {
        if (e.ContentHash is null || row.Cells.Salt is null) return e.ContentHash is null && row.Cells.Content is not null ? false : null;
        var content = row.Cells.Content ?? await blobs.GetAsync(EventJson.BlobName(e.ContentHash), ct);
        return content is not null && EventJson.ContentHash(row.Cells.Salt, content) == e.ContentHash;
    }
}

/// <param name="Erased">Events whose content was cleared: the chain holds without it.</param>
public sealed record Verification(bool Ok, long Events, long Erased, string? Hash, IReadOnlyList<Flaw> Flaws)
{
    /// <summary>Events that retention took: the log begins behind them.</summary>
    public long Purged { get; init; }

    /// <summary>Day of the last anchor the log was held to; null where there is none yet.</summary>
    public string? Anchored { get; init; }
}

public sealed record Flaw(long Seq, string What);
