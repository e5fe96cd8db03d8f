using System.Net.Http.Json;
using System.Text;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Customers say how they found a conversation: once for each, and the last word counts.</summary>
public sealed class SurveyTests
{
    private const string Marked = "zebra-marked-comment";
    private static readonly DateTimeOffset Morning = new(2026, 11, 4, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_answer_is_in_the_log_with_its_comment_as_content()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await TalkAsync(host);

        var answer = await RateAsync(chat, $$"""{"score":4,"comment":"  {{Marked}} "}""");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal((1, 4), ((await answer.JsonAsync()).GetProperty("episode").GetInt32(), (await answer.JsonAsync()).GetProperty("score").GetInt32()));
        var log = await host.LogAsync(chat.Conversation);
        var answered = Assert.Single(log.Of("SurveyAnswered"));
        Assert.Equal(("4", "1", Marked), (answered.Text("score"), answered.Text("ofEpisode"), answered.Said("comment")));
        Assert.Equal(("personal", "customer"), (answered.Json.GetProperty("content")[0].GetProperty("class").GetString(), answered.Json.GetProperty("content")[0].GetProperty("provenance").GetString()));
        Assert.DoesNotContain(Marked, answered.Data.GetRawText(), StringComparison.Ordinal);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
        Assert.Equal("replied", (await chat.SayAsync("Where is my order #W1002?")).Status);
    }

    [Theory]
    [InlineData("""{"score":4}""", """{"score":4}""", 1)]
    [InlineData("""{"score":4,"comment":"fine"}""", """{"score":4,"comment":" fine "}""", 1)]
    [InlineData("""{"score":4,"comment":""}""", """{"score":4,"comment":null}""", 1)]
    [InlineData("""{"score":4}""", """{"score":5}""", 2)]
    [InlineData("""{"score":4}""", """{"score":4,"comment":"fine"}""", 2)]
    [InlineData("""{"score":4,"comment":"fine"}""", """{"score":4}""", 2)]
    [InlineData("""{"score":4,"comment":"fine"}""", """{"score":4,"comment":"Fine"}""", 2)]
    public async Task The_same_answer_again_is_none_and_another_one_replaces_it(string first, string second, int events)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await TalkAsync(host);

        foreach (var body in (string[])[first, second]) Assert.Equal(200, (int)(await RateAsync(chat, body)).StatusCode);

        Assert.Equal(events, (await host.LogAsync(chat.Conversation)).Of("SurveyAnswered").Count);
    }

    [Fact]
    public async Task A_closed_conversation_is_rated_and_the_next_one_for_itself()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await TalkAsync(host);
        await host.DrainedAsync();
        await host.LogAfterAsync(time, TimeSpan.FromMinutes(35), chat.Conversation, log => log.Any(e => e.Type == "ConversationClosed"));

        await RateAsync(chat, """{"score":2}""");
        await chat.SayAsync("returns");
        await RateAsync(chat, """{"score":2}""");

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["1", "2"], log.Of("SurveyAnswered").Select(e => e.Text("ofEpisode")));
        Assert.Equal(2, log.Of("ConversationStarted").Count);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_answer_on_another_day_is_found_by_that_day()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await TalkAsync(host);
        await host.DrainedAsync();
        time.Advance(TimeSpan.FromDays(2));

        await RateAsync(chat, """{"score":1}""");

        var at = (await host.LogAsync(chat.Conversation)).Of("SurveyAnswered")[0].At;
        var day = Indexes.DayPartition(AgentHost.Agent, Indexes.Day(at), Indexes.Shard(chat.Conversation));
        Assert.NotEqual(Indexes.Day(Morning), Indexes.Day(at));
        Assert.NotNull(await host.Get<ITables>().GetAsync(Indexes.Days, day, chat.Conversation));
    }

    [Fact]
    public async Task A_head_that_moves_meanwhile_is_read_again()
    {
        var tables = new TablesDecorator();
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var chat = await TalkAsync(host);
        await host.DrainedAsync();
        var failures = 3;
        tables.Before = commit => { if (commit.Appends("SurveyAnswered") && failures-- > 0) throw new ConflictException("Somebody was first."); };

        Assert.Equal(200, (int)(await RateAsync(chat, """{"score":3}""")).StatusCode);

        Assert.Equal(-1, failures);
        Assert.Single((await host.LogAsync(chat.Conversation)).Of("SurveyAnswered"));
    }

    [Fact]
    public async Task In_the_middle_of_a_turn_both_are_taken()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m1", wait: null);
        await tool.Entered;

        Assert.Equal(200, (int)(await RateAsync(chat, """{"score":5}""")).StatusCode);
        tool.Release();

        var log = await host.TurnsEndedAsync(chat.Conversation);
        Assert.Equal(["m1"], log.Answered());
        Assert.Single(log.Of("SurveyAnswered"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("{}", 400, "invalid-score")]
    [InlineData("""{"score":0}""", 400, "invalid-score")]
    [InlineData("""{"score":6}""", 400, "invalid-score")]
    [InlineData("""{"score":4.5}""", 400, "invalid-score")]
    [InlineData("""{"score":"4"}""", 400, "invalid-score")]
    [InlineData("""{"score":null}""", 400, "invalid-score")]
    [InlineData("""{"score":99999999999}""", 400, "invalid-score")]
    [InlineData("""{"score":4,"comment":7}""", 400, "invalid-member")]
    [InlineData("""[4]""", 400, "not-an-object")]
    [InlineData("""{"score":4""", 400, "malformed-json")]
    public async Task What_is_no_answer_is_refused_and_leaves_nothing(string body, int status, string type)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();

        await ProblemAssert.IsAsync(await RateAsync(chat, body), status, type);

        Assert.Empty((await host.LogAsync(chat.Conversation)).Of("SurveyAnswered"));
    }

    [Theory]
    [InlineData(2_000, 200)]
    [InlineData(2_001, 413)]
    public async Task A_comment_has_two_thousand_characters_at_most(int characters, int status)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();

        Assert.Equal(status, (int)(await RateAsync(chat, $$"""{"score":4,"comment":"{{new string('x', characters)}}"}""")).StatusCode);
    }

    [Fact]
    public async Task Only_whoever_has_the_sessions_token_rates_it()
    {
        await using var host = await AgentHost.StartAsync();
        var (chat, other) = (await host.OpenChatAsync(), await host.OpenChatAsync());

        await ProblemAssert.IsAsync(await RateAsync(chat, """{"score":4}""", token: null), 401, "no-token");
        await ProblemAssert.IsAsync(await RateAsync(chat, """{"score":4}""", other.Token), 403, "wrong-token");
        await ProblemAssert.IsAsync(await RateAsync(chat with { Conversation = new string('A', 43) }, """{"score":4}""", chat.Token), 404, "unknown-conversation");
        await ProblemAssert.IsAsync(await RateAsync(chat with { Conversation = "nowhere" }, """{"score":4}""", chat.Token), 404, "unknown-conversation");
        Assert.Empty((await host.LogAsync(chat.Conversation)).Of("SurveyAnswered"));
    }

    [Fact]
    public async Task A_comment_is_in_no_technical_log_and_goes_with_the_person()
    {
        using var memory = new MemoryLog();
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            await using (var host = await AgentHost.StartAsync(data, logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace)))
            {
                var chat = await TalkAsync(host);
                await RateAsync(chat, $$"""{"score":1,"comment":"{{Marked}}"}""");
                await RateAsync(chat, $$"""{"score":"{{Marked}}"}""");
                await host.DrainedAsync();
                (await host.Staff.PostAsJsonAsync("/api/operator/erase", new { conversationId = chat.Conversation })).EnsureSuccessStatusCode();

                var answered = Assert.Single((await host.LogAsync(chat.Conversation)).Of("SurveyAnswered"));
                Assert.Equal(("1", null), (answered.Text("score"), answered.Said("comment")));
                Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
                // What is gone is the same as nothing that is said again.
                await RateAsync(chat, $$"""{"score":1}""");
                Assert.Equal(2, (await host.LogAsync(chat.Conversation)).Of("SurveyAnswered").Count);
            }
            Assert.DoesNotContain(Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories), file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marked)) >= 0);
            Assert.DoesNotContain(memory.Lines, line => line.Contains(Marked, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<ChatSession> TalkAsync(AgentHost host)
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        return chat;
    }

    private static Task<HttpResponseMessage> RateAsync(ChatSession chat, string body) => RateAsync(chat, body, chat.Token);

    private static Task<HttpResponseMessage> RateAsync(ChatSession chat, string body, string? token) =>
        chat.Host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, $"/api/chat/{chat.Conversation}/survey", token, ProblemAssert.Utf8(body)));
}
