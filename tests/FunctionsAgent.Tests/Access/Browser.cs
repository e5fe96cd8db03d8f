using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Access;

/// <summary>Keeps cookies as a browser does that takes loopback for a safe place, and follows no redirect by itself.</summary>
internal sealed class Browser(Uri site)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>Each <c>Set-Cookie</c> that came, in full.</summary>
    public List<string> Set { get; } = [];

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? csrf = null, string? token = null, string? body = null)
    {
        using var request = ProblemAssert.Request(method, new Uri(site, address).ToString(), token, body is null ? null : ProblemAssert.Utf8(body));
        if (Cookies.Count > 0 && request.RequestUri!.Authority == site.Authority) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (csrf is not null) request.Headers.Add("X-CSRF-Token", csrf);
        var response = await Http.SendAsync(request);
        foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            Set.Add(set);
            var (name, value) = (set[..set.IndexOf('=', StringComparison.Ordinal)], set[(set.IndexOf('=', StringComparison.Ordinal) + 1)..set.IndexOf(';', StringComparison.Ordinal)]);
            if (set.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)) Cookies.Remove(name);
            else Cookies[name] = value;
        }
        return response;
    }

    public Task<HttpResponseMessage> GetAsync(string address) => SendAsync(HttpMethod.Get, address);

    /// <summary>Begins to sign in and lets the issuer answer; the address it sends the browser back to.</summary>
    public async Task<string> ToIssuerAndBackAsync(string login = "/login")
    {
        var away = await GetAsync(login);
        Assert.Equal(302, (int)away.StatusCode);
        var back = await GetAsync(away.Headers.Location!.ToString());
        Assert.Equal(302, (int)back.StatusCode);
        return back.Headers.Location!.ToString();
    }

    public async Task<HttpResponseMessage> SignInAsync(string login = "/login") => await GetAsync(await ToIssuerAndBackAsync(login));
}
