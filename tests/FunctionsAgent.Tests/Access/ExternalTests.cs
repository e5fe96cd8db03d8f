using System.Security.Cryptography;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Tests.Access;

/// <summary><c>AuthMd__Mode=External</c>: an outside server registers agents and issues their tokens (auth.md specification §25).</summary>
public sealed class ExternalTests : IAsyncLifetime
{
    private const string Messages = $"/api/agents/{AgentHost.Agent}/messages?wait=20";
    private const string Question = """{"text":"Where is my order #W1001?"}""";

    private ExternalKit kit = null!;
    private AgentHost host = null!;

    public async Task InitializeAsync()
    {
        kit = await ExternalKit.StartAsync();
        host = await AgentHost.StartAsync(settings: kit.Settings);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await kit.DisposeAsync();
    }

    [Fact]
    public async Task An_agent_registered_there_is_answered_and_reads_its_own_and_events_name_it()
    {
        var conversation = (await (await PostAsync(kit.Token())).JsonAsync()).GetProperty("conversationId").GetString()!;
        var received = (await host.LogAsync(conversation)).Single(e => e.Type == "MessageReceived");

        Assert.Equal("external:agent_reg_1", received.Json.GetProperty("by").GetString());
        Assert.Equal(200, (int)(await GetAsync($"/api/conversations/{conversation}", kit.Token())).StatusCode);
        await ProblemAssert.IsAsync(await GetAsync($"/api/conversations/{conversation}", kit.Token(claims => claims["sub"] = "agent_reg_2")), 404, "unknown-conversation");
        Assert.Equal(1, kit.KeySets);
    }

    [Fact]
    public async Task The_metadata_and_the_document_lead_there_and_nothing_of_ours_registers()
    {
        var metadata = await (await host.Client.GetAsync("/.well-known/oauth-protected-resource")).JsonAsync();
        Assert.Equal([kit.Issuer], metadata.GetProperty("authorization_servers").EnumerateArray().Select(server => server.GetString()));
        var document = await host.Client.GetStringAsync("/auth.md");
        Assert.Contains($"Authorization server: <{kit.Issuer}>", document, StringComparison.Ordinal);
        Assert.Contains("agent_auth.identity_endpoint", document, StringComparison.Ordinal);
        Assert.DoesNotContain("/agent/identity", document, StringComparison.Ordinal);

        foreach (var path in (string[])["/agent/identity", "/agent/identity/claim", "/agent/identity/claim/complete", "/oauth2/token", "/oauth2/revoke", "/agent/event/notify", "/claim/confirm", "/claim/deny"])
            await ProblemAssert.IsAsync(await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, path, null, "{}"u8.ToArray())), 404, "registration-elsewhere");
        foreach (var path in (string[])["/.well-known/oauth-authorization-server", "/.well-known/jwks.json", "/claim"])
            Assert.Equal(404, (int)(await host.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_token_of_our_own_from_before_is_good_no_more()
    {
        var folder = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        string token;
        await using (var before = await AgentHost.StartAsync(folder))
        {
            token = await McpHost.ExchangeAsync(before, (await McpHost.RegisterAsync(before)).Assertion, resource: before.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + "/api");
            Assert.StartsWith("at_", token, StringComparison.Ordinal);
        }
        await using (var after = await AgentHost.StartAsync(folder, kit.Settings))
        {
            await ProblemAssert.IsAsync(await after.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, Messages, token, ProblemAssert.Utf8(Question))), 401, "unauthorized");
            Assert.Equal(200, (int)(await after.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, Messages, kit.Token(), ProblemAssert.Utf8(Question)))).StatusCode);
        }
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<string> Faults => [.. Faulty.Keys];

    private static readonly Dictionary<string, Func<ExternalKit, string>> Faulty = new()
    {
        ["other issuer"] = kit => kit.Token(claims => claims["iss"] = "https://issuer.example"),
        ["no issuer"] = kit => kit.Token(claims => claims.Remove("iss")),
        ["other audience"] = kit => kit.Token(claims => claims["aud"] = "https://other.example/api"),
        ["no audience"] = kit => kit.Token(claims => claims.Remove("aud")),
        ["expired"] = kit => kit.Token(claims => claims["exp"] = SigningKey.At(-120)),
        ["never expires"] = kit => kit.Token(claims => claims.Remove("exp")),
        ["lives for a week"] = kit => kit.Token(claims => claims["exp"] = SigningKey.At(7 * 86_400)),
        ["from the future"] = kit => kit.Token(claims => claims["iat"] = SigningKey.At(600)),
        ["not yet valid"] = kit => kit.Token(claims => claims["nbf"] = SigningKey.At(600)),
        ["no subject"] = kit => kit.Token(claims => claims.Remove("sub")),
        ["a subject that is an address"] = kit => kit.Token(claims => claims["sub"] = "ada@shop.example"),
        ["a subject too long"] = kit => kit.Token(claims => claims["sub"] = new string('a', 201)),
        ["an ID token"] = kit => kit.Token(claims => claims["nonce"] = "n"),
        ["bound to a key"] = kit => kit.Token(claims => claims["cnf"] = new { jkt = "x" }),
        ["an identity assertion"] = kit => kit.Token(header: header => header["typ"] = "oauth-id-jag+jwt"),
        ["an event"] = kit => kit.Token(header: header => header["typ"] = "secevent+jwt"),
        ["no type"] = kit => kit.Token(header: header => header.Remove("typ")),
        ["no key named"] = kit => kit.Token(header: header => header.Remove("kid")),
        ["unknown key"] = kit => kit.Token(header: header => header["kid"] = "other"),
        ["alg none"] = kit => kit.Token(header: header => header["alg"] = "none", sign: _ => []),
        ["HS256 with the public key"] = kit => kit.Token(header: header => header["alg"] = "HS256", sign: text => HMACSHA256.HashData(kit.PublicKey(), text)),
        ["signed by another"] = kit => kit.Token(sign: text => ECDsa.Create(ECCurve.NamedCurves.nistP256).SignData(text, HashAlgorithmName.SHA256)),
        ["critical extension"] = kit => kit.Token(header: header => header["crit"] = new[] { "b64" }),
        ["too long"] = kit => kit.Token(claims => claims["padding"] = new string('x', 20_000)),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_token_with_one_fault_is_refused_and_its_twin_is_not(string fault)
    {
        using var refused = await PostAsync(Faulty[fault](kit));
        await ProblemAssert.IsAsync(refused, 401, "unauthorized");
        Assert.EndsWith("/.well-known/oauth-protected-resource/api\", error=\"invalid_token\"", refused.Headers.GetValues("WWW-Authenticate").Single(), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await PostAsync(kit.Token())).StatusCode);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    public async Task The_types_servers_write_are_read(string type) => Assert.Equal(200, (int)(await PostAsync(kit.Token(header: header => header["typ"] = type))).StatusCode);

    [Fact]
    public async Task Scopes_decide_what_is_allowed()
    {
        using var refused = await PostAsync(kit.Token(claims => claims["scope"] = "conversations.read openid"));
        await ProblemAssert.IsAsync(refused, 403, "insufficient-scope");
        Assert.EndsWith("error=\"insufficient_scope\", scope=\"messages.send\"", refused.Headers.GetValues("WWW-Authenticate").Single(), StringComparison.Ordinal);
        await ProblemAssert.IsAsync(await PostAsync(kit.Token(claims => claims.Remove("scope"))), 403, "insufficient-scope");
        await ProblemAssert.IsAsync(await GetAsync("/api/operator/parked", kit.Token()), 403, "missing-role");
    }

    [Theory]
    [InlineData("messages.send", "stated", null)]
    [InlineData("messages.send customer.act", "verified", "user_7")]
    public async Task It_is_taken_for_the_person_it_acts_for_where_the_scope_says_so(string scope, string assurance, string? caller)
    {
        var body = """{"text":"Where is my order #W1001?","customer":{"state":"TX"}}""";
        var token = kit.Token(claims => (claims["scope"], claims["act"]) = (scope, new { sub = "user_7" }));
        var conversation = (await (await PostAsync(token, body)).JsonAsync()).GetProperty("conversationId").GetString()!;
        var received = (await host.LogAsync(conversation)).Single(e => e.Type == "MessageReceived");
        Assert.Equal(("user_7", assurance, caller), (received.Text("for"), received.Text("assurance"), received.Said("sender")));
    }

    [Fact]
    public async Task While_the_server_is_away_the_answer_is_no_401_and_known_keys_go_on()
    {
        kit.Down = true;
        using var refused = await PostAsync(kit.Token());
        await ProblemAssert.IsAsync(refused, 503, "issuer-unreachable");
        Assert.Equal("5", refused.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task The_same_over_the_Model_Context_Protocol()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = McpHost.Ask, arguments = new { text = "returns" } } });
        using var request = McpHost.Post(body, kit.Token());
        var answer = McpHost.Result(McpHost.Message(await (await host.Client.SendAsync(request)).Content.ReadAsStringAsync()));
        Assert.Equal("replied", answer.GetProperty("structuredContent").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("AuthMd__External__Issuer is missing", "AuthMd__Mode=External")]
    [InlineData("Public__BaseUrl is missing", "AuthMd__Mode=External", "AuthMd__External__Issuer=https://as.example")]
    [InlineData("AuthMd__External__Issuer cannot be", "AuthMd__Mode=External", "AuthMd__External__Issuer=https://as.example/?x=1", "AuthMd__External__Audience=x")]
    [InlineData("http on this machine only", "AuthMd__Mode=External", "AuthMd__External__Issuer=http://as.example", "AuthMd__External__Audience=x")]
    [InlineData("BuiltIn or External", "AuthMd__Mode=Outside")]
    public void Settings_that_cannot_be_are_named(string problem, params string[] settings) =>
        Assert.Contains(problem, Assert.Throws<SettingException>(() => AuthMdSettings.Read(Configuration(settings))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_an_audience_tokens_have_to_be_for_our_public_address()
    {
        var read = AuthMdSettings.Read(Configuration("AuthMd__Mode=external", "AuthMd__External__Issuer=https://as.example", "Public__BaseUrl=https://shop.example/"));
        Assert.Equal(["https://shop.example/api", "https://shop.example/mcp", "https://shop.example"], read.External!.Audiences.AsEnumerable());
        Assert.False(read.Open);
        Assert.Null(AuthMdSettings.Read(Configuration("AuthMd__External__Issuer=https://as.example")).External);
    }

    private static IConfiguration Configuration(params string[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => one.Split('=', 2)).ToDictionary(pair => pair[0].Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair[1])).Build();

    private Task<HttpResponseMessage> PostAsync(string token, string body = Question) => host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, Messages, token, ProblemAssert.Utf8(body)));

    private Task<HttpResponseMessage> GetAsync(string path, string token) => host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, path, token));
}
