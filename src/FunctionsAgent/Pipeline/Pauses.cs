using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Holding an agent, or one channel of it: customers are told once, their messages wait, and resume wakes every thread that
/// has any. Table <c>Paused</c>: partition = agent; row <c>*</c> or a channel, and <c>t|scope|thread</c> for who waits.
/// </summary>
public sealed class Pauses(ITables tables, IQueueSender sender, TimeProvider time)
{
    public const string Table = "Paused";
    private const string Everything = "*";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// The pause that holds this thread, entered as waiting for it; null when none does. The entry is written before the
    /// pause is looked at again, so that a resume in between either sees the entry or is seen here.
    /// </summary>
    public async Task<Pause?> OfAsync(string agent, string channel, string thread, CancellationToken ct)
    {
        if (await FindAsync(agent, channel, ct) is not { } pause) return null;
        await tables.CommitAsync(Table, agent, [Write.Upsert(Waiting(pause.Scope, thread), new Cells())], ct);
        return await FindAsync(agent, channel, ct);
    }

    public async Task PauseAsync(string agent, string? channel, string reason, string by, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var scope = channel ?? Everything;
        var pause = new Pause(scope, now.UtcTicks.ToString("x", CultureInfo.InvariantCulture), reason, by, now);
        await tables.CommitAsync(Table, agent, [Write.Upsert(scope, new Cells(JsonSerializer.Serialize(pause, Options)))], ct);
    }

    /// <summary>Answers how many threads were woken. Interrupted, it is simply called again.</summary>
    public async Task<int> ResumeAsync(string agent, string? channel, CancellationToken ct)
    {
        var scope = channel ?? Everything;
        var id = "none";
        if (await tables.GetAsync(Table, agent, scope, ct) is { } row)
        {
            id = JsonSerializer.Deserialize<Pause>(row.Cells.Json!, Options)!.Id;
            await tables.CommitAsync(Table, agent, [Write.Delete(scope)], ct);
        }
        var woken = 0;
        var prefix = Waiting(scope, "");
        for (var from = prefix; ;)
        {
            var rows = await tables.RangeAsync(Table, agent, from, prefix + "~", 100, ct);
            foreach (var waiting in rows)
            {
                var thread = waiting.Key[prefix.Length..];
                await sender.SendAsync(QueueNames.Input, thread, new Envelope($"{thread}:resume:{id}", thread, null, QueueNames.Input, "resume"), null, ct);
                await LeaveAsync(agent, waiting, ct);
                woken++;
            }
            if (rows.Count == 0) return woken;
            from = rows[^1].Key + "!";
        }
    }

    /// <summary>Who has entered again meanwhile waits for another pause, and for its end.</summary>
    private Task<bool> LeaveAsync(string agent, Row waiting, CancellationToken ct) => tables.TryAsync(Table, agent, Write.Delete(waiting.Key, waiting.ETag), ct);

    public async Task<IReadOnlyList<Pause>> ListAsync(string agent, CancellationToken ct)
    {
        var rows = await tables.RangeAsync(Table, agent, "", "t|", 100, ct);
        return [.. rows.Select(r => JsonSerializer.Deserialize<Pause>(r.Cells.Json!, Options)!)];
    }

    private async Task<Pause?> FindAsync(string agent, string channel, CancellationToken ct) =>
        (await tables.GetAsync(Table, agent, Everything, ct) ?? await tables.GetAsync(Table, agent, channel, ct)) is { } row
            ? JsonSerializer.Deserialize<Pause>(row.Cells.Json!, Options) : null;

    private static string Waiting(string scope, string thread) => $"t|{scope}|{thread}";
}

/// <param name="Scope">A channel, or <c>*</c>.</param>
public sealed record Pause(string Scope, string Id, string Reason, string By, DateTimeOffset At);
