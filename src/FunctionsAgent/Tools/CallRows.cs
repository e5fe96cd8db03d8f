using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tools;

/// <summary>
/// Rows <c>r:</c> of contracts C1, whoever is called: a claim is on disk before the call is made, its result right after it. Whoever
/// finds a result takes it; whoever finds a claim waits for its lease or takes it over.
/// </summary>
internal sealed class CallRows(ITables tables, IBlobs blobs, TimeProvider time, ProcessIdentity process)
{
    private const int LargestInRow = 48 * 1024;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly DoubtfulClaims doubtful = new();

    /// <summary>The result of an earlier call, or the right to make it.</summary>
    /// <param name="name">Of the tool or model, for the row and for people.</param>
    /// <param name="longest">What the call may take.</param>
    /// <exception cref="TransientException">Another process may still be making the call.</exception>
    public async Task<CallClaim> ClaimAsync(string partition, string callKey, string name, TimeSpan longest, CancellationToken ct)
    {
        var key = Keys.Call(callKey);
        var row = new CallRow("started", name, process.Id, time.GetUtcNow() + longest + Margin, 1, Claim: Guid.NewGuid().ToString("N"));
        try
        {
            return new(partition, key, await doubtful.MakeAsync(tables, Keys.Table, partition, Write.Insert(key, Cells(row)), row.Claim!, ct), row, IsRepeat: false);
        }
        catch (ConflictException)
        {
            var found = await tables.GetAsync(Keys.Table, partition, key, ct) ?? throw new TransientException("call-moved", $"The receipt of {name} vanished while it was read.");
            var earlier = JsonSerializer.Deserialize<CallRow>(found.Cells.Json!, Options)!;
            if (earlier.Status != "started") return new(partition, key, found.ETag, earlier, IsRepeat: false) { Result = new(earlier.Blob is null ? found.Cells.Content : await blobs.GetAsync(earlier.Blob, ct)) };
            var unmade = doubtful.Contains(partition, key, earlier.Claim);
            if (!unmade && earlier.Until > time.GetUtcNow() && !process.OutlivesAnother(earlier.Owner))
                throw new TransientException("call-in-progress", $"{name} is being called by another process until {earlier.Until:O}.");
            row = row with { Attempts = unmade ? earlier.Attempts : earlier.Attempts + 1 };
            var etag = await doubtful.MakeAsync(tables, Keys.Table, partition, Write.Update(key, found.ETag, Cells(row)), row.Claim!, ct);
            // One that was not made under its own claim may have been under the one before.
            return new(partition, key, etag, row, IsRepeat: !unmade || earlier.Attempts > 1);
        }
    }

    /// <summary>The peer has acted: this is written even when the caller has stopped waiting.</summary>
    public async Task FinishAsync(CallClaim claim, CallRow done, byte[]? content, CancellationToken ct)
    {
        if (content?.Length > LargestInRow)
        {
            var name = "calls/" + Hashing.Of(content);
            await blobs.PutAsync(name, content, ct);
            (done, content) = (done with { Blob = name }, null);
        }
        await tables.CommitSurelyAsync(Keys.Table, claim.Partition, Write.Update(claim.Key, claim.ETag, Cells(done, content)), time);
    }

    /// <summary>Nothing came of it. Left standing, the claim would look like a call under way to the next try.</summary>
    public Task ReleaseAsync(CallClaim claim) => tables.CommitSurelyAsync(Keys.Table, claim.Partition, Write.Delete(claim.Key, claim.ETag), time);

    private static Cells Cells(CallRow row, byte[]? content = null) => new(JsonSerializer.Serialize(row, Options), content);
}

/// <param name="Status">started, ok, failed or unknown.</param>
/// <param name="Tool">Name of the tool or model.</param>
/// <param name="Claim">Unique to the write that claimed it.</param>
/// <param name="Details">What else is kept of the result and may be shown; no content.</param>
internal sealed record CallRow(
    string Status, string Tool, string Owner, DateTimeOffset Until, int Attempts, string? Class = null, long Milliseconds = 0, long RawBytes = 0, string? Blob = null, string? Claim = null, JsonElement? Details = null);

/// <summary>A row that is ours until its lease ends, or (with <see cref="Result"/>) somebody's result.</summary>
/// <param name="IsRepeat">Somebody before may have made the call.</param>
internal sealed record CallClaim(string Partition, string Key, string ETag, CallRow Row, bool IsRepeat)
{
    public CallContent? Result { get; init; }
}

/// <param name="Bytes">Null when there was none, or it was erased.</param>
internal sealed record CallContent(byte[]? Bytes);
