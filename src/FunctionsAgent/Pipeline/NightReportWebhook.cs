using System.Text.Json.Nodes;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Pipeline;

/// <summary>
/// A receiver of <c>{"type": "kpi.night", "timestamp", "data": {"subject", "text", "link"?, "report"}}</c>, signed by Standard Webhooks 1.0;
/// <c>report</c> is what <c>GET /api/operator/kpi</c> answers, <c>timestamp</c> the midnight it is as of.
/// </summary>
internal sealed class NightReportWebhook(SignedPost post, string address, string? secret) : INightReportRecipient
{
    public string Kind => "webhook";

    public string Key { get; } = Hashing.Id($"webhook\n{address}");

    public bool Dedupes => true;

    public async Task<Delivery> SendAsync(NightReportMessage message, string id, CancellationToken ct)
    {
        if (!StandardWebhooks.TryDecodeSecret(secret, out var key)) return new Delivery.Unreachable("Setting Report__Webhook__Secret is missing or malformed.");
        if (post.Address(address) is not { } url) return new Delivery.Refused("Setting Report__Webhook__Url is not an https address.");
        return await post.SendAsync(url, key, id, Body(message), ct) switch
        {
            // A reason is logged, and its receiver's name may be a secret of its own.
            Delivery.Refused refused => new Delivery.Refused(Masked(refused.Reason, url)),
            Delivery.Unreachable unreachable => new Delivery.Unreachable(Masked(unreachable.Reason, url)),
            Delivery.Unknown unknown => new Delivery.Unknown(Masked(unknown.Reason, url)),
            var sent => sent,
        };
    }

    private static byte[] Body(NightReportMessage message)
    {
        var data = new JsonObject { ["subject"] = message.Subject, ["text"] = message.Text };
        if (message.Link is not null) data["link"] = message.Link.AbsoluteUri;
        data["report"] = JsonSerializer.SerializeToNode(message.Report, KpiApi.Json);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = "kpi.night", ["timestamp"] = message.AsOf.UtcDateTime.ToString("O"), ["data"] = data });
    }

    private static string Masked(string reason, Uri url) => reason.Replace(url.Host, "the receiver", StringComparison.OrdinalIgnoreCase).Replace(url.IdnHost, "the receiver", StringComparison.OrdinalIgnoreCase);
}
