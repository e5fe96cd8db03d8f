using System.Text.Json;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Who rolls up: one instance at a time, for as long as it says so again. On Azure the timer's own lock does the same. It saves
/// work, and nothing depends on it: two runs make the same bytes, and the mark moves once. Table <c>RollUps</c>, partition
/// <c>roll-up</c>, row <c>lease</c>.
/// </summary>
public sealed class NightLease(ITables tables, ProcessIdentity process, TimeProvider time)
{
    /// <summary>How long a day's step may take; whoever died with it is waited for no longer.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(20);

    private const string Partition = "roll-up", Lease = "lease";

    private sealed record Entry(string Owner, DateTimeOffset Until);

    /// <summary>Takes or prolongs it; false while another has it.</summary>
    public async Task<bool> TakeAsync(CancellationToken ct)
    {
        var row = await tables.GetAsync(RollUps.Table, Partition, Lease, ct);
        var held = row is null ? null : JsonSerializer.Deserialize<Entry>(row.Cells.Json!);
        if (held is not null && held.Owner != process.Id && held.Until > time.GetUtcNow() && !process.OutlivesAnother(held.Owner)) return false;
        var cells = new Cells(JsonSerializer.Serialize(new Entry(process.Id, time.GetUtcNow() + Length)));
        return await tables.TryAsync(RollUps.Table, Partition, row is null ? Write.Insert(Lease, cells) : Write.Update(Lease, row.ETag, cells), ct);
    }

    public async Task EndAsync(CancellationToken ct)
    {
        if (await tables.GetAsync(RollUps.Table, Partition, Lease, ct) is { } row && JsonSerializer.Deserialize<Entry>(row.Cells.Json!)!.Owner == process.Id)
            await tables.TryAsync(RollUps.Table, Partition, Write.Delete(Lease, row.ETag), ct);
    }
}
