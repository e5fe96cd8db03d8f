using FunctionsAgent.Access;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// Tells what the night came to: one report for each agent, night and recipient, once. A mail whose fate nobody knows is not sent
/// again; a webhook is, under the same id. Whoever cannot be reached now is tried again by the next run of the same night.
/// </summary>
public sealed partial class NightReport(NightFigures figures, NightReportRecipients recipients, PublicAddress address, ITables tables, ProcessIdentity process, TimeProvider time, ILogger<NightReport> logger)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    private readonly NightReportLedger ledger = new(tables, time, process);

    public async Task RunAsync(CancellationToken ct)
    {
        if (recipients.All.Count == 0) return;
        var standings = await figures.ReadAsync(ct);
        foreach (var message in standings.Select(facts => NightReportMessage.Of(facts, address.Configured)).OfType<NightReportMessage>())
            foreach (var recipient in recipients.All)
                await TryAsync(message, recipient, ct);
        if (standings.Count > 0) await ledger.CleanAsync(standings[0].Rolled.AsOf - Kept, ct);
    }

    private async Task TryAsync(NightReportMessage message, INightReportRecipient recipient, CancellationToken ct)
    {
        try
        {
            await SendAsync(message, recipient, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.Failed(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key, e.GetType().Name);
        }
    }

    private async Task SendAsync(NightReportMessage message, INightReportRecipient recipient, CancellationToken ct)
    {
        var row = NightReportLedger.Row(message, recipient);
        var (claim, etag) = await ledger.ClaimAsync(row, recipient.Dedupes, ct);
        if (claim == NightReportClaim.Doubted) Log.Doubtful(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key, "The process ended in the middle of it.");
        if (claim != NightReportClaim.Ours) return;
        Delivery delivery;
        try
        {
            delivery = await recipient.SendAsync(message, Hashing.Id($"report\n{row}"), ct);
        }
        catch (Exception e) when (recipient.Dedupes || e is not OperationCanceledException)
        {
            // Stopped, or a fault of our own: left standing, its claim would look like a send under way.
            await ledger.SettleAsync(row, etag, recipient.Dedupes, new Delivery.Unknown(e.GetType().Name));
            throw;
        }
        var done = await ledger.SettleAsync(row, etag, recipient.Dedupes, delivery);
        switch (delivery)
        {
            case Delivery.Sent: Log.Sent(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key); break;
            case Delivery.Refused refused: Log.Refused(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key, refused.Reason); break;
            case Delivery.Unreachable unreachable: Log.Later(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key, unreachable.Reason); break;
            case Delivery.Unknown unknown when done: Log.Doubtful(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key, unknown.Reason); break;
            case Delivery.Unknown unknown: Log.Later(logger, message.Agent, message.AsOf, recipient.Kind, recipient.Key, unknown.Reason); break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Agent}: the report as of {AsOf:yyyy-MM-dd} is sent by {Kind} to {Recipient}")]
        public static partial void Sent(ILogger logger, string agent, DateTimeOffset asOf, string kind, string recipient);

        [LoggerMessage(2, LogLevel.Warning, "{Agent}: the report as of {AsOf:yyyy-MM-dd} by {Kind} to {Recipient} waits for the next run: {Reason}")]
        public static partial void Later(ILogger logger, string agent, DateTimeOffset asOf, string kind, string recipient, string reason);

        [LoggerMessage(3, LogLevel.Error, "{Agent}: the report as of {AsOf:yyyy-MM-dd} by {Kind} to {Recipient} is refused: {Reason}")]
        public static partial void Refused(ILogger logger, string agent, DateTimeOffset asOf, string kind, string recipient, string reason);

        [LoggerMessage(4, LogLevel.Warning, "{Agent}: whether the report as of {AsOf:yyyy-MM-dd} by {Kind} to {Recipient} arrived is unknown, it is not sent again: {Reason}")]
        public static partial void Doubtful(ILogger logger, string agent, DateTimeOffset asOf, string kind, string recipient, string reason);

        [LoggerMessage(5, LogLevel.Error, "{Agent}: the report as of {AsOf:yyyy-MM-dd} by {Kind} to {Recipient} failed with {Error}; the next run goes on")]
        public static partial void Failed(ILogger logger, string agent, DateTimeOffset asOf, string kind, string recipient, string error);
    }
}
