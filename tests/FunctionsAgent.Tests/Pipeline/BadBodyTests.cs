using System.Text;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Bodies nobody can read, at every HTTP door: a problem of a stable type, and nothing is kept.</summary>
public sealed class BadBodyTests(BadBodyTests.Fixture fixture) : IClassFixture<BadBodyTests.Fixture>
{
    private const string Mark = "zebra-umbrella";

    private static readonly Dictionary<string, (byte[] Body, int Status, string Type)> Bodies = new()
    {
        ["cut off"] = (Bytes($$"""{"text":"{{Mark}}"""), 400, "malformed-json"),
        ["no JSON"] = (Bytes(Mark), 400, "malformed-json"),
        ["two values"] = (Bytes("{} {}"), 400, "malformed-json"),
        ["a comment"] = (Bytes("""{/* no */"text":"hello"}"""), 400, "malformed-json"),
        ["a trailing comma"] = (Bytes("""{"text":"hello",}"""), 400, "malformed-json"),
        ["too deep"] = (Bytes("{\"a\":" + new string('[', 40) + new string(']', 40) + "}"), 400, "malformed-json"),
        ["an array"] = (Bytes($$"""["{{Mark}}"]"""), 400, "not-an-object"),
        ["a text"] = (Bytes($"\"{Mark}\""), 400, "not-an-object"),
        ["null"] = (Bytes("null"), 400, "not-an-object"),
        ["no UTF-8"] = ([.. "{\"text\":\""u8, 0xc3, 0x28, .. "\"}"u8], 400, "invalid-utf8"),
        ["an overlong form"] = ([.. "{\"text\":\""u8, 0xc0, 0xaf, .. "\"}"u8], 400, "invalid-utf8"),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("""{"text":"hello"}"""), 400, "malformed-json"),
        ["half a pair"] = (Bytes("""{"text":"\ud83d zebra","agent":"\ud83d","cause":"\ud83d"}"""), 400, "invalid-text"),
        ["half a pair in a name"] = (Bytes("""{"te\ud83dxt":"x","text":"hello","agent":"x"}"""), 400, "invalid-text"),
        ["half a pair in a fact"] = (Bytes("""{"text":"hello","agent":"x","customer":{"state":"\udc00"}}"""), 400, "invalid-text"),
        ["too large"] = (Bytes("{\"text\":\"" + new string('x', 70_000) + "\"}"), 413, "too-large"),
    };

    private static readonly string[] Doors = ["session", "message", "agent", "requeue", "pause", "resume"];

    public static TheoryData<string, string> Everything()
    {
        var data = new TheoryData<string, string>();
        foreach (var door in Doors)
            foreach (var body in Bodies.Keys) data.Add(door, body);
        return data;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_body_nobody_can_read_is_refused(string door, string name)
    {
        var (body, status, type) = Bodies[name];

        await RefusedAsync(door, body, status, type);
    }

    [Theory]
    [InlineData("message", """{}""", 400, "no-text")]
    [InlineData("message", """{"text":null}""", 400, "no-text")]
    [InlineData("message", """{"text":" \t\n "}""", 400, "no-text")]
    [InlineData("message", """{"text":7}""", 400, "invalid-member")]
    [InlineData("message", """{"text":{"a":1}}""", 400, "invalid-member")]
    [InlineData("message", """{"text":"hello","messageId":7}""", 400, "invalid-member")]
    [InlineData("message", """{"text":"hello","messageId":""}""", 400, "invalid-member")]
    [InlineData("session", """{"customer":"HI"}""", 400, "invalid-member")]
    [InlineData("session", """{"customer":[]}""", 400, "invalid-member")]
    [InlineData("session", """{"test":"true"}""", 400, "invalid-member")]
    [InlineData("session", """{"test":1}""", 400, "invalid-member")]
    [InlineData("session", """{"test":[]}""", 400, "invalid-member")]
    [InlineData("agent", """{}""", 400, "no-text")]
    [InlineData("agent", """{"text":"hello","customer":7}""", 400, "invalid-member")]
    [InlineData("agent", """{"text":"hello","conversationId":7}""", 400, "invalid-member")]
    [InlineData("agent", """{"text":"hello","conversationId":"nowhere"}""", 404, "unknown-conversation")]
    public async Task A_member_of_another_kind_is_refused(string door, string body, int status, string type) =>
        await RefusedAsync(door, Bytes(body), status, type);

    [Theory]
    [InlineData("message", "text", 8 * 1024)]
    [InlineData("message", "messageId", 200)]
    [InlineData("agent", "text", 8 * 1024)]
    public async Task A_member_that_is_too_long_is_refused(string door, string member, int limit)
    {
        var body = new Dictionary<string, string> { ["text"] = "hello", [member] = new string('x', limit + 1) };

        await RefusedAsync(door, JsonSerializer.SerializeToUtf8Bytes(body), 413, "too-large");
    }

    [Fact]
    public async Task A_customer_that_is_too_large_is_refused() =>
        await RefusedAsync("session", JsonSerializer.SerializeToUtf8Bytes(new { customer = new { note = new string('x', 5_000) } }), 413, "too-large");

    [Theory]
    [InlineData("31")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("1&wait=2")]
    public async Task A_wait_that_is_none_is_refused(string wait)
    {
        var rows = fixture.Host.Rows();
        foreach (var door in (string[])["message", "agent"])
        {
            using var request = fixture.Request(door, Bytes("""{"text":"hello"}"""), $"?wait={wait}");
            await ProblemAssert.IsAsync(await fixture.Host.Client.SendAsync(request), 400, "invalid-wait");
        }
        using var events = ProblemAssert.Request(HttpMethod.Get, $"/api/chat/{fixture.Chat.Conversation}/events?wait={wait}", fixture.Chat.Token);
        await ProblemAssert.IsAsync(await fixture.Host.Client.SendAsync(events), 400, "invalid-wait");
        Assert.Equal(rows, fixture.Host.Rows());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task A_place_to_read_from_that_is_none_is_refused(string after)
    {
        using var request = ProblemAssert.Request(HttpMethod.Get, $"/api/chat/{fixture.Chat.Conversation}/events?after={after}", fixture.Chat.Token);

        await ProblemAssert.IsAsync(await fixture.Host.Client.SendAsync(request), 400, "invalid-after");
    }

    private async Task RefusedAsync(string door, byte[] body, int status, string type)
    {
        var rows = fixture.Host.Rows();
        using var request = fixture.Request(door, body);

        var response = await fixture.Host.Client.SendAsync(request);

        await ProblemAssert.IsAsync(response, status, type);
        Assert.DoesNotContain(Mark, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(rows, fixture.Host.Rows());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public sealed class Fixture : IAsyncLifetime
    {
        public AgentHost Host { get; private set; } = null!;

        public ChatSession Chat { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await AgentHost.StartAsync();
            Chat = await Host.OpenChatAsync();
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        internal HttpRequestMessage Request(string door, byte[] body, string query = "") => door switch
        {
            "session" => ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{AgentHost.Agent}/sessions{query}", null, body),
            "message" => ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{Chat.Conversation}/messages{query}", Chat.Token, body),
            "agent" => ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages{query}", Host.Host.Key, body),
            _ => ProblemAssert.Request(HttpMethod.Post, $"/api/operator/{door}{query}", Host.Host.Key, body),
        };
    }
}
