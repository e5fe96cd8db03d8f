using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Outgoing messages under their <c>s:</c> rows (contracts C1): claimed before the provider is called, then sent, refused
/// or unknown. A claim whose process died is sent again only where the provider dedupes; else the doubt is recorded.
/// </summary>
public sealed class SendLedger(ITables tables, ConversationLog log, Indexes indexes, Outbounds outbounds, TimeProvider time, ProcessIdentity process)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Entry(string Status, string Owner, DateTimeOffset Until, string? Id = null, string? Reason = null, string? Claim = null);

    private readonly DoubtfulClaims doubtful = new();

    public Task<Event?> CauseAsync(string partition, long seq, CancellationToken ct) => log.EventAsync(partition, seq, ct);

    /// <summary>The provider words of this conversation leave by; null where the caller fetches them.</summary>
    public string? ProviderOf(Head head) => outbounds.For(head.Channel, head.Route) is null ? null : head.Route.Length == 0 ? head.Channel : $"{head.Channel} {head.Route}";

    /// <summary>Throws <see cref="TransientException"/> while the provider is out of reach or another process is sending.</summary>
    public async Task<Delivery> SendAsync(Work work, Event cause, string text, CancellationToken ct)
    {
        if (outbounds.For(work.Head.Channel, work.Head.Route) is not { } outbound) return new Delivery.Sent("");
        var sendKey = Hashing.Id($"{work.Partition}\n{cause.Seq}\n0");
        var key = Keys.Sent(sendKey);
        var message = await MessageAsync(work, cause, sendKey, text, ct);
        // Before it is sent: the customer's answer may be here before this process writes anything again.
        if (outbound.MessageIdOf(message) is { } id && message.Recipient is { } recipient)
            await indexes.EnterMessageAsync(message.Agent, id, work.Partition, recipient, ct);
        var claim = new Entry("claimed", process.Id, time.GetUtcNow() + Lease, Claim: Guid.NewGuid().ToString("N"));
        string etag;
        try
        {
            etag = await doubtful.MakeAsync(tables, Keys.Table, work.Partition, Write.Insert(key, Cells(claim)), claim.Claim!, ct);
        }
        catch (ConflictException)
        {
            var row = await tables.GetAsync(Keys.Table, work.Partition, key, ct) ?? throw new TransientException("send-moved", "The claim vanished while it was read.");
            var earlier = JsonSerializer.Deserialize<Entry>(row.Cells.Json!, Options)!;
            switch (earlier.Status)
            {
                case "sent": return new Delivery.Sent(earlier.Id ?? "");
                case "refused": return new Delivery.Refused(earlier.Reason ?? "refused");
                case "unknown": return new Delivery.Unknown(earlier.Reason ?? "unknown");
            }
            var unsent = doubtful.Contains(work.Partition, key, earlier.Claim);
            if (!unsent && earlier.Until > time.GetUtcNow() && !process.OutlivesAnother(earlier.Owner))
                throw new TransientException("send-in-progress", $"Another process is sending this until {earlier.Until:O}.");
            if (!unsent && !outbound.Dedupes)
            {
                var doubt = claim with { Status = "unknown", Reason = "The process ended while the provider had the message; the provider does not dedupe." };
                await tables.CommitAsync(Keys.Table, work.Partition, [Write.Update(key, row.ETag, Cells(doubt))], ct);
                return new Delivery.Unknown(doubt.Reason!);
            }
            etag = await doubtful.MakeAsync(tables, Keys.Table, work.Partition, Write.Update(key, row.ETag, Cells(claim)), claim.Claim!, ct);
        }

        Delivery delivery;
        try
        {
            delivery = await outbound.SendAsync(message, ct);
        }
        catch (Exception e) when (outbound.Dedupes || e is not OperationCanceledException)
        {
            // Stopped, or a fault of our own code. Left standing, its claim would look like a send under way to the next try.
            if (outbound.Dedupes)
            {
                await tables.CommitSurelyAsync(Keys.Table, work.Partition, Write.Delete(key, etag), time);
                throw;
            }
            delivery = new Delivery.Unknown($"The way out threw {e.GetType().Name}; the provider does not dedupe.");
        }
        // The provider has acted: this is written even when nobody waits any more.
        switch (delivery)
        {
            case Delivery.Unreachable unreachable:
                await tables.CommitSurelyAsync(Keys.Table, work.Partition, Write.Delete(key, etag), time);
                throw new TransientException("provider-unreachable", unreachable.Reason);
            case Delivery.Unknown unknown when outbound.Dedupes:
                // Asked again under the same id, it counts once.
                await tables.CommitSurelyAsync(Keys.Table, work.Partition, Write.Delete(key, etag), time);
                throw new TransientException("provider-silent", unknown.Reason);
            case Delivery.Sent sent:
                await FinishAsync(work.Partition, key, etag, claim with { Status = "sent", Id = sent.Id });
                break;
            case Delivery.Refused refused:
                await FinishAsync(work.Partition, key, etag, claim with { Status = "refused", Reason = refused.Reason });
                break;
            case Delivery.Unknown unknown:
                await FinishAsync(work.Partition, key, etag, claim with { Status = "unknown", Reason = unknown.Reason });
                break;
        }
        return delivery;
    }

    /// <summary>The way back lies with the last message in the log, or with the event itself when that message is not in it yet.</summary>
    private async Task<Outbound> MessageAsync(Work work, Event cause, string sendKey, string text, CancellationToken ct)
    {
        var route = cause.Said("replyRoute");
        if (route is null && work.Head.LastInbound > 0) route = (await log.EventAsync(work.Partition, work.Head.LastInbound, ct))?.Said("replyRoute");
        var parsed = route is null ? [] : (JsonObject)JsonNode.Parse(route)!;
        return new Outbound(sendKey, work.Partition, work.Head.Agent, work.Head.Channel, work.Head.Route, text, parsed);
    }

    private async Task FinishAsync(string partition, string key, string etag, Entry entry) =>
        await tables.CommitSurelyAsync(Keys.Table, partition, Write.Update(key, etag, Cells(entry)), time);

    private static Cells Cells(Entry entry) => new(JsonSerializer.Serialize(entry, Options));
}
