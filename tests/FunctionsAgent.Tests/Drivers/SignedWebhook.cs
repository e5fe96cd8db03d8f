using System.Globalization;
using System.Text;
using FunctionsAgent.Channels;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Plays a sender of Standard Webhooks: a good request, which a test then spoils in one place.</summary>
internal static class SignedWebhook
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000);

    public static RawRequest Request(string body, string id = "msg_1", string secret = Secret, long offset = 0, string source = "shop", string prefix = "webhook") =>
        Request(Encoding.UTF8.GetBytes(body), id, secret, offset, source, prefix);

    public static RawRequest Request(byte[] body, string id = "msg_1", string secret = Secret, long offset = 0, string source = "shop", string prefix = "webhook")
    {
        if (!StandardWebhooks.TryDecodeSecret(secret, out var key))
            throw new ArgumentException("Not a secret.", nameof(secret));
        var stamp = Now.ToUnixTimeSeconds() + offset;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [prefix + "-id"] = id,
            [prefix + "-timestamp"] = stamp.ToString(CultureInfo.InvariantCulture),
            [prefix + "-signature"] = StandardWebhooks.Sign(key, id, stamp, body),
        };
        return new RawRequest("POST", $"https://agent.example/channels/webhook/{source}", new Dictionary<string, string> { ["source"] = source }, headers, body, Now);
    }

    public static RawRequest With(this RawRequest request, string header, string? value)
    {
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (value is null)
            headers.Remove(header);
        else
            headers[header] = value;
        return request with { Headers = headers };
    }
}
