using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Observability;

/// <summary>What an operator's charts and alarms are made of.</summary>
[Collection(nameof(Watched))]
public sealed class MetricTests
{
    private const string Queue = "messaging.destination.name";
    private static readonly DateTimeOffset Start = new(2026, 11, 4, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_turn_shows_in_commits_sends_handlers_ages_and_store_calls()
    {
        using var watched = new Watched();
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Pipeline__RunAhead"] = "never" });
        var meter = watched.By(host);
        await (await host.OpenChatAsync()).SayAsync("Where is my order #W1001?");
        await host.DrainedAsync();

        foreach (var stage in (string[])["input", "reasoning", "tools", "output", "delivery"])
        {
            Assert.Contains(meter(), m => m.Instrument.Name == "functionsagent.commits" && m.Tag("functionsagent.stage") == stage);
            Assert.Contains(meter(), m => m.Instrument.Name == "messaging.client.sent.messages" && m.Tag(Queue) == stage && m.Tag("messaging.system") == "sqlite");
            Assert.Contains(meter(), m => m.Instrument.Name == "messaging.process.duration" && m.Tag(Queue) == stage && m.Tag("error.type") is null);
            Assert.Contains(meter(), m => m.Instrument.Name == "functionsagent.queue.message.age" && m.Tag(Queue) == stage && m.Value >= 0);
        }
        Assert.Contains(meter(), m => m.Instrument.Name == "db.client.operation.duration" && m.Tag("db.operation.name") == "commit" && m.Tag("db.collection.name") == "Conversations");
        Assert.Contains(meter(), m => m.Instrument.Name == "functionsagent.turn.duration" && m.Tag("functionsagent.outcome") == "answer" && m.Tag("gen_ai.agent.name") == AgentHost.Agent);
        Assert.Contains(meter(), m => m.Instrument.Name == "functionsagent.queue.messages" && m.Tag(Queue) == "input");
        Assert.DoesNotContain(meter(), m => m.Instrument.Name is "functionsagent.messages.parked" or "functionsagent.turn.overdue" or "functionsagent.store.throttled");
    }

    [Fact]
    public async Task A_turn_that_hangs_shows_how_long_it_has_been_open()
    {
        using var watched = new Watched();
        var time = new FakeTimeProvider(Start);
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(time: time, configure: tool.Register);
        var meter = watched.By(host);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-1", wait: null);
        await tool.Entered;
        await host.LogAfterAsync(time, TimeSpan.FromMinutes(6), chat.Conversation, log => log.Any(e => e.Type == "SignalRaised"));

        Assert.InRange(Assert.Single(meter(), m => m.Instrument.Name == "functionsagent.turn.overdue.age").Value, 300, 600);
        Assert.Equal("tools", Assert.Single(meter(), m => m.Instrument.Name == "functionsagent.turn.overdue").Tag("functionsagent.stage"));
        Assert.Contains(meter(), m => m.Instrument.Name == "functionsagent.timer.lateness" && m.Value is >= 0 and < 120);
        tool.Release();
        await host.TurnsEndedAsync(chat.Conversation);
        await host.DrainedAsync();
    }

    [Fact]
    public async Task A_message_that_waited_is_as_old_as_it_waited_and_one_that_was_scheduled_is_not()
    {
        using var watched = new Watched();
        var time = new FakeTimeProvider(Start);
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        string conversation;
        await using (var host = await AgentHost.StartAsync(data, time: time, functions: [typeof(FunctionsAgent.Functions.ChatSession), typeof(FunctionsAgent.Functions.ChatMessage)]))
        {
            var chat = await host.OpenChatAsync();
            conversation = chat.Conversation;
            Assert.Equal(202, (int)(await chat.PostAsync("returns", "m-1", wait: null)).StatusCode);
            var oldest = watched.By(host);
            time.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(1200, oldest().Last(m => m.Instrument.Name == "functionsagent.queue.oldest_message.age" && m.Tag(Queue) == "input").Value, 5.0);
        }
        await using (var host = await AgentHost.StartAsync(data, time: time))
        {
            var meter = watched.By(host);
            await host.TurnsEndedAsync(conversation);
            await host.DrainedAsync();
            Assert.InRange(meter().Where(m => m.Instrument.Name == "functionsagent.queue.message.age" && m.Tag(Queue) == "input").Max(m => m.Value), 1200, 1260);
            Assert.All(meter().Where(m => m.Instrument.Name == "functionsagent.queue.message.age" && m.Tag(Queue) != "input"), m => Assert.InRange(m.Value, 0, 60));
        }
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_decision_on_an_old_head_and_a_parked_message_are_counted()
    {
        using var watched = new Watched();
        var conflicts = 1;
        var tables = new TablesDecorator
        {
            Before = commit =>
            {
                if (commit.Appends("OutputChecked") && Interlocked.Decrement(ref conflicts) == 0) throw new ConflictException("somebody was faster");
            },
        };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var meter = watched.By(host);
        Assert.Equal("replied", (await (await host.OpenChatAsync()).SayAsync("returns")).Status);
        await host.Get<SqliteQueues>().SendAsync(QueueNames.Output, "nobody", "no envelope");
        await host.DrainedAsync();

        Assert.Equal("output", Assert.Single(meter(), m => m.Instrument.Name == "functionsagent.commit.conflicts").Tag("functionsagent.stage"));
        var parked = Assert.Single(meter(), m => m.Instrument.Name == "functionsagent.messages.parked");
        Assert.Equal(("output", "malformed"), (parked.Tag(Queue), parked.Tag("error.type")));
    }

    public static TheoryData<Exception, string, int> Refusals() => new()
    {
        { new ConflictException("x"), "conflict", 0 },
        { new StoreBusyException("x"), "busy", 0 },
        { new StoreBusyException("x") { Throttled = true }, "throttled", 1 },
        { new LimitException("x"), "limit", 0 },
        { new FormatException("x"), "FormatException", 0 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_call_of_the_tables_that_fails_is_counted_by_its_kind_and_the_failure_goes_on(Exception refusal, string kind, int throttled)
    {
        using var watched = new Watched();
        await using var host = await AgentHost.StartAsync();
        var meter = watched.By(host);
        var broken = new TablesDecorator { Before = _ => throw refusal };
        var metered = new MeteredTables(broken, host.Get<StoreMetrics>(), TimeProvider.System);

        Assert.Same(refusal, await Assert.ThrowsAsync(refusal.GetType(), () => metered.CommitAsync("Rows", "p", [])));

        Assert.Equal(kind, Assert.Single(meter(), m => m.Instrument.Name == "db.client.operation.duration" && m.Tag("db.collection.name") == "Rows").Tag("error.type"));
        Assert.Equal(throttled, meter().Count(m => m.Instrument.Name == "functionsagent.store.throttled"));
    }
}
