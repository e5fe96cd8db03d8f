using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Which reports are out: table <c>RollUps</c>, partition <c>reports</c>, a row for each night, agent and recipient, claimed before it is
/// sent and settled after. No row has an address in it.
/// </summary>
internal sealed class NightReportLedger(ITables tables, TimeProvider time, ProcessIdentity process)
{
    public const string Partition = "reports";

    /// <summary>Longer than a send may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    private const int Page = 90;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly DoubtfulClaims doubtful = new();

    private sealed record Entry(string Status, DateTimeOffset At, string Owner, DateTimeOffset Until, string? Reason = null, string? Claim = null);

    public static string Row(NightReportMessage message, INightReportRecipient recipient) => $"{Day(message.AsOf)}:{message.Agent}:{recipient.Key}";

    /// <summary>To send now, under the ETag that settles it; or why not.</summary>
    public async Task<(NightReportClaim Claim, string ETag)> ClaimAsync(string row, bool dedupes, CancellationToken ct)
    {
        var claim = Now("claimed") with { Claim = Guid.NewGuid().ToString("N") };
        if (await tables.GetAsync(RollUps.Table, Partition, row, ct) is not { } there)
        {
            try
            {
                return (NightReportClaim.Ours, await doubtful.MakeAsync(tables, RollUps.Table, Partition, Write.Insert(row, Cells(claim)), claim.Claim!, ct));
            }
            catch (ConflictException)
            {
                return (NightReportClaim.Others, "");
            }
        }
        var earlier = JsonSerializer.Deserialize<Entry>(there.Cells.Json!, Options)!;
        if (earlier.Status != "claimed") return (NightReportClaim.Settled, "");
        var unsent = doubtful.Contains(Partition, row, earlier.Claim);
        if (!unsent && earlier.Until > time.GetUtcNow() && !process.OutlivesAnother(earlier.Owner)) return (NightReportClaim.Others, "");
        try
        {
            if (unsent || dedupes)
                return (NightReportClaim.Ours, await doubtful.MakeAsync(tables, RollUps.Table, Partition, Write.Update(row, there.ETag, Cells(claim)), claim.Claim!, ct));
            var doubt = Now("unknown") with { Reason = "The process ended while the mail server had the mail." };
            await tables.CommitAsync(RollUps.Table, Partition, [Write.Update(row, there.ETag, Cells(doubt))], ct);
            return (NightReportClaim.Doubted, "");
        }
        catch (ConflictException)
        {
            return (NightReportClaim.Others, "");
        }
    }

    /// <summary>What came of it. True when that is the end of it, false when the next run sends it again. Written even when nobody waits any more.</summary>
    public async Task<bool> SettleAsync(string row, string etag, bool dedupes, Delivery delivery)
    {
        var entry = delivery switch
        {
            Delivery.Sent => Now("sent"),
            Delivery.Refused refused => Now("refused") with { Reason = refused.Reason },
            // Asked again under the same id, it counts once.
            Delivery.Unknown unknown when !dedupes => Now("unknown") with { Reason = unknown.Reason },
            _ => null,
        };
        await tables.CommitSurelyAsync(RollUps.Table, Partition, entry is null ? Write.Delete(row, etag) : Write.Update(row, etag, Cells(entry)), time);
        return entry is not null;
    }

    /// <summary>Takes the rows of nights before one.</summary>
    public async Task CleanAsync(DateTimeOffset before, CancellationToken ct)
    {
        await foreach (var rows in tables.PagesAsync(RollUps.Table, Partition, "", Day(before), Page, ct)) await tables.DeleteAsync(RollUps.Table, Partition, rows, ct);
    }

    private Entry Now(string status) => new(status, time.GetUtcNow(), process.Id, time.GetUtcNow() + Lease);

    private static Cells Cells(Entry entry) => new(JsonSerializer.Serialize(entry, Options));

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>Ours: to send now. Others: another process is at it. Settled: it is out, or refused, or in doubt. Doubted: it was just found to be in doubt.</summary>
internal enum NightReportClaim { Ours, Others, Settled, Doubted }
