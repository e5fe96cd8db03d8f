using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Another agent, as it comes from the internet: it registers, has itself claimed, exchanges and calls. It keeps every secret it was told.</summary>
internal sealed partial class OutsideAgent(HttpClient http)
{
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public string Id { get; private set; } = "";

    public string Assertion { get; set; } = "";

    public string ClaimToken { get; private set; } = "";

    public string RefreshToken { get; private set; } = "";

    public string Token { get; private set; } = "";

    /// <summary>What was told to it and to its person, once each.</summary>
    public List<string> Told { get; } = [];

    /// <summary>An anonymous registration with an access token.</summary>
    public static async Task<OutsideAgent> RegisteredAsync(AgentHost host, string? scope = null)
    {
        var agent = new OutsideAgent(host.Client);
        await agent.RegisterAsync();
        await agent.ExchangeAsync(scope);
        return agent;
    }

    /// <summary>The same, and a person has claimed it.</summary>
    public static async Task<OutsideAgent> ClaimedAsync(AgentHost host, string email = "ada@shop.example", string? scope = null)
    {
        var agent = new OutsideAgent(host.Client);
        await agent.RegisterAsync();
        await agent.ClaimAsync(new Visitor(host.Host.Url), email);
        await agent.ExchangeAsync(scope);
        return agent;
    }

    public async Task RegisterAsync()
    {
        var registered = await OkAsync(await PostJsonAsync("/agent/identity", new { type = "anonymous" }));
        Id = registered.GetProperty("id").GetString()!;
        Assertion = Told_(registered.GetProperty("identity").GetProperty("assertion"));
        ClaimToken = Told_(registered.GetProperty("claim").GetProperty("token"));
    }

    public async Task<HttpResponseMessage> VouchedAsync(string idJag)
    {
        var response = await PostJsonAsync("/agent/identity", new { type = "identity_assertion", assertion_type = "urn:ietf:params:oauth:token-type:id-jag", assertion = idJag });
        if (response.IsSuccessStatusCode)
        {
            var registered = await OkAsync(response);
            (Id, Assertion) = (registered.GetProperty("id").GetString()!, Told_(registered.GetProperty("identity").GetProperty("assertion")));
        }
        return response;
    }

    public async Task<string> BeginClaimAsync(string email)
    {
        var begun = await OkAsync(await PostJsonAsync("/agent/identity/claim", new { type = "service_auth", claim_token = ClaimToken, login_hint = email }));
        var link = begun.GetProperty("attempt").GetProperty("verification_uri").GetString()!;
        Told.Add(link[(link.IndexOf("cvt_", StringComparison.Ordinal))..]);
        return link;
    }

    public async Task ClaimAsync(Visitor person, string email)
    {
        var code = await person.AgreeAsync(await BeginClaimAsync(email), email);
        var completed = await OkAsync(await PostJsonAsync("/agent/identity/claim/complete", new { claim_token = ClaimToken, user_code = code }));
        var identity = completed.GetProperty("identity");
        (Assertion, RefreshToken) = (Told_(identity.GetProperty("assertion")), Told_(identity.GetProperty("refresh_token").GetProperty("value")));
    }

    public async Task<HttpResponseMessage> RefreshAsync()
    {
        var response = await PostJsonAsync("/agent/identity", new { type = "refresh", refresh_token = RefreshToken });
        if (!response.IsSuccessStatusCode) return response;
        var identity = (await OkAsync(response)).GetProperty("identity");
        (Assertion, RefreshToken) = (Told_(identity.GetProperty("assertion")), Told_(identity.GetProperty("refresh_token").GetProperty("value")));
        return response;
    }

    public async Task ExchangeAsync(string? scope = null) => Token = Told_((await OkAsync(await TryExchangeAsync(scope))).GetProperty("access_token"));

    public Task<HttpResponseMessage> TryExchangeAsync(string? scope = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = JwtBearer, ["assertion"] = Assertion };
        if (scope is not null) form["scope"] = scope;
        return http.PostAsync("/oauth2/token", new FormUrlEncodedContent(form));
    }

    public Task<HttpResponseMessage> RevokeAsync() => http.PostAsync("/oauth2/revoke", new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = Token }));

    public Task<HttpResponseMessage> SayAsync(string text, string agent = AgentHost.Agent, int? wait = 20, string? conversation = null) =>
        SendAsync(HttpMethod.Post, $"/api/agents/{agent}/messages{(wait is null ? "" : $"?wait={wait}")}", conversation is null ? new { text } : new { text, conversationId = conversation });

    public Task<HttpResponseMessage> ReadAsync(string conversation) => SendAsync(HttpMethod.Get, $"/api/conversations/{conversation}");

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> PostJsonAsync(string path, object body) => await http.PostAsJsonAsync(path, body);

    public static async Task<JsonElement> OkAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {body}");
        return JsonElement.Parse(body);
    }

    private string Told_(JsonElement secret)
    {
        Told.Add(secret.GetString()!);
        return secret.GetString()!;
    }

    /// <summary>A person with a browser that keeps cookies, and the stand-in to sign in with.</summary>
    internal sealed partial class Visitor(Uri site)
    {
        private readonly CookieContainer cookies = new();

        /// <summary>Values of the cookies it has.</summary>
        public IEnumerable<string> Cookies => cookies.GetCookies(site).Select(cookie => cookie.Value);

        /// <summary>Opens the link, signs in as somebody, agrees: the code the page shows.</summary>
        public async Task<string> AgreeAsync(string link, string email)
        {
            var path = new Uri(link).PathAndQuery;
            await SignInAsync(path, email);
            var page = await (await GetAsync(path)).Content.ReadAsStringAsync();
            var confirmed = await PostAsync("/claim/confirm", Fields(page));
            return Code().Match(await confirmed.Content.ReadAsStringAsync()).Groups[1].Value is { Length: 6 } code ? code : throw new InvalidOperationException($"No code: {(int)confirmed.StatusCode} {page}");
        }

        public async Task SignInAsync(string path, string email)
        {
            var away = await GetAsync(path);
            Assert.Equal(302, (int)away.StatusCode);
            var login = away.Headers.Location!.ToString();
            Assert.Contains("stand-in", await (await GetAsync(login)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var back = await PostAsync(login, new() { ["email"] = email });
            Assert.Equal((302, path), ((int)back.StatusCode, back.Headers.Location!.ToString()));
        }

        public async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null) => await SendAsync(new(HttpMethod.Get, new Uri(site, path)), change);

        public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form, Action<HttpRequestMessage>? change = null) =>
            await SendAsync(new(HttpMethod.Post, new Uri(site, path)) { Content = new FormUrlEncodedContent(form) }, change);

        public static Dictionary<string, string> Fields(string page) => new()
        {
            ["claim_attempt_token"] = Field(page, "claim_attempt_token"), ["form_token"] = Field(page, "form_token"),
        };

        private static string Field(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value);

        private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change)
        {
            using var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false, UseProxy = false };
            using var client = new HttpClient(handler);
            change?.Invoke(request);
            var response = await client.SendAsync(request);
            await response.Content.LoadIntoBufferAsync();
            return response;
        }

        [GeneratedRegex("<p class=\"code\">([0-9]{6})</p>")]
        private static partial Regex Code();
    }
}
