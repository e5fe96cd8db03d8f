using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Every open turn has a timer: what got lost on its way is sent again.</summary>
public sealed class TurnTimerTests
{
    [Theory]
    [InlineData(QueueNames.Reasoning)]
    [InlineData(QueueNames.Tools)]
    [InlineData(QueueNames.Output)]
    [InlineData(QueueNames.Delivery)]
    public async Task A_turn_whose_send_was_lost_is_taken_up_by_its_timer(string queue)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        var tool = new ScriptedTool(ScriptedTool.Processing);
        var lost = 1;
        var sender = new SenderDecorator { Lose = item => item.Queue == queue && Interlocked.Exchange(ref lost, 0) == 1 };
        await using var host = await AgentHost.StartAsync(time: time, configure: services =>
        {
            sender.Register(services);
            tool.Register(services);
        });
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-1", wait: null);
        await host.LogWhenAsync(chat.Conversation, log => log.Any(e => e.Type == "TimerSet"));
        await host.DrainedAsync();
        Assert.Empty((await host.LogAsync(chat.Conversation)).Answered());

        var log = await host.LogAfterAsync(time, TimeSpan.FromMinutes(5), chat.Conversation, l => l.Any(e => e.Type == "TurnEnded"));
        await host.DrainedAsync();

        var signal = Assert.Single(log.Of("SignalRaised"));
        Assert.Equal(("turn-overdue", queue), (signal.Text("signal"), signal.Text("stage")));
        Assert.Equal(["m-1"], log.Answered());
        Assert.Single(tool.Calls);
    }

    [Fact]
    public async Task The_continuation_of_a_turn_that_was_waited_for_sends_no_timer_of_it_again()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        var sender = new SenderDecorator();
        await using var host = await AgentHost.StartAsync(time: time, configure: sender.Register);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        await host.DrainedAsync();
        var continuation = Assert.Single(sender.Sent, s => s.Envelope.Cause == "door");
        time.Advance(continuation.Due!.Value - time.GetUtcNow() + TimeSpan.FromSeconds(1));
        await host.DueAsync(time);
        await host.DrainedAsync();

        Assert.Single(sender.Sent, s => s.Envelope.Timer?.Name == "turn");
        Assert.Contains(sender.Sent, s => s.Envelope.Timer?.Name == "quiet");
    }

    [Fact]
    public async Task A_timer_of_a_turn_that_ended_does_nothing()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("returns");
        await host.DrainedAsync();
        var before = await host.LogAsync(chat.Conversation);

        time.Advance(TimeSpan.FromMinutes(6));
        await host.DueAsync(time);
        await host.DrainedAsync();

        Assert.Equal(before.Count, (await host.LogAsync(chat.Conversation)).Count);
    }
}
