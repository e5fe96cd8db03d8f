using System.Net.Http.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary>What words do is shown where a turn is explained, and what people say of a turn reaches its case in whatever episode.</summary>
public sealed class ActsAndMarksTests
{
    [Fact]
    public async Task Explain_shows_what_the_words_did()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        await chat.SayAsync("thanks, that solved it");
        Assert.Contains((await host.LogAsync(chat.Conversation)).Of("InputChecked"), e => e.Text("act") is not null);
        Assert.Equal("confirms", (await ExplainTests.ExplainAsync(host, chat, "last")).Items("messages")[0].Text("act"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mark_reaches_the_case_of_its_turn(bool laterEpisode)
    {
        var time = new FakeTimeProvider(new(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        await host.DrainedAsync();
        var turn = (await host.LogAsync(chat.Conversation)).Of("TurnStarted")[0].Json.GetProperty("turn").GetString()!;
        if (laterEpisode)
        {
            await host.LogAfterAsync(time, TimeSpan.FromMinutes(30), chat.Conversation, log => log.Any(e => e.Type == "ConversationClosed"));
            await chat.SayAsync("Where is my order?");
            await host.DrainedAsync();
        }
        (await host.Staff.PostAsJsonAsync("/api/operator/reviews", new { conversationId = chat.Conversation, turn, category = "logic" })).EnsureSuccessStatusCode();
        var events = await host.Get<ConversationLog>().EventsAsync(chat.Conversation, 1, 500, default);
        var asOf = time.GetUtcNow().AddDays(1);
        var requests = RequestFold.Apply(new ThreadReading(chat.Conversation), events.Select(LogLine.Of), asOf, asOf).Requests;
        var theCase = CaseFold.Apply([], requests).Single(c => c.Turns.Contains($"{chat.Conversation}:{turn}"));
        Assert.Single(theCase.Marks);
    }
}
