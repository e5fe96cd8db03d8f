using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuthMd;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FunctionsAgent.Access;

/// <summary>
/// A sign-in for trying things out: whoever sits at this machine says who they are, and nobody checks. On the embedded host and
/// on loopback alone, and never for what came through a tunnel; every page that goes by it says so. It gives no role: staff have the key.
/// </summary>
public sealed class StandIn(EmbeddedKey key, Accounts accounts, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Cookie = "stand-in";
    private const int MaxBody = 4 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    private readonly IDataProtector protector = protection.CreateProtector("StandIn");

    private sealed record Ticket(string Email, string FormToken, DateTimeOffset Until);

    /// <summary>A tunnel or proxy on this machine has a loopback address, too: what it brings is for another host, or says for whom it was forwarded.</summary>
    public bool Serves(HttpRequest request) => key.Value is not null
        && (request.HttpContext.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from))
        && (request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !Forwarding.Any(request.Headers.ContainsKey);

    /// <summary>Who said they were somebody, in this browser.</summary>
    public SignedIn? Who(HttpRequest request)
    {
        if (!Serves(request) || request.Cookies[Cookie] is not { Length: > 0 and < 4096 } cookie) return null;
        try
        {
            var ticket = JsonSerializer.Deserialize<Ticket>(protector.Unprotect(cookie))!;
            return ticket.Until > time.GetUtcNow() ? new(AccountOf(ticket.Email), ticket.FormToken, StandIn: true) : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    /// <summary><c>GET</c> shows the form, <c>POST</c> takes it (<c>email</c>) and goes back.</summary>
    internal async Task<IResult> LoginAsync(HttpRequest request, string back, CancellationToken ct)
    {
        if (HttpMethods.IsGet(request.Method)) return Page(request, back, null);
        if (await Requests.BodyAsync(request, MaxBody, ct) is not { } body) return Problem.Of(413, "too-large", "The form is too large.");
        var email = Email(body);
        if (email.Length is < 3 or > 254 || !System.Net.Mail.MailAddress.TryCreate(email, out _)) return Page(request, back, "That is no e-mail address.");

        await accounts.SignedInAsync(AccountOf(email), ct);
        var ticket = new Ticket(email, Secret(), time.GetUtcNow() + Lifetime);
        request.HttpContext.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(ticket)), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, Path = "/", MaxAge = Lifetime,
        });
        return Results.LocalRedirect(back);
    }

    internal static void Leave(HttpResponse response) => response.Cookies.Delete(Cookie);

    private static string Email(byte[] body)
    {
        try
        {
            using var form = new FormReader(Encoding.UTF8.GetString(body)) { ValueCountLimit = 8 };
            return form.ReadForm().GetValueOrDefault("email").ToString().Trim();
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static IResult Page(HttpRequest request, string back, string? mistake)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        var encode = HtmlEncoder.Default;
        var alert = mistake is null ? "" : $"<p role='alert'>{encode.Encode(mistake)}</p>";
        return Results.Content($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in (stand-in)</title></head>
            <body><main>
            <h1>Sign in</h1>
            <p><strong>This is a stand-in for development: nobody checks who you are.</strong> It exists on this machine alone. In production
            your organisation's sign-in stands here.</p>
            {alert}
            <form method="post" action="{encode.Encode($"{SignInPages.Path}?returnUrl={Uri.EscapeDataString(back)}")}">
            <p><label for="email">Your e-mail address</label> <input id="email" name="email" type="email" required autocomplete="email" maxlength="254"></p>
            <p><button type="submit">Sign in as this person</button></p>
            </form>
            </main></body>
            </html>
            """, "text/html; charset=utf-8", statusCode: mistake is null ? 200 : 400);
    }

    // The id stands in events, where no address may.
    private static Account AccountOf(string email) => new("stand-in:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())))[..32], email);

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
