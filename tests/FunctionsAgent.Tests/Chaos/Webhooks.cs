using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>A message as a shop's own system posts it.</summary>
internal static class Webhooks
{
    public static HttpRequestMessage Request(string source, string conversation, string id, string text, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { type = "message.created", data = new { conversation, messageId = id, text, from = "ann" } });
        StandardWebhooks.TryDecodeSecret(SignedWebhook.Secret, out var key);
        var stamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, $"/channels/webhook/{source}") { Content = new ByteArrayContent(body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", stamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhooks.Sign(key, id, stamp, body));
        return request;
    }
}
