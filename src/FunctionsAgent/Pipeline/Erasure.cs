using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Erases what a person said in a conversation, and all that was made of it: content and salts of events, waiting messages,
/// state, results of calls, blobs, parked envelopes, index entries. The events and their hashes stay, the chain still
/// verifies. First <c>CustomerErased</c> is committed and closes the conversation, so that nothing in flight writes words
/// again; then the words go. Table <c>Erasures</c>, partition <c>open</c>: a row for each order that is not done yet, which
/// a repeated call and the nightly run finish.
/// </summary>
public sealed partial class Erasure(ITables tables, IBlobs blobs, ConversationLog log, Indexes indexes, Parking parking, TimeProvider time, ILogger<Erasure> logger)
{
    public const string Table = "Erasures";

    private const string Open = "open";
    private const int MostTaken = 60;

    /// <summary>Calls begun within it of the order belong to what is erased; later ones to a new conversation.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Order(string Id, string By, DateTimeOffset At);

    /// <summary>Null for a thread nobody knows. Nothing left to erase is an answer too, and appends no event.</summary>
    public async Task<Erased?> RunAsync(string thread, string by, CancellationToken ct)
    {
        var known = await tables.GetAsync(Table, Open, thread, ct);
        if (known is null)
        {
            if (await log.HeadAsync(thread, ct) is null && await log.PendingCountAsync(thread, 1, ct) == 0) return null;
            if (!await HasWordsAsync(thread, ct)) return new Erased(thread, 0);
            var now = time.GetUtcNow();
            var fresh = new Order(now.UtcTicks.ToString("x", CultureInfo.InvariantCulture), by, now);
            await tables.TryAsync(Table, Open, Write.Insert(thread, new Cells(JsonSerializer.Serialize(fresh, Options))), ct);
            known = await tables.GetAsync(Table, Open, thread, ct);
            // Another instance finished it in between.
            if (known is null) return new Erased(thread, 0);
        }
        var order = JsonSerializer.Deserialize<Order>(known.Cells.Json!, Options)!;
        var upTo = await CommitAsync(thread, order, ct);
        var events = await EventsAsync(thread, upTo, ct);
        var until = order.At + Grace;
        var running = await CallsAsync(thread, until, ct) | await SendsAsync(thread, until, ct);
        await parking.EraseAsync(thread, ct);
        await tables.ForgetAsync(ct);
        // A call that is under way writes its result yet: the order stays open, and the next run takes that too.
        if (!running) await tables.TryAsync(Table, Open, Write.Delete(thread), ct);
        Log.Erased(logger, thread, events, by);
        return new Erased(thread, events, running);
    }

    /// <summary>Finishes what was interrupted.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        await foreach (var row in indexes.AllAsync(Table, Open, ct)) await RunAsync(row.Key, JsonSerializer.Deserialize<Order>(row.Cells.Json!, Options)!.By, ct);
    }

    /// <summary>Answers the last sequence whose words go. One order is one event, however often it runs.</summary>
    private async Task<long> CommitAsync(string thread, Order order, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await OrderedAsync(thread, order, ct) is { } done) return done;
            var at = await log.LoadAsync(thread, ct);
            await PendingAsync(thread, at.Head.IsNew ? 0 : MostTaken, ct);
            if (at.Head.IsNew) return 0;
            var body = new EventBody(EventTypes.CustomerErased, new() { ["order"] = order.Id }, By: order.By);
            var closed = new EventBody(EventTypes.ConversationClosed, new() { ["reason"] = "erased" });
            var pending = await RowsAsync(thread, "p:", MostTaken, ct);
            try
            {
                await log.CommitAsync(thread, at, "operator", null,
                    new Decision(at.Head.IsOpen ? [body, closed] : [body], State: State.Empty, Taken: [.. pending.Select(row => row.Key)]), ct, $"erase:{order.Id}");
                if (at.Head.Owner == "human") await indexes.LeaveHandoffAsync(at.Head.Agent, thread, ct);
                return at.Head.Seq;
            }
            catch (ConflictException) when (attempt < 20)
            {
                // A stage committed, or a message was taken into a turn: again on the new head.
            }
        }
    }

    /// <summary>The sequence before the event of this order, or null when it is not in the log yet.</summary>
    private async Task<long?> OrderedAsync(string thread, Order order, CancellationToken ct)
    {
        await foreach (var rows in tables.PagesAsync(Keys.Table, thread, Keys.Event(0), Keys.All("e:").To, ThreadRows.Page, ct))
            foreach (var e in rows.Select(EventJson.Read))
                if (e.Type == EventTypes.CustomerErased && e.Text("order") == order.Id) return e.Seq - 1;
        return null;
    }

    /// <summary>What waiting messages left elsewhere, and the messages beyond those that one commit takes.</summary>
    private async Task PendingAsync(string thread, int keep, CancellationToken ct)
    {
        var rows = await RowsAsync(thread, "p:", 1000, ct);
        foreach (var row in rows)
        {
            var content = row.Cells.Content ?? (Inbound.BlobOf(row.Cells.Json!) is { } large ? await blobs.GetAsync(large, ct) : null);
            if (content is not null && Inbound.Read(row.Key, row.Cells.Json!, content) is var message)
                await indexes.LeaveAsync(thread, Contacts.Of(message.Sender, message.Customer, message.ReplyRoute), ct);
            foreach (var blob in ThreadRows.Blobs(row)) await blobs.DeleteAsync(blob, ct);
        }
        if (rows.Count > keep) await tables.DeleteAsync(Keys.Table, thread, [.. rows.Skip(keep)], ct);
    }

    private async Task<long> EventsAsync(string thread, long upTo, CancellationToken ct)
    {
        long cleared = 0;
        await foreach (var rows in tables.PagesAsync(Keys.Table, thread, Keys.Event(0), Keys.Event(upTo + 1), ThreadRows.Page, ct))
        {
            var worded = rows.Where(row => row.Cells is not { Content: null, Salt: null }).ToList();
            foreach (var row in worded)
            {
                // What leads here and what lies elsewhere first: the row's words are the way to them.
                var e = await ThreadRows.EventAsync(row, blobs, ct);
                await indexes.LeaveAsync(thread, e, ct);
                foreach (var blob in ThreadRows.Blobs(e, row.Cells)) await blobs.DeleteAsync(blob, ct);
            }
            await tables.EachAsync(Keys.Table, thread, [.. worded.Select(row => Write.Update(row.Key, row.ETag, row.Cells with { Content = null, Salt = null }))], ct);
            cleared += worded.Count;
        }
        return cleared;
    }

    /// <summary>Whether one of them is still being made.</summary>
    private async Task<bool> CallsAsync(string thread, DateTimeOffset until, CancellationToken ct)
    {
        var (from, to) = Keys.All("r:");
        var running = false;
        await foreach (var all in tables.PagesAsync(Keys.Table, thread, from, to, ThreadRows.Page, ct))
        {
            var rows = all.Where(row => ThreadRows.At(row) < until).ToList();
            running |= rows.Any(row => Member(row, "status") == "started" && ThreadRows.At(row) > time.GetUtcNow());
            foreach (var blob in rows.SelectMany(ThreadRows.Blobs)) await blobs.DeleteAsync(blob, ct);
            await tables.EachAsync(Keys.Table, thread, [.. rows.Where(Worded).Select(row => Write.Update(row.Key, row.ETag, new Cells(Without(row, "blob"))))], ct);
        }
        return running;
    }

    private async Task<bool> SendsAsync(string thread, DateTimeOffset until, CancellationToken ct)
    {
        var (from, to) = Keys.All("s:");
        var running = false;
        await foreach (var all in tables.PagesAsync(Keys.Table, thread, from, to, ThreadRows.Page, ct))
        {
            var rows = all.Where(row => ThreadRows.At(row) < until).ToList();
            running |= rows.Any(row => Member(row, "status") == "claimed" && ThreadRows.At(row) > time.GetUtcNow());
            foreach (var id in rows.Select(row => Member(row, "id")).OfType<string>()) await indexes.ForgetMessageAsync(id, thread, ct);
            await tables.EachAsync(Keys.Table, thread, [.. rows.Where(row => Member(row, "id") is not null || Member(row, "reason") is not null).Select(row => Write.Update(row.Key, row.ETag, new Cells(Without(row, "id", "reason"))))], ct);
        }
        return running;
    }

    private async Task<bool> HasWordsAsync(string thread, CancellationToken ct)
    {
        if ((await RowsAsync(thread, "p:", 1, ct)).Count > 0) return true;
        await foreach (var rows in tables.PagesAsync(Keys.Table, thread, Keys.Event(0), Keys.All("e:").To, ThreadRows.Page, ct))
            if (rows.Any(row => row.Cells is not { Content: null, Salt: null })) return true;
        var (from, to) = Keys.All("r:");
        await foreach (var rows in tables.PagesAsync(Keys.Table, thread, from, to, ThreadRows.Page, ct))
            if (rows.Any(Worded)) return true;
        return (await log.LoadAsync(thread, ct)).State != State.Empty && (await tables.GetAsync(Keys.Table, thread, Keys.State, ct))?.Cells.Content?.Length > State.Empty.ToBytes().Length;
    }

    private static bool Worded(Row row) => row.Cells.Content is not null || Member(row, "blob") is not null;

    private Task<IReadOnlyList<Row>> RowsAsync(string thread, string prefix, int take, CancellationToken ct)
    {
        var (from, to) = Keys.All(prefix);
        return tables.RangeAsync(Keys.Table, thread, from, to, take, ct);
    }

    private static string? Member(Row row, string name) => JsonNode.Parse(row.Cells.Json!)![name]?.GetValue<string>();

    private static string Without(Row row, params string[] names)
    {
        var json = JsonNode.Parse(row.Cells.Json!)!.AsObject();
        foreach (var name in names) json.Remove(name);
        return json.ToJsonString();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Thread}: {Events} events erased by {By}")]
        public static partial void Erased(ILogger logger, string thread, long events, string by);
    }
}

/// <param name="Events">Events whose words went in this run.</param>
/// <param name="Unfinished">A call is still being made; what it brings goes at the next run, at the latest at night.</param>
public sealed record Erased(string ConversationId, long Events, bool Unfinished = false);
