using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>A call that changes something: made once; what nobody knows goes to a person.</summary>
public sealed class WriteToolTests
{
    private static readonly ToolSpec Refund = new(
        "refund", ["api://refund"], "Pays an order back.", ToolEffect.Irreversible,
        new HttpSpec("POST", "${Shop}/refunds", TimeSpan.FromMilliseconds(200)), """{"type":"object"}""", """{"type":"object"}""", ImmutableDictionary<string, string>.Empty);

    [Fact]
    public async Task An_unknown_outcome_goes_to_a_person_and_is_never_repeated()
    {
        var tool = new ScriptedTool(_ => new Unknown("The connection broke."));
        var sender = new SenderDecorator();
        await using var host = await StartAsync(tool, sender.Register);
        var chat = await host.OpenChatAsync();

        var (status, _) = await chat.SayAsync("refund me", "m-1");
        foreach (var item in sender.Sent.Where(s => s.Envelope.Timer is null)) await host.Get<IQueueSender>().SendAsync(item.Queue, chat.Conversation, item.Envelope);
        await host.DrainedAsync();

        Assert.Equal("handed-off", status);
        Assert.Single(tool.Calls);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(("refund", "unknown", "irreversible"), (log.Of("ToolCalled")[0].Text("tool"), log.Of("ToolCalled")[0].Text("outcome"), log.Of("ToolCalled")[0].Text("effect")));
        Assert.Equal("nobody knows whether api://refund was done", Assert.Single(log.Of("HandoffOpened")).Text("reason"));
        Assert.Equal(["m-1"], log.Answered());
    }

    [Fact]
    public async Task A_result_that_is_kept_is_taken_and_the_call_not_made_again()
    {
        var tool = new ScriptedTool(Paid);
        var failures = 3;
        var tables = new TablesDecorator { Before = commit => { if (commit.Appends("ToolCalled") && Interlocked.Decrement(ref failures) >= 0) throw new StoreBusyException("The store is out."); } };
        await using var host = await StartAsync(tool, tables.Register);
        var chat = await host.OpenChatAsync();

        await chat.PostAsync("refund me", "m-1", wait: null);
        var log = await host.TurnsEndedAsync(chat.Conversation);

        Assert.True(failures < 0);
        Assert.Single(tool.Calls);
        Assert.Equal(("ok", null), (log.Of("ToolCalled")[0].Text("outcome"), log.Of("ToolCalled")[0].Text("attempts")));
        Assert.Equal("Done.", log.Of("ReplySent")[0].Said("text"));
    }

    [Theory]
    [InlineData(ToolEffect.Irreversible, false, 1, "unknown")]
    [InlineData(ToolEffect.Write, false, 1, "unknown")]
    [InlineData(ToolEffect.Write, true, 2, "ok")]
    [InlineData(ToolEffect.Read, false, 2, "ok")]
    public async Task A_call_whose_result_was_lost_is_repeated_only_where_that_is_safe(ToolEffect effect, bool idempotent, int calls, string outcome)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        var tool = new ScriptedTool(Paid);
        var lost = 1;
        var tables = new TablesDecorator
        {
            // The receipt's second write is the result: it is lost, as if the process had died during the call.
            Before = commit =>
            {
                if (commit.Writes.Any(w => w.Kind == WriteKind.Update && w.Key.StartsWith("r:", StringComparison.Ordinal)) && Interlocked.Exchange(ref lost, 0) == 1) throw new IOException("The process died.");
            },
        };
        await using var host = await StartAsync(tool, tables.Register, Refund with { Effect = effect, Idempotent = idempotent }, time);
        var chat = await host.OpenChatAsync();

        await chat.PostAsync("refund me", "m-1", wait: null);
        var log = await host.LogWhenAsync(chat.Conversation, l =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return l.Answered().Count > 0;
        });

        Assert.Equal(calls, tool.Calls.Count);
        Assert.Single(tool.Calls.Select(c => c.Key).Distinct());
        Assert.Equal((outcome, "2"), (log.Of("ToolCalled")[0].Text("outcome"), log.Of("ToolCalled")[0].Text("attempts")));
        Assert.Equal(outcome == "unknown" ? 1 : 0, log.Of("HandoffOpened").Count);
    }

    [Fact]
    public async Task Two_turns_are_two_calls_with_two_keys()
    {
        var tool = new ScriptedTool(Paid);
        await using var host = await StartAsync(tool, _ => { });
        var chat = await host.OpenChatAsync();

        await chat.SayAsync("refund me", "m-1");
        await chat.SayAsync("refund me", "m-2");

        Assert.Equal(2, tool.Calls.Select(c => c.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_target_no_tool_serves_fails_without_a_call()
    {
        var tool = new ScriptedTool(Paid);
        await using var host = await StartAsync(tool, _ => { }, Refund with { Targets = ["api://other"] });
        var chat = await host.OpenChatAsync();

        Assert.Equal(["failed: undefined_tool"], (await chat.SayAsync("refund me")).Texts);

        Assert.Empty(tool.Calls);
        Assert.Equal("undefined_tool", (await host.LogAsync(chat.Conversation)).Of("ToolCalled")[0].Text("class"));
    }

    private static Ok Paid(ToolCall call) => new(JsonSerializer.SerializeToElement(new { paid = true }));

    private static Task<AgentHost> StartAsync(ScriptedTool tool, Action<IServiceCollection> more, ToolSpec? spec = null, TimeProvider? time = null)
    {
        var flow = new ScriptedFlow((frame, result) => new Step(frame with { Intent = "refund" }, result switch
        {
            AgentScript.ToolResult { IsOk: true } => new Reply("Done."),
            AgentScript.ToolResult answer => new Reply($"{answer.Outcome}: {answer.Reason}"),
            _ => new CallAction("api://refund", JsonSerializer.SerializeToElement(new { order = "W1001" })),
        }));
        return AgentHost.StartAsync(time: time, configure: services =>
        {
            ScriptedFlow.Serve(ScriptedFlow.Package(flow, 1, spec ?? Refund))(services);
            tool.Register(services);
            more(services);
        });
    }
}
