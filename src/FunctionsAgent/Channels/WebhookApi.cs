using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Channels;

/// <summary>Channels that are answered 2xx and replied to later: the signed webhook and mail.</summary>
public sealed partial class WebhookApi(WebhookInbound webhook, MimeInbound mime, RawRequests requests, IDoor door, ILogger<WebhookApi> logger)
{
    private const int MaxWebhook = 256 * 1024;

    public Task<IResult> WebhookAsync(HttpRequest request, CancellationToken ct) =>
        Outage.AnswerAsync(request, () => TakeAsync(request, webhook, MaxWebhook, new Dictionary<string, string> { ["source"] = Requests.Route(request, "source") }, ct));

    public Task<IResult> MimeAsync(HttpRequest request, CancellationToken ct) =>
        Outage.AnswerAsync(request, () => TakeAsync(request, mime, MimeInbound.MaxBody, new Dictionary<string, string>(), ct));

    private async Task<IResult> TakeAsync(HttpRequest request, IInbound inbound, int maxBytes, IReadOnlyDictionary<string, string> route, CancellationToken ct)
    {
        if (await requests.ReadAsync(request, maxBytes, route, ct) is not { } raw)
            return Problem.Of(413, "too-large", "The body is too large.", $"At most {maxBytes:N0} bytes are read here.");
        switch (inbound.Accept(raw))
        {
            case Accepted.Message message:
                var entry = await door.EnterAsync(message.Value, null, ct);
                return entry.Outcome switch
                {
                    EntryOutcome.Full => Busy(request),
                    // The sender is authentic and a retry cannot help: kept for a person.
                    EntryOutcome.OtherContent => await ParkAsync(raw, "delivery-id-reused", "This delivery id named another message before.", ct),
                    EntryOutcome.UnknownAgent => await ParkAsync(raw, "unknown-agent", "The channel is set to an agent that is not served here.", ct),
                    _ => Results.Json(new { conversationId = entry.ConversationId, messageId = entry.MessageId }, statusCode: 202),
                };
            case Accepted.Ignored ignored:
                Log.Ignored(logger, request.Path.Value ?? "", ignored.Reason);
                return Results.Json(new { status = "ignored", reason = ignored.Reason }, statusCode: 202);
            case Accepted.Poison poison:
                return await ParkAsync(raw, poison.Cause, poison.Reason, ct);
            case Accepted.Rejected rejected:
                Log.Rejected(logger, request.Path.Value ?? "", rejected.Status, rejected.Type);
                return Problem.Of(rejected.Status, rejected.Type, "The request was refused.", rejected.Status == 503 ? null : rejected.Detail);
            default:
                throw new InvalidOperationException("A channel answered with something unknown.");
        }
    }

    private async Task<IResult> ParkAsync(RawRequest raw, string cause, string reason, CancellationToken ct)
    {
        await door.ParkAsync(raw.Body, cause, reason, ct);
        Log.Parked(logger, cause, raw.Body.Length);
        return Results.Json(new { status = "parked", cause, reason }, statusCode: 202);
    }

    private static IResult Busy(HttpRequest request)
    {
        request.HttpContext.Response.Headers.RetryAfter = "60";
        return Problem.Of(429, "too-many-waiting", "Too many messages are waiting in this conversation.", "Deliver it again later.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Path}: no turn, {Reason}")]
        public static partial void Ignored(ILogger logger, string path, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{Path}: refused with {Status} {Type}")]
        public static partial void Rejected(ILogger logger, string path, int status, string type);

        [LoggerMessage(3, LogLevel.Error, "An authentic body of {Bytes} bytes cannot be read ({Cause}): parked")]
        public static partial void Parked(ILogger logger, string cause, int bytes);
    }
}
