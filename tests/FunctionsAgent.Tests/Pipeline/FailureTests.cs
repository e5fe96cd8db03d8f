using AgentScript;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>A stage that cannot ever work: parked, apologised for, and made up for on a person's order.</summary>
public sealed class FailureTests
{
    private const string Marked = "zebra-umbrella";

    private sealed record Dance : Effect;

    [Theory]
    [InlineData("throws", "InvalidOperationException")]
    [InlineData("unknown effect", "unknown-effect")]
    [InlineData("silent", "silent-turn")]
    public async Task A_failing_flow_is_apologised_for_and_its_message_answered_once_after_requeue(string how, string cause)
    {
        var broken = true;
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() => !broken ? new Reply("Here you are.") : how switch
        {
            "throws" => throw new InvalidOperationException(Marked),
            "unknown effect" => new Dance(),
            _ => new EndTurn(),
        }));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync(Marked, "m-1");
        await host.DrainedAsync();

        Assert.Equal(("pending", package.Texts.Apology), (status, Assert.Single(texts)));
        var log = await host.LogAsync(chat.Conversation);
        var failed = Assert.Single(log.Of("StageFailed"));
        Assert.Equal(("reasoning", cause), (failed.Text("failed"), failed.Text("class")));
        Assert.DoesNotContain(Marked, failed.Data.GetRawText(), StringComparison.Ordinal);
        var apology = Assert.Single(log.Of("ReplySent"));
        Assert.Equal("apology", apology.Text("kind"));
        Assert.Empty(apology.Answers);
        Assert.Equal("failed", Assert.Single(log.Of("TurnEnded")).Text("outcome"));
        Assert.Equal("stage-failed", Assert.Single(log.Of("SignalRaised")).Text("signal"));
        var parked = Assert.Single(await host.Staff.ListAsync("/api/operator/parked"));
        Assert.Equal(("reasoning", cause), (parked.GetProperty("queue").GetString(), parked.GetProperty("cause").GetString()));

        broken = false;
        Assert.Equal((1, 0), await ParkedTests.RequeueAsync(host, new { id = parked.GetProperty("id").GetString() }));
        await host.TurnsEndedAsync(chat.Conversation, 2);
        Assert.Equal((0, 0), await ParkedTests.RequeueAsync(host, new { all = true }));
        await host.DrainedAsync();

        log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1"], log.Answered());
        Assert.Equal("Here you are.", log.Of("ReplySent")[^1].Said("text"));
        Assert.Equal(2, log.Of("TurnStarted").Count);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_failure_that_is_requeued_too_early_is_parked_again_and_answered_in_the_end()
    {
        var broken = true;
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() => broken ? new EndTurn() : new Reply("Here you are.")));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("one", "m-1");
        await ParkedTests.RequeueAsync(host, new { all = true });
        await host.TurnsEndedAsync(chat.Conversation, 2);
        await host.DrainedAsync();

        broken = false;
        Assert.Equal((1, 0), await ParkedTests.RequeueAsync(host, new { all = true }));
        await host.TurnsEndedAsync(chat.Conversation, 3);
        await host.DrainedAsync();

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1"], log.Answered());
        Assert.Equal(2, log.Of("StageFailed").Count);
        Assert.All(await host.Staff.ListAsync("/api/operator/parked"), p => Assert.Equal("embedded-key", p.GetProperty("requeuedBy").GetString()));
    }

    [Fact]
    public async Task A_conversation_goes_on_after_a_failure()
    {
        var first = 1;
        var package = ScriptedFlow.Package(new ScriptedFlow((frame, _) => Interlocked.Exchange(ref first, 0) == 1
            ? new Step(frame, new EndTurn()) : new Step(frame with { Intent = "scripted" }, new Reply("Here you are."))));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();
        Assert.Equal("pending", (await chat.SayAsync("one", "m-1")).Status);

        Assert.Equal(["Here you are."], (await chat.SayAsync("two", "m-2")).Texts);
        Assert.Equal(["m-2"], (await host.LogAsync(chat.Conversation)).Answered());
    }
}
