using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

public sealed class ChatDoorTests
{
    [Theory]
    [InlineData(Wire.Question, "replied", "Your order #W1001 has shipped")]
    [InlineData("I want to speak to a person.", "handed-off", "I am passing this to a person")]
    public async Task Who_waits_gets_the_answer_on_the_same_request(string question, string status, string text)
    {
        await using var host = await Wire.StartAsync();
        var chat = await host.OpenChatAsync();
        var body = await (await chat.PostAsync(question, "m1")).JsonAsync();

        Assert.Equal((chat.Conversation, "m1", status), (body.GetProperty("conversationId").GetString(), body.GetProperty("messageId").GetString(), body.GetProperty("status").GetString()));
        var message = Assert.Single(body.GetProperty("messages").EnumerateArray());
        Assert.Equal("agent", message.GetProperty("role").GetString());
        Assert.StartsWith(text, message.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_while_the_agent_is_paused_is_told_so_and_answered_after_it()
    {
        await using var host = await Wire.StartAsync();
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("How do I return it?", "m0");
        await OrderAsync(host, "pause");
        var held = await chat.SayAsync(Wire.Question, "m1");
        Assert.Equal("pending", held.Status);
        Assert.Contains("We are pausing for maintenance", Assert.Single(held.Texts), StringComparison.Ordinal);

        await OrderAsync(host, "resume");
        await host.LogWhenAsync(chat.Conversation, log => log.Any(e => e.Type == "ReplySent" && e.Answers.Contains("m1")));
        // The same message again finds its answer, not the old holding reply.
        Assert.Equal("replied", (await chat.SayAsync(Wire.Question, "m1")).Status);
        Assert.Equal("replied", (await chat.SayAsync("How do I return it?", "m2")).Status);
    }

    [Fact]
    public async Task Who_does_not_wait_gets_202_and_a_long_poll_that_waits_for_what_comes()
    {
        await using var host = await Wire.StartAsync();
        var chat = await host.OpenChatAsync();
        var poll = GetAsync(chat, "?after=1&wait=25");
        var posted = await chat.PostAsync(Wire.Question, "m1", wait: null);
        Assert.Equal(202, (int)posted.StatusCode);
        Assert.Equal("m1", (await posted.JsonAsync()).GetProperty("messageId").GetString());

        var first = await poll;
        Assert.True(first.Headers.CacheControl!.NoStore);
        var page = await first.JsonAsync();
        var events = page.GetProperty("events").EnumerateArray().ToList();
        while (events.All(e => e.GetProperty("role").GetString() != "agent"))
        {
            page = await (await GetAsync(chat, $"?after={page.GetProperty("next").GetInt64()}&wait=25")).JsonAsync();
            events.AddRange(page.GetProperty("events").EnumerateArray());
        }
        Assert.Equal([("customer", Wire.Question, "m1")], events.SkipLast(1).Select(e => (e.GetProperty("role").GetString()!, e.GetProperty("text").GetString()!, e.GetProperty("messageId").GetString()!)));
        Assert.StartsWith("Your order #W1001", events[^1].GetProperty("text").GetString(), StringComparison.Ordinal);

        // Behind the end there is nothing, and nothing is waited for when nobody asks to.
        var next = page.GetProperty("next").GetInt64();
        Assert.Empty((await (await GetAsync(chat, $"?after={next}")).JsonAsync()).GetProperty("events").EnumerateArray());
    }

    [Theory]
    [InlineData("?after=-1", "invalid-after")]
    [InlineData("?after=x", "invalid-after")]
    [InlineData("?wait=31", "invalid-wait")]
    [InlineData("?wait=-1", "invalid-wait")]
    public async Task A_poll_that_asks_for_nonsense_is_told_so(string query, string type)
    {
        await using var host = await Wire.StartAsync();
        await (await GetAsync(await host.OpenChatAsync(), query)).ProblemAsync(400, type);
    }

    [Fact]
    public async Task A_stream_begins_after_the_last_event_that_was_seen()
    {
        await using var host = await Wire.StartAsync();
        var chat = await host.OpenChatAsync();
        await chat.SayAsync(Wire.Question, "m1");
        var all = await FramesAsync(chat, null, 2);
        Assert.Equal(["message", "message"], all.Select(f => f.Event));

        await chat.SayAsync("I want to speak to a person.", "m2");
        var rest = await FramesAsync(chat, all[0].Id, 4);
        Assert.Equal(all[1], rest[0]);
        Assert.Equal(["message", "message", "handoff", "message"], rest.Select(f => f.Event));
        Assert.Equal(rest.Select(f => f.Id).Order(), rest.Select(f => f.Id));
        Assert.Equal("m2", JsonDocument.Parse(rest[1].Data).RootElement.GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task An_idle_stream_says_that_it_ends()
    {
        var time = new House.TickingTime(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        using var response = await StreamAsync(chat, null);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var rest = reader.ReadToEndAsync();
        while (!rest.IsCompleted) await Task.WhenAny(rest, AdvanceAsync(time));

        var text = await rest;
        Assert.StartsWith("retry: 3000\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\n:hb\n", text, StringComparison.Ordinal);
        Assert.EndsWith("event: end\ndata: {}\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_opens_for_its_token_alone()
    {
        await using var host = await Wire.StartAsync();
        var (mine, other) = (await host.OpenChatAsync(), await host.OpenChatAsync());

        await (await mine.PostAsync("hello", token: other.Token)).ProblemAsync(403, "wrong-token");
        await (await GetAsync(mine with { Token = other.Token }, "")).ProblemAsync(403, "wrong-token");
        await (await mine.PostAsync("hello", token: host.Host.Key)).ProblemAsync(403, "wrong-token");
        var nobody = await host.Client.GetAsync($"/api/chat/{mine.Conversation}/events");
        await nobody.ProblemAsync(401, "no-token");
        Assert.Equal("Bearer", nobody.Headers.WwwAuthenticate.ToString());
        await (await GetAsync(mine with { Conversation = new string('A', 43) }, "")).ProblemAsync(404, "unknown-conversation");
        Assert.Equal(["ConversationStarted"], (await host.LogAsync(mine.Conversation)).Select(e => e.Type));
    }

    [Fact]
    public async Task A_conversation_of_another_channel_has_no_token_that_opens_it()
    {
        await using var host = await Wire.StartAsync();
        var thread = await (await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = Wire.Question }))).ConversationAsync();
        await host.WhenTurnsEndedAsync(thread);
        var chat = await host.OpenChatAsync();
        await (await GetAsync(chat with { Conversation = thread }, "")).ProblemAsync(403, "wrong-token");
    }

    [Fact]
    public async Task The_pages_of_other_sites_are_refused_unless_they_are_listed()
    {
        var settings = Wire.Settings();
        settings["Channels__Chat__Origins"] = "https://shop.example https://www.shop.example";
        await using var host = await AgentHost.StartAsync(settings: settings);

        await (await OpenFromAsync(host, "https://evil.example")).ProblemAsync(403, "foreign-origin");
        await (await OpenFromAsync(host, "null")).ProblemAsync(403, "foreign-origin");
        Assert.Equal(201, (int)(await OpenFromAsync(host, "https://shop.example")).StatusCode);
        Assert.Equal(201, (int)(await OpenFromAsync(host, host.Client.BaseAddress!.ToString().TrimEnd('/'))).StatusCode);
    }

    [Fact]
    public async Task The_page_runs_nothing_that_it_did_not_bring_and_is_not_kept()
    {
        await using var host = await Wire.StartAsync();
        var first = await host.Client.GetAsync("/");
        var second = await host.Client.GetAsync("/");

        Assert.Equal("text/html; charset=utf-8", first.Content.Headers.ContentType!.ToString());
        Assert.True(first.Headers.CacheControl!.NoStore);
        var policy = Policy(first);
        Assert.StartsWith("default-src 'none'; script-src 'nonce-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.NotEqual(policy, Policy(second));
        Assert.Contains(policy.Split('\'')[3]["nonce-".Length..], await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        static string Policy(HttpResponseMessage response) => response.Headers.GetValues("Content-Security-Policy").Single();
    }

    private static async Task AdvanceAsync(House.TickingTime time)
    {
        await time.NextWaitAsync();
        time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task OrderAsync(AgentHost host, string order) =>
        (await host.Staff.PostAsync($"/api/operator/{order}", new StringContent($$"""{"agent":"{{AgentHost.Agent}}"}""", Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();

    private static async Task<HttpResponseMessage> GetAsync(ChatSession chat, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/chat/{chat.Conversation}/events{query}").With(chat.Token);
        return await chat.Host.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> OpenFromAsync(AgentHost host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{AgentHost.Agent}/sessions");
        request.Headers.Add("Origin", origin);
        return await host.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> StreamAsync(ChatSession chat, long? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/chat/{chat.Conversation}/events").With(chat.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is not null) request.Headers.Add("Last-Event-ID", $"{after}");
        var response = await chat.Host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        return response;
    }

    private sealed record Frame(long Id, string Event, string Data);

    private static async Task<List<Frame>> FramesAsync(ChatSession chat, long? after, int count)
    {
        using var response = await StreamAsync(chat, after);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var frames = new List<Frame>();
        var fields = new Dictionary<string, string>();
        while (frames.Count < count && await reader.ReadLineAsync().WaitAsync(AgentHost.Patience) is { } line)
        {
            if (line.Split(": ", 2) is [var name, var value]) fields[name] = value;
            else if (line.Length == 0 && fields.TryGetValue("id", out var id)) frames.Add(new(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture), fields["event"], fields["data"]));
            if (line.Length == 0) fields.Clear();
        }
        return frames;
    }
}
