using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Who may do what at the HTTP doors, and what the others hear.</summary>
public sealed class AccessTests(RunningHost running) : IClassFixture<RunningHost>
{
    private AgentHost Host => running.Host;

    public static TheoryData<string, string> Guarded => new()
    {
        { "GET", "/api/operator/conversations/ID/log" }, { "GET", "/api/operator/conversations/ID/verify" }, { "GET", "/api/operator/describe" },
        { "GET", "/api/operator/queues" }, { "GET", "/api/operator/parked" }, { "POST", "/api/operator/requeue" }, { "POST", "/api/operator/pause" },
        { "POST", "/api/operator/resume" }, { "GET", "/api/operator/handoffs" }, { "GET", "/api/operator/kpi" }, { "POST", "/api/operator/kpi/recompute" },
        { "POST", "/api/agents/retail-support/messages" }, { "POST", "/api/agents/nobody/messages" }, { "GET", "/api/conversations/ID" },
    };

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Without_the_key_there_is_the_challenge_of_auth_md_and_nothing_happens(string method, string path)
    {
        var chat = await Host.OpenChatAsync();
        path = path.Replace("ID", chat.Conversation, StringComparison.Ordinal);
        var rows = Host.Rows();
        var metadata = $"Bearer resource_metadata=\"{Host.Host.Url.GetLeftPart(UriPartial.Authority)}/.well-known/oauth-protected-resource/api\"";
        foreach (var (token, challenge) in ((string?, string)[])[(null, metadata), ("wrong", metadata + ", error=\"invalid_token\""), (chat.Token, metadata + ", error=\"invalid_token\"")])
        {
            using var request = ProblemAssert.Request(new HttpMethod(method), path, token, method == "POST" ? ProblemAssert.Utf8("""{"text":"hello","agent":"retail-support","all":true}""") : null);
            var response = await Host.Client.SendAsync(request);
            await ProblemAssert.IsAsync(response, 401, "unauthorized");
            Assert.Equal(challenge, Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
        }
        Assert.Equal(rows, Host.Rows());
        Assert.Equal(200, (int)(await Host.Client.GetAsync(metadata.Split('"')[1])).StatusCode);
    }

    [Fact]
    public async Task Another_conversations_token_opens_nothing()
    {
        var mine = await Host.OpenChatAsync();
        var theirs = await Host.OpenChatAsync();
        await theirs.SayAsync("Where is my order #W1001?");
        await Host.DrainedAsync();
        var rows = Host.Rows();

        await ProblemAssert.IsAsync(await theirs.PostAsync("hello", token: mine.Token), 403, "wrong-token");
        await ProblemAssert.IsAsync(await GetEventsAsync(theirs.Conversation, mine.Token), 403, "wrong-token");
        await ProblemAssert.IsAsync(await GetEventsAsync(theirs.Conversation, theirs.Token + "x"), 403, "wrong-token");
        await ProblemAssert.IsAsync(await GetEventsAsync(theirs.Conversation, Host.Host.Key), 403, "wrong-token");

        Assert.Equal(rows, Host.Rows());
    }

    [Fact]
    public async Task A_missing_token_is_asked_for()
    {
        var chat = await Host.OpenChatAsync();
        foreach (var path in (string[])["messages", "events"])
        {
            using var request = ProblemAssert.Request(path == "events" ? HttpMethod.Get : HttpMethod.Post, $"/api/chat/{chat.Conversation}/{path}", body: path == "events" ? null : ProblemAssert.Utf8("""{"text":"hello"}"""));
            var response = await Host.Client.SendAsync(request);
            await ProblemAssert.IsAsync(response, 401, "no-token");
            Assert.Equal("Bearer", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
        }
    }

    [Fact]
    public async Task A_conversation_of_another_channel_has_no_token_that_opens_it()
    {
        var response = await Host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text = "returns" });
        var conversation = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString()!;

        await ProblemAssert.IsAsync(await GetEventsAsync(conversation, Host.Host.Key), 403, "wrong-token");
    }

    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("SELF", true)]
    public async Task A_page_of_another_site_may_not_speak_for_its_visitor(string origin, bool allowed)
    {
        var chat = await Host.OpenChatAsync();
        if (origin == "SELF") origin = Host.Host.Url.GetLeftPart(UriPartial.Authority);
        var rows = Host.Rows();
        HttpRequestMessage[] requests =
        [
            ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{AgentHost.Agent}/sessions", body: ProblemAssert.Utf8("{}")),
            ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{chat.Conversation}/messages?wait=20", chat.Token, ProblemAssert.Utf8("""{"text":"returns"}""")),
            ProblemAssert.Request(HttpMethod.Get, $"/api/chat/{chat.Conversation}/events", chat.Token),
        ];
        foreach (var request in requests)
            using (request)
            {
                request.Headers.Add("Origin", origin);
                var response = await Host.Client.SendAsync(request);
                if (allowed) Assert.True(response.IsSuccessStatusCode);
                else await ProblemAssert.IsAsync(response, 403, "foreign-origin");
            }
        Assert.Equal(allowed, rows != Host.Rows());
    }

    private Task<HttpResponseMessage> GetEventsAsync(string conversation, string token) =>
        Host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, $"/api/chat/{conversation}/events", token));
}
