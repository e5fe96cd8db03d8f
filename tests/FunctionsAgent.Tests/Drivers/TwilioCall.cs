using System.Text;
using FunctionsAgent.Channels;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Plays Twilio in one call: signed form posts to the URLs that the documents name.</summary>
internal static class TwilioCall
{
    public const string Token = "test-twilio-auth-token-0123456789ab";
    public const string BaseUrl = "https://bot.example.com";

    public static RawRequest Post(string pathAndQuery, string token = Token, params (string Name, string Value)[] fields) => PostIn("CA1", pathAndQuery, token, fields);

    /// <summary>In another call than the first.</summary>
    public static RawRequest PostIn(string call, string pathAndQuery, string token = Token, params (string Name, string Value)[] fields)
    {
        (string, string)[] all = [("CallSid", call), ("From", "+14155550100"), ("To", "+14155550199"), .. fields];
        var body = Encoding.ASCII.GetBytes(string.Join('&', all.Select(f => $"{Uri.EscapeDataString(f.Item1)}={Uri.EscapeDataString(f.Item2)}")));
        var url = BaseUrl + pathAndQuery;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8",
            ["X-Twilio-Signature"] = TwilioSignature.Compute(token, url, body),
        };
        return new RawRequest("POST", url, new Dictionary<string, string>(), headers, body, SignedWebhook.Now);
    }
}
