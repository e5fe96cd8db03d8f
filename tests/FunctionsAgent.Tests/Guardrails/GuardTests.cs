using AgentScript;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>The guards of the way in and of the way out, seen from the front door.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData(8_000, false)]
    [InlineData(8_001, true)]
    public async Task Words_over_the_limit_do_not_enter_the_script(int characters, bool refused)
    {
        var reached = 0;
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() =>
        {
            reached++;
            return new Reply("read");
        }));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync(new string('x', characters), "m-1");

        Assert.Equal("replied", status);
        Assert.Equal(refused ? 0 : 1, reached);
        if (refused) Assert.Contains("8,001 characters; I can read 8,000", Assert.Single(texts), StringComparison.Ordinal);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1"], log.Answered());
        Assert.Equal(characters, log.Of("MessageReceived")[0].Said("text")!.Length);
        Assert.Equal(refused ? "refusal" : "answer", log.Of("ReplySent")[0].Text("kind"));
    }

    [Theory]
    [InlineData("the key is sk-abcdefghijklmnop1234", "the key is [removed]")]
    [InlineData("AccountKey=c2VjcmV0c2VjcmV0;x", "[removed];x")]
    [InlineData("Bearer abcdefghijklmnopqrstuvwxyz", "[removed]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[removed]")]
    [InlineData("your order sk-1 is fine", "your order sk-1 is fine")]
    [InlineData("Bearer of good news", "Bearer of good news")]
    public async Task Credentials_never_leave(string draft, string said)
    {
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(ScriptedFlow.Package(ScriptedFlow.Always(() => new Reply(draft)))));
        var chat = await host.OpenChatAsync();

        Assert.Equal([said], (await chat.SayAsync("hello")).Texts);

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(said, log.Of("OutputChecked")[0].Said("text"));
        if (said != draft) Assert.All(log, e => Assert.DoesNotContain(draft, e.Json.GetRawText(), StringComparison.Ordinal));
    }
}
