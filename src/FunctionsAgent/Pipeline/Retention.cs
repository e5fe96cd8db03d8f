using System.Globalization;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Takes what is older than <see cref="RetentionOptions"/>. Conversations are found by their days: one that went on is entered
/// again under its last day, so it is found when that one's time has come. Table <c>Retention</c>: partition
/// <c>Conversations</c>, row = agent (and <c>Audit</c>), the day up to which nothing old is left. A night does a bounded amount and the next goes
/// on; two instances at once do the same work twice and no harm.
/// </summary>
public sealed partial class Retention(
    ITables tables, Indexes indexes, ThreadPurge purge, Parking parking, RollUps figures, Packages packages, RetentionOptions options, AuditTable audit, TimeProvider time, ILogger<Retention> logger)
{
    public const string Table = "Retention";

    /// <summary>Conversations looked at in a night, of each agent.</summary>
    public const int MostThreads = 5_000;

    /// <summary>No log of this product is older.</summary>
    private static readonly DateOnly First = new(2026, 1, 1);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var package in packages.All)
        {
            if (options.Conversations is { } days) await ConversationsAsync(package.Name, now.AddDays(-days), ct);
        }
        if (options.RollUps is { } figureDays) await figures.PurgeAsync(DateOnly.FromDateTime(now.UtcDateTime.AddDays(-figureDays)), ct);
        if (options.Audit is { } auditDays) await AuditAsync(now.AddDays(-auditDays), ct);
        if (options.Parked is { } parkedDays) await parking.PurgeAsync(now.AddDays(-parkedDays), ct);
    }

    /// <summary>The first day of which every conversation is still kept; null where none was ever taken.</summary>
    public async Task<DateOnly?> PurgedBeforeAsync(CancellationToken ct)
    {
        DateOnly? last = null;
        foreach (var row in await tables.RangeAsync(Table, Conversations, "", "\uffff", 1000, ct))
            if (DateOnly.ParseExact(row.Cells.Json!, Form, CultureInfo.InvariantCulture) is var day && (last is null || day > last)) last = day;
        return last;
    }

    private async Task ConversationsAsync(string agent, DateTimeOffset before, CancellationToken ct)
    {
        var done = await tables.GetAsync(Table, Conversations, agent, ct);
        var day = done is null ? First : DateOnly.ParseExact(done.Cells.Json!, Form, CultureInfo.InvariantCulture);
        var (end, looked, purged) = (DateOnly.FromDateTime(before.UtcDateTime), 0, 0);
        for (; day < end && looked < MostThreads; day = day.AddDays(1))
            for (var shard = 0; shard < Indexes.DayShards; shard++)
                await foreach (var row in indexes.OfDayAsync(agent, Text(day), shard, ct))
                {
                    looked++;
                    if (await ThreadAsync(agent, Text(day), shard, row, before, ct)) purged++;
                }
        await tables.CommitAsync(Table, Conversations, [Write.Upsert(agent, new Cells(Text(day)))], ct);
        if (looked > 0) Log.Purged(logger, agent, purged, looked, Text(day));
    }

    private async Task AuditAsync(DateTimeOffset before, CancellationToken ct)
    {
        var done = await tables.GetAsync(Table, Audit, Audit, ct);
        var (day, end) = (done is null ? First : DateOnly.ParseExact(done.Cells.Json!, Form, CultureInfo.InvariantCulture), DateOnly.FromDateTime(before.UtcDateTime));
        for (; day < end; day = day.AddDays(1)) await audit.PurgeAsync(day, ct);
        await tables.CommitAsync(Table, Audit, [Write.Upsert(Audit, new Cells(Text(day)))], ct);
    }

    /// <summary>The entry goes last: an interrupted purge is found again by it.</summary>
    private async Task<bool> ThreadAsync(string agent, string day, int shard, Row entry, DateTimeOffset before, CancellationToken ct)
    {
        var purged = await purge.RunAsync(entry.Key, before, ct);
        if (!purged && await purge.LastAsync(entry.Key, ct) is { } last) await indexes.EnterDayAsync(agent, Indexes.Day(last), entry.Key, ct);
        await tables.TryAsync(Indexes.Days, Indexes.DayPartition(agent, day, shard), Write.Delete(entry.Key), ct);
        return purged;
    }

    private const string Conversations = "Conversations", Audit = "Audit";
    private const string Form = "yyyy-MM-dd";

    private static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Agent}: {Purged} of {Looked} old conversations purged, nothing older than {Day} is left")]
        public static partial void Purged(ILogger logger, string agent, int purged, int looked, string day);
    }
}
