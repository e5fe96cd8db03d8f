using FunctionsAgent.Conversations;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>A message is taken once, whatever happens at the door, and answered once.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task The_same_message_twice_is_one_turn_and_one_answer()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();

        var first = await chat.SayAsync("Where is my order #W1001?", "m-1");
        var second = await chat.SayAsync("Where is my order #W1001?", "m-1");

        Assert.Equal(first.Status, second.Status);
        Assert.Equal(first.Texts, second.Texts);
        await host.DrainedAsync();
        var log = await host.LogAsync(chat.Conversation);
        Assert.Single(log.Of("TurnStarted"));
        Assert.Equal(["m-1"], log.Answered());
    }

    [Fact]
    public async Task The_same_id_with_other_words_is_refused_and_changes_nothing()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?", "m-1");
        await host.DrainedAsync();
        var before = await host.LogAsync(chat.Conversation);

        await ProblemAssert.IsAsync(await chat.PostAsync("Where is my order #W1002?", "m-1"), 409, "message-id-reused");

        await host.DrainedAsync();
        Assert.Equal(before.Count, (await host.LogAsync(chat.Conversation)).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20)]
    public async Task A_crash_between_commit_and_send_is_healed_by_the_retry(int? wait)
    {
        var sender = new SenderDecorator { Before = _ => throw new StoreBusyException("The process died here.") };
        await using var host = await AgentHost.StartAsync(configure: sender.Register);
        var chat = await host.OpenChatAsync();
        await ProblemAssert.IsAsync(await chat.PostAsync("Where is my order #W1001?", "m-1", wait), 503, "store-busy");
        Assert.Equal(["ConversationStarted"], (await host.LogAsync(chat.Conversation)).Select(e => e.Type));

        sender.Before = null;
        var (status, texts) = await chat.SayAsync("Where is my order #W1001?", "m-1");

        Assert.Equal("replied", status);
        Assert.Contains("#W1001", Assert.Single(texts), StringComparison.Ordinal);
        Assert.Equal(["m-1"], (await host.LogAsync(chat.Conversation)).Answered());
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_healed_by_the_retry()
    {
        var lost = 1;
        var tables = new TablesDecorator
        {
            After = commit =>
            {
                if (commit.Writes.Any(w => w.Key.StartsWith("p:", StringComparison.Ordinal)) && Interlocked.Exchange(ref lost, 0) == 1) throw new StoreBusyException("The connection broke after the commit.");
            },
        };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var chat = await host.OpenChatAsync();
        await ProblemAssert.IsAsync(await chat.PostAsync("returns", "m-1"), 503, "store-busy");

        var (status, _) = await chat.SayAsync("returns", "m-1");

        Assert.Equal("replied", status);
        Assert.Equal(["m-1"], (await host.LogAsync(chat.Conversation)).Answered());
    }

    [Fact]
    public async Task Messages_that_arrive_during_a_turn_are_answered_together_in_the_next()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-1", wait: null);
        await tool.Entered;
        foreach (var n in Enumerable.Range(2, 4)) await chat.PostAsync($"and how do returns work? ({n})", $"m-{n}", wait: null);
        Assert.Equal(4, await host.Get<ConversationLog>().PendingCountAsync(chat.Conversation, 10, CancellationToken.None));
        tool.Release();

        var log = await host.LogWhenAsync(chat.Conversation, l => l.Answered().Count >= 5);

        Assert.Equal(["m-1", "m-2|m-3|m-4|m-5"], log.Of("ReplySent").Select(e => string.Join('|', e.Answers)));
        Assert.Equal(2, log.Of("TurnStarted").Count);
        Assert.Equal(0, await host.Get<ConversationLog>().PendingCountAsync(chat.Conversation, 10, CancellationToken.None));
    }

    [Fact]
    public async Task The_caller_who_waits_gets_the_reply_that_names_his_message()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        var first = chat.SayAsync("Where is my order #W1001?", "m-1");
        await tool.Entered;
        var second = chat.SayAsync("How do returns work?", "m-2");
        await host.PendingAsync(chat.Conversation, 1);
        tool.Release();

        Assert.Contains("#W1001", Assert.Single((await first).Texts), StringComparison.Ordinal);
        Assert.Contains("30 days", Assert.Single((await second).Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_waiting_messages_are_the_limit_and_all_of_them_are_answered()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-0", wait: null);
        await tool.Entered;
        await Task.WhenAll(Enumerable.Range(1, 100).Select(async n => Assert.Equal(202, (int)(await chat.PostAsync("returns", $"m-{n}", wait: null)).StatusCode)));

        await ProblemAssert.IsAsync(await chat.PostAsync("returns", "m-101"), 429, "too-many-waiting");
        tool.Release();

        var log = await host.LogWhenAsync(chat.Conversation, l => l.Answered().Count >= 101);
        Assert.Equal(Enumerable.Range(0, 101).Select(n => $"m-{n}").Order(StringComparer.Ordinal), log.Answered().Order(StringComparer.Ordinal));
        Assert.Equal(6, log.Of("TurnStarted").Count);
    }
}
