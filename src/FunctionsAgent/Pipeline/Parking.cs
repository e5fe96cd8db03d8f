using System.Text;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Table <c>Parked</c>: what cannot be handled, kept whole until a person has it sent again. One partition per source.
/// </summary>
public sealed class Parking(ITables tables, IBlobs blobs, PipelineMetrics metrics, TimeProvider time)
{
    public const string Table = "Parked";

    /// <summary>Where a webhook's or a mail's unreadable body is kept.</summary>
    public const string Door = "door";

    private const int InlineBytes = 48 * 1024;
    private const int Page = 100;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Entry(string Queue, string Cause, string Reason, DateTimeOffset First, DateTimeOffset Last, int Count, string? RequeuedBy, DateTimeOffset? Requeued, string? Partition, string? Envelope, string? Blob);

    public Task ParkAsync(string queue, string body, string cause, string reason, CancellationToken ct) =>
        ParkAsync(queue, Encoding.UTF8.GetBytes(body), cause, reason, ct);

    /// <summary>Durable when the task ends. The same body again raises its count.</summary>
    public async Task ParkAsync(string queue, byte[] body, string cause, string reason, CancellationToken ct)
    {
        var key = Hashing.Of(body);
        var blob = body.Length > InlineBytes ? "parked/" + key : null;
        if (blob is not null) await blobs.PutAsync(blob, body, ct);
        var (partition, envelope) = Address(body);
        var now = time.GetUtcNow();
        for (var attempt = 0; ; attempt++)
        {
            var row = await tables.GetAsync(Table, queue, key, ct);
            var entry = row is null
                ? new Entry(queue, cause, reason, now, now, 1, null, null, partition, envelope, blob)
                : Read(row) with { Cause = cause, Reason = reason, Last = now, Count = Read(row).Count + 1, RequeuedBy = null, Requeued = null };
            var cells = new Cells(JsonSerializer.Serialize(entry, Options), blob is null ? body : null);
            try
            {
                await tables.CommitAsync(Table, queue, [row is null ? Write.Insert(key, cells) : Write.Update(key, row.ETag, cells)], ct);
                metrics.Parked(queue, cause);
                return;
            }
            catch (ConflictException) when (attempt < 8)
            {
                // Another delivery of the same body was parked at this moment.
            }
        }
    }

    /// <summary>Everything parked and not yet sent again, oldest sources first.</summary>
    public async Task<IReadOnlyList<ParkedMessage>> ListAsync(CancellationToken ct)
    {
        var found = new List<ParkedMessage>();
        foreach (var queue in (IEnumerable<string>)[Door, .. QueueNames.All])
            await foreach (var row in new Indexes(tables).AllAsync(Table, queue, ct))
            {
                var entry = Read(row);
                found.Add(new(row.Key, queue, entry.Cause, entry.Reason, entry.First, entry.Last, entry.Count, entry.RequeuedBy, entry.Partition));
            }
        return found;
    }

    /// <summary>The body as it was.</summary>
    public async Task<byte[]?> BodyAsync(string queue, string id, CancellationToken ct)
    {
        if (await tables.GetAsync(Table, queue, id, ct) is not { } row) return null;
        return Read(row).Blob is { } blob ? await blobs.GetAsync(blob, ct) : row.Cells.Content;
    }

    /// <summary>Marks it as sent again: it stays, with who did it, until it is purged.</summary>
    public async Task RequeuedAsync(string queue, string id, string by, CancellationToken ct)
    {
        var row = await tables.GetAsync(Table, queue, id, ct) ?? throw new PermanentException("not-parked", $"{queue}/{id} is not parked.");
        var entry = Read(row) with { RequeuedBy = by, Requeued = time.GetUtcNow() };
        await tables.CommitAsync(Table, queue, [Write.Update(id, row.ETag, row.Cells with { Json = JsonSerializer.Serialize(entry, Options) })], ct);
    }

    /// <summary>Takes what was last parked before a time.</summary>
    public Task PurgeAsync(DateTimeOffset before, CancellationToken ct) => RemoveAsync(entry => entry.Last < before, ct);

    /// <summary>Takes what is parked of a thread. Bodies that name none, like a door's unreadable ones, are left to retention.</summary>
    public Task EraseAsync(string thread, CancellationToken ct) => RemoveAsync(entry => entry.Partition == thread, ct);

    private async Task RemoveAsync(Func<Entry, bool> taken, CancellationToken ct)
    {
        foreach (var queue in (IEnumerable<string>)[Door, .. QueueNames.All])
            await foreach (var rows in tables.PagesAsync(Table, queue, "", "\uffff", Page, ct))
            {
                var gone = rows.Where(row => taken(Read(row))).ToList();
                foreach (var blob in gone.Select(row => Read(row).Blob).OfType<string>()) await blobs.DeleteAsync(blob, ct);
                await tables.DeleteAsync(Table, queue, gone, ct);
            }
    }

    private static Entry Read(Row row) => JsonSerializer.Deserialize<Entry>(row.Cells.Json!, Options)!;

    private static (string? Partition, string? Envelope) Address(byte[] body)
    {
        try
        {
            var envelope = Envelope.Parse(Encoding.UTF8.GetString(body));
            return (envelope.Partition, envelope.Id);
        }
        catch (EnvelopeException)
        {
            return (null, null);
        }
    }
}

/// <summary>What an operator sees of a parked message.</summary>
public sealed record ParkedMessage(string Id, string Queue, string Cause, string Reason, DateTimeOffset First, DateTimeOffset Last, int Count, string? RequeuedBy, string? Partition);
