using System.Net.Http.Json;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>The store is locked or full: callers hear 503 and when to come again, nothing is half kept, and it all goes on afterwards.</summary>
public sealed class StoreTroubleTests
{
    [Fact]
    public async Task A_locked_store_is_a_503_and_keeps_nothing()
    {
        await using var host = await StartAsync();
        var chat = await host.OpenChatAsync();
        var rows = host.Rows();
        using (var outside = Lock(host))
        {
            var refusals = new[]
            {
                await chat.PostAsync("returns", "m-1"),
                await chat.PostAsync("returns", "m-1", wait: null),
                await host.Client.PostAsJsonAsync($"/api/chat/{AgentHost.Agent}/sessions", new { }),
                await host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages", new { text = "hello" }),
                await host.Staff.PostAsJsonAsync("/api/operator/pause", new { agent = AgentHost.Agent }),
            };
            foreach (var refusal in refusals)
            {
                await ProblemAssert.IsAsync(refusal, 503, "store-busy");
                Assert.Equal(TimeSpan.FromSeconds(5), refusal.Headers.RetryAfter?.Delta);
            }
            // Reading goes on.
            Assert.Single(await host.LogAsync(chat.Conversation));
        }
        Assert.Equal(rows, host.Rows());

        Assert.Equal("replied", (await chat.SayAsync("returns", "m-1")).Status);
        await host.DrainedAsync();
        Assert.Equal(["m-1"], (await host.LogAsync(chat.Conversation)).Answered());
    }

    [Fact]
    public async Task A_store_that_is_locked_during_a_turn_delays_it_and_no_more()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 4, 9, 0, 0, TimeSpan.Zero));
        var tool = new HeldTool();
        await using var host = await StartAsync(tool, time);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-1", wait: null);
        await tool.Entered;
        using (var outside = Lock(host))
        {
            var during = (await host.LogAsync(chat.Conversation)).Count;
            tool.Release();
            await ProblemAssert.IsAsync(await chat.PostAsync("and returns?", "m-2", wait: null), 503, "store-busy");
            Assert.Equal(during, (await host.LogAsync(chat.Conversation)).Count);
        }
        await chat.PostAsync("and returns?", "m-2", wait: null);

        var log = await host.LogWhenAsync(chat.Conversation, l =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return l.Answered().Count >= 2;
        });

        Assert.Equal(["m-1", "m-2"], log.Answered());
        Assert.Single(log.Of("ToolCalled"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_full_disk_is_a_503_and_every_message_is_answered_once_there_is_room()
    {
        await using var host = await StartAsync();
        var chat = await host.OpenChatAsync();
        var database = host.Get<SqliteDatabase>();
        var pages = await database.WriteAsync(c => c.Number("PRAGMA page_count")!.Value);
        await database.WriteAsync(c => c.Number($"PRAGMA max_page_count={pages}"));
        var refused = 0;
        var ids = new List<string>();
        for (var n = 0; refused == 0 && n < 40; n++)
        {
            ids.Add($"m-{n}");
            var response = await chat.PostAsync("returns " + new string('x', 7_900), ids[n], wait: null);
            if ((int)response.StatusCode == 202) continue;
            await ProblemAssert.IsAsync(response, 503, "store-busy");
            refused++;
        }
        Assert.Equal(1, refused);

        await database.WriteAsync(c => c.Number("PRAGMA max_page_count=1000000"));
        Assert.Equal(202, (int)(await chat.PostAsync("returns " + new string('x', 7_900), ids[^1], wait: null)).StatusCode);

        var log = await host.LogWhenAsync(chat.Conversation, l => l.Answered().Count >= ids.Count);
        await host.DrainedAsync();
        Assert.Equal(ids, (await host.LogAsync(chat.Conversation)).Answered());
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
        Assert.NotEmpty(log);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_store_that_fails_now_and_then_loses_nothing(int seed)
    {
        var random = new Random(seed);
        void Fail(TableCommit commit)
        {
            lock (random)
                if (random.Next(4) == 0) throw new StoreBusyException("One in four.");
        }
        var tables = new TablesDecorator { Before = Fail, After = Fail };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        ChatSession? chat = null;
        await Settled.UntilAsync("a session opens", async () =>
        {
            var opened = await Record.ExceptionAsync(async () => chat = await host.OpenChatAsync());
            return opened is null;
        });
        foreach (var id in (string[])["m-1", "m-2", "m-3"])
            await Settled.UntilAsync($"{id} is taken", async () => (int)(await chat!.PostAsync("How do returns work?", id, wait: null)).StatusCode == 202);

        var log = await host.LogWhenAsync(chat!.Conversation, l => l.Answered().Count >= 3);

        Assert.Equal(["m-1", "m-2", "m-3"], log.Answered());
        tables.Before = tables.After = null;
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
    }

    /// <summary>A host that does not wait long for another one's lock.</summary>
    private static Task<AgentHost> StartAsync(HeldTool? tool = null, TimeProvider? time = null) => AgentHost.StartAsync(time: time, configure: services =>
    {
        services.AddSingleton(s => new SqliteDatabase(s.GetRequiredService<DataDirectory>().DatabaseFile, new SqliteOptions(BusyTimeout: TimeSpan.FromMilliseconds(50))));
        tool?.Register(services);
    });

    private static SqliteConnection Lock(AgentHost host)
    {
        var outside = new SqliteConnection($"Data Source={host.Get<DataDirectory>().DatabaseFile};Pooling=False");
        outside.Open();
        using var command = outside.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return outside;
    }
}
