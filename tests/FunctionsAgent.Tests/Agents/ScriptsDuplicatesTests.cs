using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Agents;

/// <summary>The same message many times, several at once, many conversations at once: each is answered once, in its order.</summary>
public sealed class ScriptsDuplicatesTests
{
    [Fact]
    public async Task The_same_message_during_a_turn_and_after_it_is_one_turn()
    {
        using var package = ScriptedDesk.Package();
        var tool = new HeldTool();
        await using var host = await package.StartAsync(tool.Register);
        var chat = await host.OpenChatAsync(agent: package.Name);

        await chat.PostAsync("W1001", "m-1", wait: null);
        await tool.Entered;
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => chat.PostAsync("W1001", "m-1", wait: null)));
        tool.Release();
        await host.TurnsEndedAsync(chat.Conversation);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => chat.SayAsync("W1001", "m-1")));
        await host.DrainedAsync();

        Assert.All(again, a => Assert.Equal(["Order 1001 is processing."], a.Texts));
        var log = await host.LogAsync(chat.Conversation);
        Assert.Single(log.Of("TurnStarted"));
        Assert.Single(log.Of("ToolCalled"));
        Assert.Equal(["m-1"], log.Answered());
    }

    [Fact]
    public async Task A_repeated_answer_to_a_question_is_one_answer()
    {
        var tool = new ScriptedTool(ScriptedDesk.Answer);
        using var package = ScriptedDesk.Package();
        await using var host = await package.StartAsync(tool);
        var chat = await host.OpenChatAsync(agent: package.Name);
        await chat.SayAsync("refund", "m-1");
        await chat.SayAsync("1001", "m-2");

        var yes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => chat.SayAsync("yes", "m-3")));
        await host.DrainedAsync();

        Assert.All(yes, a => Assert.Equal(["Refund of 1001: refunded."], a.Texts));
        Assert.Single(tool.Calls);
        Assert.Equal(["m-1", "m-2", "m-3"], (await host.LogAsync(chat.Conversation)).Answered());
    }

    [Theory]
    [InlineData("count", "how are you?", "Turn 1.")]
    [InlineData("count", "count", "Turn 1.")]
    [InlineData("hello", "W1002", "Order 1002 is processing.")]
    [InlineData("Where is my order?", "it is W1002", "Order 1002 is processing.")]
    public async Task Two_messages_that_wait_are_one_turn(string first, string second, string reply)
    {
        using var package = ScriptedDesk.Package();
        var tool = new HeldTool();
        await using var host = await package.StartAsync(tool.Register);
        var chat = await host.OpenChatAsync(agent: package.Name);
        await chat.PostAsync("W1001", "m-1", wait: null);
        await tool.Entered;
        await chat.PostAsync(first, "m-2", wait: null);
        await chat.PostAsync(second, "m-3", wait: null);
        tool.Release();

        var log = await host.TurnsEndedAsync(chat.Conversation, 2);

        Assert.Equal(["m-1", "m-2|m-3"], log.Of("ReplySent").Select(e => string.Join('|', e.Answers)));
        Assert.Equal(reply, log.Of("ReplySent")[1].Said("text"));
    }

    [Fact]
    public async Task Fifty_conversations_at_once_are_each_answered_once_and_in_order()
    {
        var tool = new ScriptedTool(call => ScriptedTool.Order(call, "processing"));
        await using var host = await AgentHost.StartAsync(configure: tool.Register);

        await Parallel.ForEachAsync(Enumerable.Range(0, 50), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (c, _) =>
        {
            var chat = await host.OpenChatAsync();
            string[] says = [$"Where is W{1000 + c}?", "How do I return it?", "Where is my order?", $"W{2000 + c}"];
            var said = new List<string>();
            // Half of them wait for each answer, the others send all four and look later.
            for (var n = 0; n < says.Length; n++)
            {
                if (c % 2 == 0) said.AddRange((await chat.SayAsync(says[n], $"m-{n}")).Texts);
                else (await chat.PostAsync(says[n], $"m-{n}", wait: null)).EnsureSuccessStatusCode();
            }
            var log = await host.LogWhenAsync(chat.Conversation, l => l.Answered().Count >= says.Length && l.Of("TurnEnded").Count == l.Of("TurnStarted").Count);

            Assert.Equal(["m-0", "m-1", "m-2", "m-3"], log.Answered());
            Assert.Equal(says, log.Of("MessageReceived").Select(e => e.Said("text")));
            Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
            if (c % 2 != 0) return;
            Assert.Equal(4, said.Count);
            Assert.Equal($"Your order #W{1000 + c} is processing.", said[0]);
            Assert.Contains("30 days", said[1], StringComparison.Ordinal);
            Assert.StartsWith("Which order is it?", said[2], StringComparison.Ordinal);
            Assert.Equal($"Your order #W{2000 + c} is processing.", said[3]);
        });
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
    }
}
