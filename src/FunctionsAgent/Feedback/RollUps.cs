using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>
/// What was rolled up: the mark (table <c>RollUps</c>, partition <c>roll-up</c>, row <c>mark</c>) and the blobs it names. The mark moves
/// in one write when everything it names is there, so a reader sees a whole roll-up or the one before.
/// </summary>
public sealed class RollUps(ITables tables, IBlobs blobs, Indexes indexes, TimeProvider time)
{
    public const string Table = "RollUps";

    private const string Partition = "roll-up", MarkRow = "mark";

    private readonly RollUp stored = new(tables, blobs, indexes);

    /// <summary>The cells of outcome days <paramref name="from"/> to <paramref name="to"/>, both included, of all agents.</summary>
    /// <param name="now">Counts the log since the last nightly run as well, without storing anything. Where no night was yet, this is always done.</param>
    public async Task<RolledUp> ReadAsync(DateOnly from, DateOnly to, bool now, CancellationToken ct)
    {
        var (mark, _) = await MarkAsync(ct);
        var source = stored;
        if (now || mark is null)
        {
            source = new RollUp(tables, new ScratchBlobs(blobs), indexes);
            if (await BeginningAsync(mark, ct) is not { } at) return new RolledUp(default, Definition.Current.Version, null, [], new Dictionary<string, long>());
            var present = time.GetUtcNow();
            for (mark = at; mark.AsOf < present;)
            {
                mark = await source.StepAsync(mark, Min(mark.AsOf.AddDays(1), present), null, ct);
                await source.CleanAsync(mark.AsOf, ct);
            }
        }
        var cells = new List<Cell>();
        for (var day = from > mark.First ? from : mark.First; day <= to && day <= mark.Next; day = day.AddDays(1)) cells.AddRange(await source.DayAsync(day, mark, ct));
        return new RolledUp(mark.AsOf, mark.Definition, mark.First, cells, mark.Open);
    }

    /// <summary>The cases that were open or could be undone when the last night was counted.</summary>
    public async Task<(DateTimeOffset AsOf, IReadOnlyList<Case> Cases)> CasesAsync(int shard, CancellationToken ct) =>
        await MarkAsync(ct) is ({ } mark, _) ? (mark.AsOf, await stored.CasesAsync(mark, shard, ct)) : (default, []);

    internal Task<IReadOnlyList<ThreadReading>> ThreadsAsync(RollUpMark mark, int shard, CancellationToken ct) => stored.ThreadsAsync(mark, shard, ct);

    /// <summary>The mark by the definition of this program; null when nothing was counted by it.</summary>
    internal async Task<(RollUpMark? Mark, string? ETag)> MarkAsync(CancellationToken ct)
    {
        if (await tables.GetAsync(Table, Partition, MarkRow, ct) is not { } row) return (null, null);
        var mark = JsonSerializer.Deserialize(row.Cells.Json!, RollUpJson.Default.RollUpMark)!;
        return (mark.Definition == Definition.Current.Version ? mark : null, row.ETag);
    }

    /// <summary>Where counting goes on, with every agent there is by now; null where nobody has said anything yet.</summary>
    internal async Task<RollUpMark?> BeginningAsync(RollUpMark? mark, CancellationToken ct)
    {
        var agents = await indexes.AgentsAsync(ct);
        if (agents.Count == 0) return mark;
        var names = new SortedSet<string>(agents.Keys, StringComparer.Ordinal);
        if (mark is not null) return mark with { Agents = [.. mark.Agents, .. names] };
        var first = agents.Values.Min();
        return new RollUpMark(new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), Definition.Current.Version, first, new(StringComparer.Ordinal), names);
    }

    /// <summary>One step that counts, and stands. Throws <see cref="ConflictException"/> where another run made one meanwhile.</summary>
    internal async Task<(RollUpMark Mark, string ETag)> AdvanceAsync(RollUpMark mark, string? etag, Func<string, Task>? seen, CancellationToken ct)
    {
        var next = await stored.StepAsync(mark, mark.AsOf.AddDays(1), seen, ct);
        var moved = await WriteAsync(next, etag, ct);
        await stored.CleanAsync(next.AsOf, ct);
        return (next, moved);
    }

    internal async Task<string> WriteAsync(RollUpMark mark, string? etag, CancellationToken ct)
    {
        var cells = new Cells(JsonSerializer.Serialize(mark, RollUpJson.Default.RollUpMark));
        return (await tables.CommitAsync(Table, Partition, [etag is null ? Write.Insert(MarkRow, cells) : Write.Update(MarkRow, etag, cells)], ct))[0];
    }

    /// <summary>Takes the figures of days before one.</summary>
    public async Task PurgeAsync(DateOnly before, CancellationToken ct)
    {
        if (await MarkAsync(ct) is not ({ } mark, { } etag)) return;
        // What can still change is made of what lies before it.
        var until = RollUp.LiveDays(mark.AsOf).First() is var live && before > live ? live : before;
        if (until <= mark.First) return;
        for (var day = mark.First; day < until; day = day.AddDays(1)) await blobs.DeleteAsync(RollUpNames.Day(day, mark.AsOf), ct);
        await WriteAsync(mark with { First = until }, etag, ct);
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
