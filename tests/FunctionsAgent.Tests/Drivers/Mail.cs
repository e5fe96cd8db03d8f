using System.Text;
using FunctionsAgent.Channels;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>A customer's mail as its bytes, posted as a mail server posts it.</summary>
internal static class Mail
{
    public const string Token = "mime-token-of-the-tests";

    public static string Text(string body = "Where is my order #W1001?", string headers = "") =>
        "From: Ann <ann@customer.example>\r\nTo: Support <Support@shop.example>\r\nSubject: My order\r\nMessage-ID: <m1@customer.example>\r\n"
        + headers + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body + "\r\n";

    public static RawRequest Request(string mail, string? authorization = "Bearer " + Token) => Request(Encoding.UTF8.GetBytes(mail), authorization);

    public static RawRequest Request(byte[] mail, string? authorization = "Bearer " + Token)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "message/rfc822" };
        if (authorization is not null)
            headers["Authorization"] = authorization;
        return new RawRequest("POST", "https://agent.example/channels/email/mime", new Dictionary<string, string>(), headers, mail, SignedWebhook.Now);
    }
}
