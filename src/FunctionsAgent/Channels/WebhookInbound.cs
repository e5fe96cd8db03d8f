using System.Text.Json;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>POST /channels/webhook/{source}</c>: anything that signs by Standard Webhooks 1.0. The body is
/// <c>{"type":"message.created","timestamp","data":{"conversation","messageId"?,"text","from"?,"customer"?}}</c>.
/// </summary>
public sealed class WebhookInbound(ChannelOptions options, string defaultAgent) : IInbound
{
    public const string Channel = "webhook";

    /// <summary>Bytes; a retry of a larger body cannot help, so it is refused before it is authenticated.</summary>
    public const int MaxBody = 256 * 1024;

    public Accepted Accept(RawRequest request)
    {
        var source = request.Route.GetValueOrDefault("source", "").ToLowerInvariant();
        if (!options.Webhook.TryGetValue(source, out var settings))
            return new Accepted.Rejected(404, "unknown-source", "No webhook source of this name is configured.");
        var secrets = Secrets(settings);
        if (secrets.Count == 0)
            return new Accepted.Rejected(503, "channel-not-configured",
                $"Setting Channels__Webhook__{source}__Secret is missing, or is not whsec_ and base64 of 24 to 64 bytes.");
        if (request.Body.Length > MaxBody)
            return new Accepted.Rejected(413, "too-large", $"The body has {request.Body.Length} bytes; the limit is {MaxBody}.");
        return StandardWebhooks.Verify(request, secrets, out var id) switch
        {
            StandardWebhooks.Outcome.Authentic => Read(request, source, settings.Agent ?? defaultAgent, id),
            StandardWebhooks.Outcome.Stale => new Accepted.Rejected(401, "stale-timestamp",
                $"webhook-timestamp is more than {StandardWebhooks.Tolerance.TotalMinutes:0} minutes away from our clock."),
            StandardWebhooks.Outcome.Missing => new Accepted.Rejected(401, "missing-signature",
                "webhook-id, webhook-timestamp and webhook-signature are needed."),
            _ => new Accepted.Rejected(401, "bad-signature", "The signature does not match."),
        };
    }

    private static Accepted Read(RawRequest request, string source, string agent, string id)
    {
        WebhookPayload payload;
        try
        {
            payload = WebhookPayload.Parse(request.Body.Span);
        }
        catch (JsonException e)
        {
            return new Accepted.Poison("malformed-payload", e.Message, agent);
        }

        if (payload.Type != "message.created")
            return new Accepted.Ignored("type");
        if (payload.Problem is { } problem)
            return new Accepted.Poison("malformed-payload", problem, agent);
        return new Accepted.Message(new InboundMessage(
            agent, Channel, source, payload.ThreadKey(source, id), id, payload.MessageId ?? id, payload.Text!,
            payload.Assurance, payload.From, payload.Customer, payload.ReplyRoute, SentAt: payload.SentAt));
    }

    private static List<byte[]> Secrets(ChannelOptions.WebhookOptions settings)
    {
        var keys = new List<byte[]>(2);
        foreach (var secret in new[] { settings.Secret, settings.SecretPrevious })
        {
            if (StandardWebhooks.TryDecodeSecret(secret, out var key))
                keys.Add(key);
        }

        return keys;
    }
}
