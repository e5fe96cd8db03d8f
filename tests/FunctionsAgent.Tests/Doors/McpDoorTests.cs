using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>The agents as tools: who may use them, and what comes of it.</summary>
public sealed class McpDoorTests(McpHost mcp) : IClassFixture<McpHost>
{
    private const string Question = "Where is my order #W1001?";

    private string Url => mcp.Host.Client.BaseAddress!.AbsoluteUri.TrimEnd('/');

    [Fact]
    public async Task After_a_handshake_an_agent_lists_the_tools_asks_and_reads()
    {
        var begun = McpHost.Result(await mcp.SendAsync("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "t", version = "1" } }, version: null));
        Assert.Equal(("2025-06-18", "functionsagent"), (begun.GetProperty("protocolVersion").GetString(), begun.GetProperty("serverInfo").GetProperty("name").GetString()));
        using var told = McpHost.Post(ProblemAssert.Utf8("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""), mcp.Token);
        using var taken = await mcp.Host.Client.SendAsync(told);
        Assert.Equal((202, ""), ((int)taken.StatusCode, await taken.Content.ReadAsStringAsync()));

        var tools = McpHost.Result(await mcp.SendAsync("tools/list", new { })).GetProperty("tools").EnumerateArray().ToDictionary(tool => tool.GetProperty("name").GetString()!);
        Assert.Equal([McpHost.Ask, $"{McpHost.Ask}-code", McpHost.Read], tools.Keys.Order(StringComparer.Ordinal));
        var description = tools[McpHost.Ask].GetProperty("description").GetString();
        Assert.Contains("does order status, cancelling and redirecting orders, returns, delivery questions, opening hours, what the articles say. It does not do payments, legal. Its skills: order_status, returns.", description, StringComparison.Ordinal);

        var answer = await mcp.CallAsync(McpHost.Ask, new { text = Question });
        Assert.StartsWith("Your order #W1001 has shipped", McpHost.Text(answer), StringComparison.Ordinal);
        var conversation = Conversation(answer);
        Assert.Contains($"conversationId: {conversation}.", McpHost.Text(answer), StringComparison.Ordinal);
        Assert.Equal(conversation, Conversation(await mcp.CallAsync(McpHost.Ask, new { text = "returns", conversationId = conversation })));

        var read = (await mcp.CallAsync(McpHost.Read, new { conversationId = conversation })).GetProperty("structuredContent");
        Assert.Equal(["customer", "agent", "customer", "agent"], read.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("role").GetString()));
        var rest = (await mcp.CallAsync(McpHost.Read, new { conversationId = conversation, after = read.GetProperty("events")[1].GetProperty("seq").GetInt64() })).GetProperty("structuredContent");
        Assert.Equal("returns", rest.GetProperty("events")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Without_a_handshake_a_message_of_the_newest_version_stands_for_itself()
    {
        var meta = new Dictionary<string, object> { ["io.modelcontextprotocol/protocolVersion"] = McpHost.Standalone, ["io.modelcontextprotocol/clientCapabilities"] = new { } };
        var found = McpHost.Result(await mcp.SendAsync("server/discover", new { _meta = meta }, version: McpHost.Standalone));
        Assert.Contains(McpHost.Standalone, found.GetProperty("supportedVersions").EnumerateArray().Select(version => version.GetString()));

        var answer = McpHost.Result(await mcp.SendAsync("tools/call", new { name = McpHost.Ask, arguments = new { text = Question }, _meta = meta }, version: McpHost.Standalone));
        Assert.Equal("replied", answer.GetProperty("structuredContent").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Events_name_the_registration_as_those_of_the_API_do()
    {
        var log = await mcp.Host.LogAsync(Conversation(await mcp.CallAsync(McpHost.Ask, new { text = Question })));
        Assert.Equal($"registration:{mcp.Registration}", log.Single(e => e.Type == "MessageReceived").Json.GetProperty("by").GetString());
        Assert.Equal(($"registration:{mcp.Registration}", "api"), (log[0].Text("route"), log[0].Text("channel")));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("nonsense", ", error=\"invalid_token\"")]
    [InlineData("at_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ", error=\"invalid_token\"")]
    public async Task Without_a_good_token_the_challenge_leads_to_metadata_that_name_the_address_that_was_called(string? token, string error)
    {
        using var request = McpHost.Post("{}"u8.ToArray(), token);
        using var refused = await mcp.Host.Client.SendAsync(request);
        var metadata = $"{Url}/.well-known/oauth-protected-resource/mcp";
        await ProblemAssert.IsAsync(refused, 401, "unauthorized");
        Assert.Equal($"Bearer resource_metadata=\"{metadata}\"{error}", refused.Headers.GetValues("WWW-Authenticate").Single());

        var found = await mcp.Host.Client.GetFromJsonAsync<JsonElement>(metadata);
        Assert.Equal((Url + "/mcp", Url), (found.GetProperty("resource").GetString(), found.GetProperty("authorization_servers")[0].GetString()));
        Assert.Equal(Url + "/api", (await mcp.Host.Client.GetFromJsonAsync<JsonElement>("/.well-known/oauth-protected-resource")).GetProperty("resource").GetString());
    }

    [Theory]
    [InlineData("/mcp")]
    [InlineData("/api")]
    [InlineData("")]
    public async Task A_token_for_this_address_the_API_or_the_site_is_good_at_both_doors(string path)
    {
        var token = await mcp.ExchangeAsync(resource: Url + path);
        Assert.Equal("replied", (await mcp.CallAsync(McpHost.Ask, new { text = "returns" }, token)).GetProperty("structuredContent").GetProperty("status").GetString());
        using var api = ProblemAssert.Request(HttpMethod.Post, $"/api/agents/{AgentHost.Agent}/messages", token, ProblemAssert.Utf8("""{"text":"returns"}"""));
        Assert.Equal(202, (int)(await mcp.Host.Client.SendAsync(api)).StatusCode);
    }

    [Theory]
    [InlineData("/mcp2")]
    [InlineData("/mcp/x")]
    public async Task No_token_is_issued_for_other_addresses(string path) => Assert.Equal("invalid_target", await mcp.ExchangeAsync(resource: Url + path));

    [Fact]
    public async Task A_token_shows_and_does_what_its_scopes_allow()
    {
        var (send, read) = (await mcp.ExchangeAsync("messages.send"), await mcp.ExchangeAsync("conversations.read"));
        Assert.DoesNotContain(McpHost.Read, await NamesAsync(send));
        Assert.Equal([McpHost.Read], await NamesAsync(read));

        Assert.Contains("messages.send", await mcp.ErrorAsync(McpHost.Ask, new { text = "returns" }, read), StringComparison.Ordinal);
        var conversation = Conversation(await mcp.CallAsync(McpHost.Ask, new { text = "returns" }, send));
        Assert.Contains("conversations.read", await mcp.ErrorAsync(McpHost.Read, new { conversationId = conversation }, send), StringComparison.Ordinal);
        Assert.Contains(conversation, McpHost.Text(await mcp.CallAsync(McpHost.Read, new { conversationId = conversation }, read)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversations_of_others_are_not_there()
    {
        var other = await McpHost.ExchangeAsync(mcp.Host, (await McpHost.RegisterAsync(mcp.Host)).Assertion);
        var conversation = Conversation(await mcp.CallAsync(McpHost.Ask, new { text = "returns" }));
        var rows = mcp.Host.Rows();
        Assert.Equal("There is no such conversation.", await mcp.ErrorAsync(McpHost.Read, new { conversationId = conversation }, other));
        Assert.Equal("There is no such conversation.", await mcp.ErrorAsync(McpHost.Ask, new { text = "hello", conversationId = conversation }, other));
        Assert.Equal("There is no such conversation.", await mcp.ErrorAsync($"{McpHost.Ask}-code", new { text = "hello", conversationId = conversation }));
        Assert.Equal(rows, mcp.Host.Rows());
    }

    [Fact]
    public async Task It_says_when_a_person_has_taken_over()
    {
        var answer = await mcp.CallAsync(McpHost.Ask, new { text = "I want to speak to a person" });
        Assert.Equal("handed-off", answer.GetProperty("structuredContent").GetProperty("status").GetString());
        Assert.Contains("A person has taken over", McpHost.Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_sent_again_under_its_id_counts_once()
    {
        var first = await mcp.CallAsync(McpHost.Ask, new { text = "returns", messageId = "again-1" });
        var again = await mcp.CallAsync(McpHost.Ask, new { text = "returns", messageId = "again-1" });
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Single(await mcp.Host.LogAsync(Conversation(first)), e => e.Type == "MessageReceived");
        Assert.StartsWith("This messageId names another message.", await mcp.ErrorAsync(McpHost.Ask, new { text = "other", messageId = "again-1", conversationId = Conversation(first) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_stands_in_no_log()
    {
        await mcp.CallAsync(McpHost.Ask, new { text = "zebra-umbrella: where is my order #W1003?" });
        await mcp.ErrorAsync(McpHost.Ask, new { text = "zebra-umbrella", zebra = "zebra-umbrella" });
        Assert.NotEmpty(mcp.Log.Lines);
        Assert.DoesNotContain(mcp.Log.Lines, line => line.Contains("zebra", StringComparison.Ordinal) || line.Contains("W1003", StringComparison.Ordinal) || line.Contains(mcp.Token, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string?>> NamesAsync(string token) =>
        [.. McpHost.Result(await mcp.SendAsync("tools/list", new { }, token)).GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString())];

    private static string Conversation(JsonElement result) => result.TryGetProperty("structuredContent", out var content) ? content.GetProperty("conversationId").GetString()! : throw new InvalidOperationException(result.GetRawText());
}
