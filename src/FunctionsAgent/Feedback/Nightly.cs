using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Counts a UTC day from the log: conversations, turns and outcomes per agent. Each shard of the day is stored when it is
/// counted, so an interrupted run goes on where it stopped; the same log gives the same numbers however often it runs.
/// Table <c>RollUps</c>: partition = agent, row = day, and <c>day|shard</c> while it is being counted.
/// </summary>
public sealed partial class Nightly(ITables tables, ConversationLog log, Indexes indexes, IQueueSender sender, Packages packages, TimeProvider time, ILogger<Nightly> logger)
{
    public const string Table = "RollUps";

    /// <summary>Missed nights are caught up this far back.</summary>
    private const int CatchUpDays = 7;
    private const int Page = 500;

    /// <summary>A timer this long overdue has lost its message.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromHours(1);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Yesterday, and the nights before it that have no figures yet.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var package in packages.All)
            for (var back = CatchUpDays; back >= 1; back--)
            {
                var day = Text(today.AddDays(-back));
                if (back > 1 && await tables.GetAsync(Table, package.Name, day, ct) is not null) continue;
                await CountAsync(package.Name, day, fresh: false, ct);
            }
    }

    /// <summary>Counts today so far and yesterday anew, for whoever asks by day.</summary>
    public async Task RunNowAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var package in packages.All)
        {
            await CountAsync(package.Name, Text(today.AddDays(-1)), fresh: true, ct);
            await CountAsync(package.Name, Text(today), fresh: true, ct);
        }
    }

    /// <summary>Figures of the last days, newest first; a day without an entry was not counted yet.</summary>
    public async Task<IReadOnlyList<DayFigures>> ReadAsync(string agent, int days, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var found = new List<DayFigures>();
        for (var back = 0; back < days; back++)
            if (await tables.GetAsync(Table, agent, Text(today.AddDays(-back)), ct) is { } row)
                found.Add(JsonSerializer.Deserialize<DayFigures>(row.Cells.Json!, Options)!);
        return found;
    }

    /// <summary>Takes the figures of days before one.</summary>
    public async Task PurgeAsync(string agent, string before, CancellationToken ct)
    {
        await foreach (var rows in tables.PagesAsync(Table, agent, "", before, Page, ct)) await tables.DeleteAsync(Table, agent, rows, ct);
    }

    private async Task CountAsync(string agent, string day, bool fresh, CancellationToken ct)
    {
        var total = new DayFigures(day, 0, 0, 0, 0, 0);
        for (var shard = 0; shard < Indexes.DayShards; shard++)
        {
            var key = $"{day}|{shard:x}";
            if (!fresh && await tables.GetAsync(Table, agent, key, ct) is { } done)
            {
                total = total.Plus(JsonSerializer.Deserialize<DayFigures>(done.Cells.Json!, Options)!);
                continue;
            }
            var part = new DayFigures(day, 0, 0, 0, 0, 0);
            await foreach (var row in indexes.OfDayAsync(agent, day, shard, ct))
            {
                part = part.Plus(await OfThreadAsync(row.Key, day, ct));
                await RearmAsync(row.Key, ct);
            }
            if (!fresh) await tables.CommitAsync(Table, agent, [Write.Upsert(key, new Cells(JsonSerializer.Serialize(part, Options)))], ct);
            total = total.Plus(part);
        }
        // The day and the end of its parts in one transaction: a part that is left behind belongs to a run that did not finish.
        List<Write> writes = [Write.Upsert(day, new Cells(JsonSerializer.Serialize(total, Options)))];
        foreach (var part in await tables.RangeAsync(Table, agent, day + "|", day + "~", Indexes.DayShards, ct)) writes.Add(Write.Delete(part.Key));
        try
        {
            await tables.CommitAsync(Table, agent, writes, ct);
        }
        catch (ConflictException)
        {
            // Another instance has ended the same day: the same log gave it the same numbers.
            return;
        }
        Log.Counted(logger, agent, day, total.Conversations, total.Turns);
    }

    /// <summary>A timer whose message a fault lost long ago is sent again; the head still says what it was set for.</summary>
    private async Task RearmAsync(string thread, CancellationToken ct)
    {
        if (await log.HeadAsync(thread, ct) is not { } head) return;
        var now = time.GetUtcNow();
        foreach (var (name, timer) in head.Timers.Where(t => t.Value.Due < now - Lost))
        {
            var envelope = new Envelope($"{thread}:rearm:{timer.Version}:{Indexes.Day(now)}", thread, null, QueueNames.Input, "timer", head.Epoch, Timer: new TimerRef(name, timer.Version));
            await sender.SendAsync(QueueNames.Input, thread, envelope, null, ct);
            Log.Rearmed(logger, thread, name, timer.Due);
        }
    }

    private async Task<DayFigures> OfThreadAsync(string thread, string day, CancellationToken ct)
    {
        var figures = new DayFigures(day, 0, 0, 0, 0, 0);
        var open = new DayOutcome(day);
        for (long from = 1; ;)
        {
            var events = await log.EventsAsync(thread, from, Page, ct);
            foreach (var e in events)
            {
                if (e.Type == EventTypes.ConversationStarted)
                {
                    figures = figures.Plus(open.Figures());
                    open = new DayOutcome(day);
                }
                open.Add(e);
            }
            if (events.Count < Page) return figures.Plus(open.Figures());
            from = events[^1].Seq + 1;
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "{Thread}: timer {Name}, due {Due}, was lost and is sent again")]
        public static partial void Rearmed(ILogger logger, string thread, string name, DateTimeOffset due);

        [LoggerMessage(1, LogLevel.Information, "{Agent} {Day}: {Conversations} conversations, {Turns} turns counted")]
        public static partial void Counted(ILogger logger, string agent, string day, int conversations, int turns);
    }
}
