using System.Collections.Concurrent;
using System.Globalization;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Conversations;

/// <summary>
/// Ways to find a thread. An entry is written before the commit it announces, so one too many is harmless and one too few
/// impossible; readers go to the log for the truth.
/// </summary>
public sealed class Indexes(ITables tables)
{
    public const string Days = "ConversationDays";
    public const string Threads = "Threads";
    public const string Handoffs = "Handoffs";
    public const string People = "Contacts";
    public const int DayShards = 16;

    private const string Agents = "agents";
    private const int Page = 1000;

    /// <summary>Agents this process has entered.</summary>
    private readonly ConcurrentDictionary<string, byte> begun = new(StringComparer.Ordinal);

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string DayPartition(string agent, string day, int shard) => $"{agent}|{day}|{shard:x}";

    /// <param name="from">A sequence from which on the day's events stand in the log; the first that was entered stays.</param>
    public async Task EnterDayAsync(string agent, string day, string thread, CancellationToken ct, long from = 1)
    {
        if (!begun.ContainsKey(agent))
        {
            await tables.TryAsync(Days, Agents, Write.Insert(agent, new Cells(day)), ct);
            begun[agent] = 0;
        }
        await tables.TryAsync(Days, DayPartition(agent, day, Shard(thread)), Write.Insert(thread, new Cells(from.ToString(CultureInfo.InvariantCulture))), ct);
    }

    /// <summary>Every agent that ever had a conversation, and the first day it had one.</summary>
    public async Task<IReadOnlyDictionary<string, DateOnly>> AgentsAsync(CancellationToken ct)
    {
        var found = new SortedDictionary<string, DateOnly>(StringComparer.Ordinal);
        await foreach (var row in AllAsync(Days, Agents, ct)) found[row.Key] = DateOnly.ParseExact(row.Cells.Json!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return found;
    }

    public static int Shard(string thread) => Hashing.Id(thread)[0] % DayShards;

    public IAsyncEnumerable<Row> OfDayAsync(string agent, string day, int shard, CancellationToken ct) => AllAsync(Days, DayPartition(agent, day, shard), ct);

    /// <summary>
    /// An e-mail's Message-ID leads to its thread, for the correspondent who took part in it and nobody else. A row for
    /// each correspondent, so that a stranger who uses the id of another's mail takes nothing away.
    /// </summary>
    public Task EnterMessageAsync(string agent, string messageId, string thread, string participant, CancellationToken ct) =>
        tables.CommitAsync(Threads, Hashing.Id(messageId), [Write.Upsert(Correspondent(agent, participant), new Cells(thread))], ct);

    public async Task<string?> ThreadOfAsync(string agent, string messageId, string participant, CancellationToken ct) =>
        (await tables.GetAsync(Threads, Hashing.Id(messageId), Correspondent(agent, participant), ct))?.Cells.Json;

    private static string Correspondent(string agent, string participant) => $"{agent}|{Hashing.Id(participant.ToLowerInvariant())}";

    /// <summary>A person's identifier leads to their threads; each is written once.</summary>
    public async Task EnterContactAsync(string contact, string thread, CancellationToken ct)
    {
        if (await tables.GetAsync(People, contact, thread, ct) is null) await tables.CommitAsync(People, contact, [Write.Upsert(thread, new Cells())], ct);
    }

    public IAsyncEnumerable<Row> OfContactAsync(string contact, CancellationToken ct) => AllAsync(People, contact, ct);

    /// <summary>The threads an e-mail's Message-ID leads to, whoever took part.</summary>
    public async Task<IReadOnlyList<string>> OfMessageAsync(string messageId, CancellationToken ct) =>
        [.. (await tables.RangeAsync(Threads, Hashing.Id(messageId), "", "\uffff", Page, ct)).Select(row => row.Cells.Json!).Distinct(StringComparer.Ordinal)];

    /// <summary>No index leads to a thread by this event any more: not by its message's id, not by its people.</summary>
    internal async Task LeaveAsync(string thread, Event e, CancellationToken ct)
    {
        if (e.Type == EventTypes.MessageReceived && e.Text("messageId") is { } id) await ForgetMessageAsync(id, thread, ct);
        await LeaveAsync(thread, Contacts.Of(e.Said("sender"), Json(e.Said("customer")), Json(e.Said("replyRoute"))), ct);
    }

    internal async Task LeaveAsync(string thread, IReadOnlyList<string> contacts, CancellationToken ct)
    {
        foreach (var contact in contacts) await tables.TryAsync(People, contact, Write.Delete(thread), ct);
    }

    internal async Task ForgetMessageAsync(string messageId, string thread, CancellationToken ct)
    {
        var partition = Hashing.Id(messageId);
        var rows = await tables.RangeAsync(Threads, partition, "", "\uffff", Page, ct);
        await tables.DeleteAsync(Threads, partition, [.. rows.Where(row => row.Cells.Json == thread)], ct);
    }

    private static System.Text.Json.Nodes.JsonObject? Json(string? text) => text is null ? null : System.Text.Json.Nodes.JsonNode.Parse(text) as System.Text.Json.Nodes.JsonObject;

    public Task EnterHandoffAsync(string agent, string thread, CancellationToken ct) =>
        tables.CommitAsync(Handoffs, agent, [Write.Upsert(thread, new Cells())], ct);

    /// <summary>Nothing where somebody else closed it already.</summary>
    public Task LeaveHandoffAsync(string agent, string thread, CancellationToken ct) => tables.TryAsync(Handoffs, agent, Write.Delete(thread), ct);

    public IAsyncEnumerable<Row> HandoffsAsync(string agent, CancellationToken ct) => AllAsync(Handoffs, agent, ct);

    public async IAsyncEnumerable<Row> AllAsync(string table, string partition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var rows in tables.PagesAsync(table, partition, "", "\uffff", Page, ct))
            foreach (var row in rows) yield return row;
    }
}
