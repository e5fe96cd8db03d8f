using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Access;

/// <summary>
/// Who signed in on a page, in an encrypted cookie: object id, name, role, for one hour; then Entra ID is asked again, so that
/// a role taken away is gone. The session holds a secret of its own that <c>GET /api/operator/me</c> tells to our pages: a
/// request that changes something must carry it as a header, which no other site can know or send.
/// </summary>
public static class Session
{
    public const string Scheme = "Session";
    public const string Cookie = "__Host-session";
    public const string CsrfHeader = "X-CSRF-Token";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string User = "oid", Role = "role", Name = "name", Email = "email", Csrf = "csrf";

    public static async Task<Principal?> ReadAsync(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(Cookie)) return null;
        var result = await context.AuthenticateAsync(Scheme);
        if (result.Principal is not { } who || EntraClaims.Text(who, User) is not { } user || EntraClaims.Text(who, Csrf) is not { } csrf) return null;
        return new($"user:{user}", Enum.Parse<StaffRole>(EntraClaims.Text(who, Role)!), MayCall: false, "cookie", EntraClaims.Text(who, Name), csrf, EntraClaims.Text(who, Email));
    }

    /// <summary>Whether a request is free of the browser's own hand: it changes nothing, or carries the session's secret.</summary>
    public static bool MayAct(HttpRequest request, Principal caller) => caller.Csrf is null || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[CsrfHeader].ToString()), Encoding.UTF8.GetBytes(caller.Csrf));

    /// <summary>What of a checked ID token is kept; null where it is of another tenant.</summary>
    internal static ClaimsPrincipal? Of(ClaimsPrincipal who, Guid tenant)
    {
        if (!EntraClaims.OfTenant(who, tenant) || EntraClaims.Text(who, User) is not { } user) return null;
        var claims = new List<Claim>
        {
            new(User, user), new(Role, EntraClaims.Role(who).ToString()), new(Csrf, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))),
        };
        if (EntraClaims.Name(who) is { } name) claims.Add(new(Name, name));
        if (EntraClaims.Email(who) is { } email) claims.Add(new(Email, email));
        return new(new ClaimsIdentity(claims, Scheme));
    }

    internal static void Register(AuthenticationBuilder authentication) => authentication.AddCookie(Scheme, cookie =>
    {
        cookie.Cookie.Name = Cookie;
        cookie.Cookie.HttpOnly = true;
        // Not SameAsRequest: behind the Functions host the worker sees plain http.
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.Path = "/";
        cookie.ExpireTimeSpan = Lifetime;
        cookie.SlidingExpiration = false;
    });
}
