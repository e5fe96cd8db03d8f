using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Ids that stores would refuse as keys: refused as conversations, served as messages.</summary>
public sealed class IdsTests(RunningHost running) : IClassFixture<RunningHost>
{
    private AgentHost Host => running.Host;

    public static TheoryData<string> Strange =>
    [
        "a/b", "a\\b", "a#b", "a?b", "../../head", "a b", "ü", "\u0001", "\u007f", "a\tb", "e:0000000001", "'; DROP TABLE rows; --", "😀", new string('x', 200), "%2F", "\u0000",
    ];

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task A_message_id_of_any_kind_is_taken_and_answered(string id)
    {
        var chat = await Host.OpenChatAsync();

        var response = await chat.PostAsync("returns", id);
        var again = await chat.PostAsync("returns", id);

        foreach (var r in new[] { response, again })
        {
            var body = await r.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((id, "replied"), (body.GetProperty("messageId").GetString(), body.GetProperty("status").GetString()));
        }
        await Host.DrainedAsync();
        Assert.Equal([id], (await Host.LogAsync(chat.Conversation)).Answered());
        Assert.True((await Host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Strange))]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("ÄAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_conversation_id_that_names_none_is_unknown_at_every_door(string id)
    {
        // Kestrel refuses a NUL in a path before anybody sees it.
        if (id == "\u0000") return;
        var rows = Host.Rows();
        var escaped = Uri.EscapeDataString(id);
        (HttpClient Client, HttpRequestMessage Request)[] asked =
        [
            (Host.Client, ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{escaped}/messages", "token", ProblemAssert.Utf8("""{"text":"hello"}"""))),
            (Host.Client, ProblemAssert.Request(HttpMethod.Get, $"/api/chat/{escaped}/events", "token")),
            (Host.Staff, new(HttpMethod.Get, $"/api/conversations/{escaped}")),
            (Host.Staff, new(HttpMethod.Get, $"/api/operator/conversations/{escaped}/log")),
            (Host.Staff, new(HttpMethod.Get, $"/api/operator/conversations/{escaped}/verify")),
            (Host.Staff, ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages", null, JsonSerializer.SerializeToUtf8Bytes(new { text = "hello", conversationId = id.Length > 64 ? id[..64] : id }))),
        ];

        foreach (var (client, request) in asked)
            using (request) await ProblemAssert.IsAsync(await client.SendAsync(request), 404, "unknown-conversation");

        Assert.Equal(rows, Host.Rows());
    }

    [Theory]
    [MemberData(nameof(Strange))]
    [InlineData("nobody")]
    [InlineData("Retail-Support")]
    public async Task An_agent_that_is_none_is_unknown_at_every_door(string agent)
    {
        if (agent == "\u0000") return;
        var rows = Host.Rows();
        var escaped = Uri.EscapeDataString(agent);
        (HttpClient Client, HttpRequestMessage Request)[] asked =
        [
            (Host.Client, ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{escaped}/sessions", body: ProblemAssert.Utf8("{}"))),
            (Host.Staff, ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{escaped}/messages", body: ProblemAssert.Utf8("""{"text":"hello"}"""))),
            (Host.Staff, new(HttpMethod.Get, $"/api/operator/kpi?agent={escaped}")),
            (Host.Staff, new(HttpMethod.Get, $"/api/operator/describe?agent={escaped}")),
        ];

        foreach (var (client, request) in asked)
            using (request) await ProblemAssert.IsAsync(await client.SendAsync(request), 404, "unknown-agent");

        Assert.Equal(rows, Host.Rows());
    }

    [Fact]
    public async Task A_conversation_over_the_API_is_another_callers_secret()
    {
        var chat = await Host.OpenChatAsync();

        await ProblemAssert.IsAsync(await Host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages", new { text = "hello", conversationId = chat.Conversation }), 404, "unknown-conversation");
    }
}
