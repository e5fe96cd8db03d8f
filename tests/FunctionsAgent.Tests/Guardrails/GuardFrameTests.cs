using AgentScript;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Guards of a side run at once, each with a deadline, a mode and a way to fail.</summary>
public sealed class GuardFrameTests
{
    private static readonly Passage Words = new("hello", "personal", "customer", "chat");
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(40);

    public static TheoryData<string> Failures => ["hangs", "holds its thread", "throws", "throws at once", "ends late"];

    [Fact]
    public async Task They_begin_before_any_of_them_has_ended()
    {
        // Each waits for all the others: one after the other they would wait for ever.
        const int Count = 6;
        var (begun, all) = (0, new TaskCompletionSource());
        var guards = Enumerable.Range(0, Count).Select(n => new GuardUse(new FakeGuard($"g{n}", "input", async (_, ct) =>
        {
            if (Interlocked.Increment(ref begun) == Count) all.SetResult();
            await all.Task.WaitAsync(ct);
            return FakeGuard.Says($"g{n}", Do.Allow);
        })));

        var guarded = await Guards.CheckAsync(guards, "input", Words, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, Count).Select(n => $"g{n}"), guarded.Verdicts.Select(verdict => verdict.Rule));
        Assert.All(guarded.Verdicts, verdict => Assert.False(Guards.Failed(verdict), verdict.Evidence.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task One_without_a_verdict_lets_pass_or_calls_a_person_as_it_declares(string failure)
    {
        using var over = new ManualResetEventSlim();
        foreach (var fails in new[] { FailMode.Open, FailMode.Closed })
        {
            var bad = new FakeGuard("bad", "input", Failing(failure, over)) { Fails = fails, Deadline = failure.StartsWith("throws", StringComparison.Ordinal) ? AgentHost.Patience : Soon };
            var good = new FakeGuard("good", "input", Do.Replace, "hello, cleaned");
            var guarded = await Guards.CheckAsync([new(bad), new(good)], "input", Words, CancellationToken.None).WaitAsync(AgentHost.Patience);

            Assert.Equal("hello, cleaned", guarded.Text);
            var verdict = guarded.Verdicts[0];
            Assert.True(Guards.Failed(verdict));
            Assert.Equal(fails == FailMode.Open ? Do.Allow : Do.Escalate, verdict.Do);
            Assert.Equal(fails == FailMode.Open ? null : verdict, guarded.Stopped);
            Assert.Contains(failure.StartsWith("throws", StringComparison.Ordinal) ? nameof(FormatException) : "late", verdict.Evidence.ToJsonString(), StringComparison.Ordinal);
        }
        over.Set();
    }

    private static Func<Passage, CancellationToken, ValueTask<Verdict>> Failing(string failure, ManualResetEventSlim over) => failure switch
    {
        "hangs" => async (_, _) =>
        {
            await new TaskCompletionSource().Task;
            return FakeGuard.Says("bad", Do.Refuse);
        },
        "holds its thread" => (_, _) =>
        {
            over.Wait(CancellationToken.None);
            return ValueTask.FromResult(FakeGuard.Says("bad", Do.Refuse));
        },
        "ends late" => async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return FakeGuard.Says("bad", Do.Refuse);
        },
        "throws" => async (_, _) =>
        {
            await Task.Yield();
            throw new FormatException("marked words 4711");
        },
        _ => (_, _) => throw new FormatException("marked words 4711"),
    };

    [Fact]
    public async Task Each_later_one_that_changes_the_text_sees_what_the_earlier_made_of_it()
    {
        static FakeGuard Replacing(string name, string what, string with) => new(name, "output", (passage, _) =>
            ValueTask.FromResult(FakeGuard.Says(name, passage.Text.Contains(what, StringComparison.Ordinal) ? Do.Replace : Do.Allow, passage.Text.Replace(what, with, StringComparison.Ordinal))));

        var guarded = await Guards.CheckAsync([new(Replacing("a", "red", "green")), new(Replacing("b", "lamp", "door")), new(Replacing("c", "red", "never"))], "output", new("a red lamp", "public", "model", "chat"), CancellationToken.None);

        Assert.Equal("a green door", guarded.Text);
    }

    [Theory]
    [InlineData("refuse escalate", Do.Escalate)]
    [InlineData("answer refuse", Do.Refuse)]
    [InlineData("retry answer", Do.Answer)]
    [InlineData("retry replace", Do.Retry)]
    [InlineData("replace allow", null)]
    public async Task The_strongest_stop_wins(string says, Do? stopped)
    {
        var guards = says.Split(' ').Select((word, n) => new GuardUse(new FakeGuard($"g{n}", "input", Enum.Parse<Do>(word, ignoreCase: true), "text")));
        Assert.Equal(stopped, (await Guards.CheckAsync(guards, "input", Words, CancellationToken.None)).Stopped?.Do);
    }

    [Theory]
    [InlineData(GuardMode.On, "the key is [removed]")]
    [InlineData(GuardMode.Shadow, "the key is sk-abcdefghijklmnop1234")]
    [InlineData(GuardMode.Off, "the key is sk-abcdefghijklmnop1234")]
    public async Task A_mode_decides_whether_it_acts_looks_or_is_not_asked(GuardMode mode, string said)
    {
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() => new Reply("the key is sk-abcdefghijklmnop1234")));
        package = package with { Guards = [.. package.Guards.Select(use => use.Guard is SecretsGuard ? use with { Mode = mode } : use)] };
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();

        Assert.Equal([said], (await chat.SayAsync("hello")).Texts);

        var data = (await host.LogAsync(chat.Conversation)).Of("OutputChecked")[0].Data;
        Assert.Equal(mode == GuardMode.On, data.GetProperty("verdicts").EnumerateArray().Any(v => v.GetProperty("do").GetString() == "replace"));
        Assert.Equal(mode == GuardMode.Shadow, data.TryGetProperty("shadow", out var shadow) && shadow[0].GetProperty("do").GetString() == "replace");
    }

    [Theory]
    [InlineData("input")]
    [InlineData("output")]
    public async Task A_guard_that_is_closed_and_fails_brings_a_person_and_the_log_says_why(string side)
    {
        var reached = 0;
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() =>
        {
            reached++;
            return new Reply("a draft nobody checked");
        }));
        var broken = new FakeGuard("broken", side, (_, _) => throw new FormatException("marked words 4711")) { Fails = FailMode.Closed };
        package = package with { Guards = [.. package.Guards, new(broken)] };
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("hello", "m-1");

        Assert.Equal("handed-off", status);
        Assert.Equal([package.Texts.HandedOver], texts);
        Assert.Equal(side == "input" ? 0 : 1, reached);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal("the guard broken gave no verdict", log.Of("HandoffOpened")[0].Text("reason"));
        Assert.Contains("FormatException", log.Of(side == "input" ? "InputChecked" : "OutputChecked")[0].Json.GetRawText(), StringComparison.Ordinal);
        Assert.All(log, e => Assert.DoesNotContain("4711", e.Json.GetRawText(), StringComparison.Ordinal));
        Assert.Single(log, e => e.Type == "TurnEnded");
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Guards_of_the_other_side_and_those_that_are_off_are_not_asked()
    {
        var (here, there, off) = (new FakeGuard("here", "input", Do.Allow), new FakeGuard("there", "output", Do.Refuse), new FakeGuard("off", "input", Do.Refuse));
        var guarded = await Guards.CheckAsync([new(here), new(there), new(off, GuardMode.Off)], "input", Words, CancellationToken.None);
        Assert.Null(guarded.Stopped);
        Assert.Equal((1, 0, 0), (here.Asked, there.Asked, off.Asked));
    }
}
