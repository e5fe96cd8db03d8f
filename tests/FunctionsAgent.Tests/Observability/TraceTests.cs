using System.Diagnostics;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Observability;

/// <summary>A turn is one trace, whoever ran its stages and however often.</summary>
[Collection(nameof(Watched))]
public sealed class TraceTests
{
    private static readonly string[] Stages = ["process input", "process reasoning", "process tools", "process output", "process delivery"];

    [Theory]
    [InlineData("always")]
    [InlineData("waiting")]
    [InlineData("never")]
    public async Task A_turn_is_one_trace_with_a_span_for_each_stage_and_call(string runAhead)
    {
        using var watched = new Watched();
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Pipeline__RunAhead"] = runAhead });
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?");
        await host.DrainedAsync();

        var trace = Assert.Single(watched.Of(chat.Conversation).Where(s => s.DisplayName == "process tools").Select(s => s.TraceId).Distinct());
        var spans = watched.Of(trace);
        Assert.Equal("receive chat", spans[0].DisplayName);
        Assert.All(Stages, stage => Assert.Contains(spans, s => s.DisplayName == stage && s.Kind == ActivityKind.Consumer));
        Assert.Contains(spans, s => s.DisplayName.StartsWith("execute_tool ", StringComparison.Ordinal));
        // Every span hangs on another one of the trace, up to the door.
        Assert.All(spans.Skip(1), s => Assert.Contains(spans, parent => parent.SpanId == s.ParentSpanId));
        Assert.Equal(default, spans[0].ParentSpanId);
        Assert.All(spans, s => Assert.Equal(ActivityStatusCode.Unset, s.Status));
    }

    [Fact]
    public async Task Two_turns_of_a_conversation_are_two_traces_though_the_caller_names_one()
    {
        using var watched = new Watched();
        using var memory = new MemoryLog();
        await using var host = await AgentHost.StartAsync(logging: logging => logging.AddProvider(memory));
        var chat = await host.OpenChatAsync();
        host.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await chat.SayAsync("returns");
        await chat.SayAsync("returns");
        await host.DrainedAsync();

        var roots = watched.Spans.Where(s => s.DisplayName == "receive chat" && s.Links.Any(l => l.Context.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c")).ToList();
        Assert.Equal(2, roots.Count);
        Assert.Equal(2, roots.Select(r => r.TraceId).Distinct().Count());
        Assert.DoesNotContain(watched.Spans, s => s.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c");
        Assert.All(roots, r => Assert.Contains(watched.Of(r.TraceId), s => s.DisplayName == "process delivery"));
    }

    [Fact]
    public async Task Messages_that_came_during_a_turn_make_the_next_one_in_the_first_ones_trace_and_link_the_others()
    {
        using var watched = new Watched();
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-1", wait: null);
        await tool.Entered;
        await chat.PostAsync("returns", "m-2", wait: null);
        await chat.PostAsync("returns, please", "m-3", wait: null);
        tool.Release();
        await host.TurnsEndedAsync(chat.Conversation, 2);
        await host.DrainedAsync();

        var doors = watched.Spans.Where(s => s.DisplayName == "receive chat" && watched.Of(chat.Conversation).Any(c => c.TraceId == s.TraceId)).OrderBy(s => s.StartTimeUtc).Select(s => s.TraceId).ToList();
        Assert.Equal(3, doors.Count);
        Assert.Equal(doors[..2], watched.Of(chat.Conversation).Where(s => s.DisplayName == "process delivery").Select(s => s.TraceId));
        var begun = Assert.Single(watched.Of(doors[1]), s => s.Links.Any());
        Assert.Equal(doors[2], Assert.Single(begun.Links).Context.TraceId);
    }

    [Fact]
    public async Task A_redelivered_message_goes_on_in_its_trace_and_a_failed_stage_is_marked_by_type_alone()
    {
        using var watched = new Watched();
        var failures = 1;
        var tables = new TablesDecorator
        {
            Before = commit =>
            {
                if (commit.Appends("OutputChecked") && Interlocked.Decrement(ref failures) == 0) throw new StoreBusyException("zebra-umbrella");
            },
        };
        await using var host = await AgentHost.StartAsync(configure: tables.Register, settings: new Dictionary<string, string?> { ["Pipeline__BackOffSeconds"] = "0" });
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("returns", "m-1", wait: null);
        await host.TurnsEndedAsync(chat.Conversation);
        await host.DrainedAsync();

        var spans = watched.Of(chat.Conversation).Where(s => s.DisplayName == "process output").ToList();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], spans.Select(s => s.Status));
        Assert.Equal(nameof(StoreBusyException), spans[0].GetTagItem("error.type"));
        Assert.Single(spans.Select(s => s.TraceId).Distinct());
        Assert.DoesNotContain(watched.Texts(), text => text.Contains("zebra", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    [InlineData("")]
    public async Task An_envelope_with_a_broken_trace_is_handled_in_a_new_one(string traceparent)
    {
        using var watched = new Watched();
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();
        await host.Get<IQueueSender>().SendAsync(QueueNames.Input, chat.Conversation, new Envelope($"{chat.Conversation}:d:forged", chat.Conversation, null, QueueNames.Input, "door", Traceparent: traceparent));
        await host.DrainedAsync();

        Assert.Contains(watched.Of(chat.Conversation), s => s.DisplayName == "process input" && s.ParentSpanId == default);
        Assert.Equal("replied", (await chat.SayAsync("returns")).Status);
    }
}

/// <summary>One after the other: each hears the whole process.</summary>
[CollectionDefinition(nameof(Watched))]
public sealed class WatchedCollection;
