using AgentScript;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Conversations;

/// <summary>A thread is a row of episodes: each begins on the current version and ends by a goodbye or by quiet.</summary>
public sealed class EpisodeTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 4, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Half_an_hour_without_a_word_closes_it_and_the_next_message_opens_the_second_episode()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order?");
        await host.DrainedAsync();

        var closed = await host.LogAfterAsync(time, TimeSpan.FromMinutes(30), chat.Conversation, log => log.Any(e => e.Type == "ConversationClosed"));
        var (status, texts) = await chat.SayAsync("returns");

        Assert.Equal("quiet", closed[^1].Text("reason"));
        Assert.Equal("replied", status);
        Assert.Contains("30 days", Assert.Single(texts), StringComparison.Ordinal);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal([1, 2], log.Of("ConversationStarted").Select(e => e.Episode));
        Assert.All(log.Where(e => e.Seq > closed[^1].Seq), e => Assert.Equal(2, e.Episode));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Words_in_between_put_the_close_off()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        time.Advance(TimeSpan.FromMinutes(20));
        await chat.SayAsync("hello");
        await host.DrainedAsync();

        var log = await host.LogAfterAsync(time, TimeSpan.FromMinutes(10), chat.Conversation, l => l.Of("TimerSet").Count(e => e.Text("name") == "quiet") == 2);
        await host.DrainedAsync();
        Assert.DoesNotContain(log, e => e.Type == "ConversationClosed");

        log = await host.LogAfterAsync(time, TimeSpan.FromMinutes(20), chat.Conversation, l => l.Any(e => e.Type == "ConversationClosed"));
        Assert.InRange(log[^1].At - log.Of("ReplySent")[^1].At, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(35));
    }

    [Fact]
    public async Task A_conversation_with_a_person_is_not_closed_by_quiet()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("I want a person");
        await host.DrainedAsync();

        var log = await host.LogAfterAsync(time, TimeSpan.FromMinutes(30), chat.Conversation, l => l.Of("TimerCleared").Any(e => e.Text("name") == "quiet"));

        Assert.DoesNotContain(log, e => e.Type == "ConversationClosed");
        Assert.Single(await host.Staff.ListAsync("/api/operator/handoffs"));
    }

    [Fact]
    public async Task A_goodbye_closes_it_at_once()
    {
        var goodbye = ScriptedFlow.Package(ScriptedFlow.Always(() => new EndSession("See you.")));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(goodbye));
        var chat = await host.OpenChatAsync();

        var first = await chat.SayAsync("bye");
        var second = await chat.SayAsync("bye again");

        Assert.Equal(("replied", "See you."), (first.Status, Assert.Single(first.Texts)));
        Assert.Equal("replied", second.Status);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["goodbye", "goodbye"], log.Of("ConversationClosed").Select(e => e.Text("reason")));
        Assert.Equal(2, log[^1].Episode);
        Assert.Empty(Head.Parse((await host.Get<FunctionsAgent.Storage.ITables>().GetAsync(Keys.Table, chat.Conversation, Keys.Head))!.Cells.Json!).Timers);
    }

    [Fact]
    public async Task An_open_conversation_keeps_its_version_and_the_next_episode_takes_the_current_one()
    {
        var old = ScriptedFlow.Package(ScriptedFlow.Always(() => new Reply("old")), 1);
        var current = ScriptedFlow.Package(ScriptedFlow.Always(() => new Reply("new")), 2);
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            ChatSession chat;
            await using (var before = await AgentHost.StartAsync(data, time: new FakeTimeProvider(Morning), configure: ScriptedFlow.Serve(old)))
            {
                chat = await before.OpenChatAsync();
                Assert.Equal(["old"], (await chat.SayAsync("one")).Texts);
            }
            var time = new FakeTimeProvider(Morning.AddMinutes(1));
            await using var host = await AgentHost.StartAsync(data, time: time, configure: ScriptedFlow.Serve(current, old));
            chat = chat with { Host = host };
            Assert.Equal(["old"], (await chat.SayAsync("two")).Texts);
            Assert.Equal(["new"], (await (await host.OpenChatAsync()).SayAsync("somebody else")).Texts);
            await host.DrainedAsync();

            await host.LogAfterAsync(time, TimeSpan.FromMinutes(35), chat.Conversation, log => log.Any(e => e.Type == "ConversationClosed"));

            Assert.Equal(["new"], (await chat.SayAsync("three")).Texts);
            Assert.Equal([old.Version, current.Version], (await host.LogAsync(chat.Conversation)).Of("ConversationStarted").Select(e => e.Text("version")));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
