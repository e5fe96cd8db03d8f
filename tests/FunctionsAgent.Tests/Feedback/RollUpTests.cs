using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>The nightly roll-up: by the timer, night by night, restated, resumable, the same however often, and the same from the raw log.</summary>
public sealed class RollUpTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 11, 4);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly TablesDecorator tables = new();
    private readonly FailingBlobs blobs = new();
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(time: time, configure: services =>
    {
        tables.Register(services);
        services.Decorate<IBlobs>(blobs.Over);
    });

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task The_timer_counts_at_two_o_clock_what_became_of_the_day()
    {
        await SayAsync("Where is my order #W1001?");
        await SayAsync("what is the meaning of life");
        await SayAsync("I want a person");
        await NextNightAsync();

        var cells = await ReadAsync();

        Assert.Equal((3, 1, 1, 1), (Sum(cells, Counters.Cases), Sum(cells, Counters.Assumed), Sum(cells, Counters.Abandoned), Sum(cells, Counters.EscalatedBy("asked"))));
        Assert.Equal(["none", "order_status", "person"], cells.Select(c => c.Family).Order(StringComparer.Ordinal));
        Assert.All(cells, c => Assert.Equal(("2026-11-04", "chat", AgentHost.Agent, false), (c.Day, c.Channel, c.Agent, c.Known)));
    }

    [Fact]
    public async Task Someone_who_comes_back_restates_the_day_of_the_first_answer()
    {
        var chat = await SayAsync("Where is my order #W1001?");
        await NextNightAsync();
        Assert.Equal(0, Returns(await ReadAsync()));

        await chat.SayAsync("Where is my order #W1001?");
        await NextNightAsync();

        var cells = await ReadAsync();
        Assert.Equal(1, Returns(cells.Where(c => c.Day == "2026-11-04")));
        Assert.Equal(1, Sum(cells, Counters.Return("assumed", "24h", "conversation")));
        Assert.Equal(0, Sum(cells.Where(c => c.Day == "2026-11-04"), Counters.WorkUnits(Definition.Default)));
        Assert.Equal(0, await DifferAsync());
    }

    [Fact]
    public async Task A_case_still_open_at_midnight_is_open_then_and_counted_the_next_night()
    {
        time.Advance(TimeSpan.FromHours(13.75));
        await SayAsync("Where is my order #W1001?");
        await NextNightAsync();
        var first = await RolledAsync();
        Assert.Equal((0, 1), (Sum(first.Cells, Counters.Cases), first.Open[AgentHost.Agent]));

        await NextNightAsync();
        var second = await RolledAsync();
        Assert.Equal((1, 0), (Sum(second.Cells, Counters.Cases), second.Open.Values.Sum()));
        Assert.Equal("2026-11-05", second.Cells[0].Day);
    }

    [Fact]
    public async Task Nights_that_were_missed_are_caught_up_one_after_the_other()
    {
        await SayAsync("Where is my order #W1001?");
        blobs.Broken = true;
        await NextNightAsync(counted: false);
        await SayAsync("Where is my order #W1002?");
        time.Advance(TimeSpan.FromDays(2));
        await host.DueAsync(time);
        await host.DrainedAsync();
        Assert.Null((await host.Get<RollUps>().MarkAsync(CancellationToken.None)).Mark);

        blobs.Broken = false;
        Assert.Null(await NightAsync());

        var rolled = await RolledAsync();
        Assert.Equal(new DateTimeOffset(2026, 11, 7, 0, 0, 0, TimeSpan.Zero), rolled.AsOf);
        Assert.Equal(["2026-11-04", "2026-11-05"], rolled.Cells.Select(c => c.Day));
        Assert.Equal(0, await DifferAsync());
    }

    [Theory]
    [InlineData("threads-7")]
    [InlineData("persons-3")]
    [InlineData("requests-")]
    [InlineData("mark")]
    public async Task A_half_written_roll_up_shows_nothing_and_the_next_run_goes_on(string at)
    {
        for (var n = 0; n < 20; n++) await SayAsync($"Where is my order #W100{n % 4}?");
        await MidnightAsync();
        if (at == "mark") tables.Before = commit => { if (commit.Table == RollUps.Table && commit.Writes[0].Key == "mark") throw new StoreBusyException("The store is out."); };
        else blobs.FailsAt = name => name.Contains(at, StringComparison.Ordinal);
        Assert.NotNull(await NightAsync());
        Assert.Null((await host.Get<RollUps>().MarkAsync(CancellationToken.None)).Mark);

        (tables.Before, blobs.FailsAt) = (null, null);
        var before = blobs.Puts;
        Assert.Null(await NightAsync());

        Assert.Equal(20, Sum(await ReadAsync(), Counters.Cases));
        Assert.Equal(0, await DifferAsync());
        // What was there was not made again; the days are.
        if (at == "mark") Assert.True(blobs.Puts - before <= 8, $"{blobs.Puts - before} blobs were written again.");
    }

    [Fact]
    public async Task Two_runs_at_once_make_the_same_figures_once()
    {
        for (var n = 0; n < 10; n++) await SayAsync("Where is my order #W1001?");
        await MidnightAsync();
        var (a, b) = (Another(), Another());

        var done = await Task.WhenAll(Task.Run(() => a.RunAsync(CancellationToken.None)), Task.Run(() => b.RunAsync(CancellationToken.None)));

        Assert.Contains(true, done);
        Assert.Equal(10, Sum(await ReadAsync(), Counters.Cases));
        Assert.Null(await NightAsync());
        Assert.Equal(10, Sum(await ReadAsync(), Counters.Cases));
        Assert.Equal(0, await DifferAsync());

        // Two instances of other machines: neither lease nor memory is shared but through the store.
        Nightly Another()
        {
            var lease = new NightLease(host.Get<ITables>(), new ProcessIdentity(Guid.NewGuid().ToString(), sole: false), time);
            return ActivatorUtilities.CreateInstance<Nightly>(host.Host.Services, lease);
        }
    }

    [Fact]
    public async Task Whoever_holds_the_lease_is_waited_for_until_it_ends()
    {
        await SayAsync("Where is my order #W1001?");
        await MidnightAsync();
        var other = new NightLease(host.Get<ITables>(), new ProcessIdentity("another", sole: false), time);
        Assert.True(await other.TakeAsync(CancellationToken.None));
        var mine = ActivatorUtilities.CreateInstance<Nightly>(host.Host.Services, new NightLease(host.Get<ITables>(), new ProcessIdentity("mine", sole: false), time));

        Assert.False(await mine.RunAsync(CancellationToken.None));

        time.Advance(TimeSpan.FromMinutes(21));
        Assert.True(await mine.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_broken_chain_is_excluded_counted_and_the_rest_stands()
    {
        var chat = await SayAsync("Where is my order #W1001?");
        await SayAsync("Where is my order #W1002?");
        var row = (await host.Get<ITables>().GetAsync(Keys.Table, chat.Conversation, Keys.Event(4)))!;
        await host.Get<ITables>().CommitAsync(Keys.Table, chat.Conversation, [Write.Update(row.Key, row.ETag, row.Cells with { Json = row.Cells.Json!.Replace("\"seq\":4", "\"seq\": 4", StringComparison.Ordinal) })]);
        await NextNightAsync();

        var cells = await ReadAsync();

        Assert.Equal((1, 1), (Sum(cells, Counters.Cases), Sum(cells, Counters.Excluded("broken"))));
        await chat.SayAsync("Where is my order #W1001?");
        await NextNightAsync();
        Assert.Equal((1, 1), (Sum(await ReadAsync(), Counters.Cases), Sum(await ReadAsync(), Counters.Excluded("broken"))));
    }

    [Fact]
    public async Task What_was_tampered_with_later_is_found_by_counting_again()
    {
        var chat = await SayAsync("Where is my order #W1001?");
        await SayAsync("Where is my order #W1002?");
        await NextNightAsync();
        await host.Get<ITables>().CommitAsync(Keys.Table, chat.Conversation, [Write.Delete(Keys.Event(5))]);

        Assert.NotEqual(0, await DifferAsync());
        Assert.Equal(2, Sum(await ReadAsync(), Counters.Cases));
    }

    [Fact]
    public async Task A_figure_that_is_wrong_in_the_store_is_found_and_made_again_from_the_log()
    {
        await SayAsync("Where is my order #W1001?");
        await NextNightAsync();
        blobs.Spoil(name => name.Contains("20261104-as-of", StringComparison.Ordinal), bytes => System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(bytes).Replace("\"cases\":1", "\"cases\":7", StringComparison.Ordinal)));
        Assert.Equal(7, Sum(await ReadAsync(), Counters.Cases));

        var found = await host.Get<Recount>().RunAsync(null, replace: true, CancellationToken.None);

        var wrong = Assert.Single(found.Differences);
        Assert.Equal((Counters.Cases, 7, 1), (wrong.Counter, wrong.Stored, wrong.Recomputed));
        Assert.Equal(1, Sum(await ReadAsync(), Counters.Cases));
    }

    [Fact]
    public async Task A_roll_up_whose_state_is_gone_says_so_every_night_and_is_made_again_on_order()
    {
        await SayAsync("Where is my order #W1001?");
        await NextNightAsync();
        blobs.Remove(name => name.Contains("persons", StringComparison.Ordinal));
        await SayAsync("Where is my order #W1002?");
        time.Advance(TimeSpan.FromHours(24));

        var thrown = Assert.IsType<InvalidOperationException>(await NightAsync());
        Assert.Contains("kpi recompute --write", thrown.Message, StringComparison.Ordinal);

        await host.Get<Recount>().RunAsync(null, replace: true, CancellationToken.None);
        Assert.Null(await NightAsync());
        Assert.Equal(2, Sum(await ReadAsync(), Counters.Cases));
    }

    [Fact]
    public async Task Where_nothing_is_stored_it_is_made_on_order_as_the_next_night_would()
    {
        await SayAsync("Where is my order #W1001?");
        time.Advance(TimeSpan.FromHours(14.1));
        Assert.Null((await host.Get<Recount>().RunAsync(null, replace: false, CancellationToken.None)).From);

        await host.Get<Recount>().RunAsync(null, replace: true, CancellationToken.None);

        Assert.Equal(1, Sum(await ReadAsync(), Counters.Cases));
        Assert.Equal(0, await DifferAsync());
    }

    [Fact]
    public async Task Now_is_counted_without_storing_anything()
    {
        await SayAsync("Where is my order #W1001?");
        time.Advance(TimeSpan.FromHours(1));

        var now = await RolledAsync();

        Assert.Equal((1, time.GetUtcNow()), (Sum(now.Cells, Counters.Cases), now.AsOf));
        Assert.Null((await host.Get<RollUps>().MarkAsync(CancellationToken.None)).Mark);
        Assert.Equal(0, blobs.Puts);
    }

    [Fact]
    public async Task Nobody_has_said_anything_yet()
    {
        Assert.Null(await NightAsync());
        var rolled = await RolledAsync();

        Assert.Null(rolled.First);
        Assert.Empty(rolled.Cells);
    }

    [Fact]
    public async Task Blobs_of_earlier_nights_do_not_pile_up()
    {
        await SayAsync("Where is my order #W1001?");
        for (var night = 0; night < 14; night++) await NextNightAsync();

        // Two nights of 64 and 16 shards, the days that can still change twice, those that cannot once, and the few requests between them.
        await Settled.UntilAsync("the last night has cleaned up", () => Task.FromResult(blobs.Names.Count() <= (2 * (64 + 16)) + (2 * 8) + 14 + 4));
        Assert.Equal(1, Sum(await ReadAsync(), Counters.Cases));
    }

    [Fact]
    public async Task Something_late_said_of_an_old_conversation_does_not_count_it_again()
    {
        var chat = await SayAsync("Where is my order #W1001?");
        var turn = (await host.LogAsync(chat.Conversation)).Of("TurnStarted")[0];
        for (var night = 0; night < 20; night++) await NextNightAsync();
        Assert.Equal(1, Sum(await ReadAsync(), Counters.Cases));

        var marked = await host.Staff.PostAsJsonAsync("/api/operator/reviews", new { conversationId = chat.Conversation, turn = $"t{turn.Seq}", category = "logic" });
        Assert.True(marked.IsSuccessStatusCode);
        await NextNightAsync();

        Assert.Equal((1, 1), (Sum(await ReadAsync(), Counters.Cases), Sum(await ReadAsync(), Counters.WorkUnits(Definition.Default))));
        Assert.Equal(0, await DifferAsync());
    }

    [Fact]
    public async Task Old_figures_go_with_retention_and_young_ones_stay()
    {
        await SayAsync("Where is my order #W1001?");
        await NextNightAsync();
        for (var night = 0; night < 12; night++) await NextNightAsync();
        await SayAsync("Where is my order #W1002?");
        await NextNightAsync();

        await host.Get<RollUps>().PurgeAsync(new DateOnly(2026, 11, 6), CancellationToken.None);
        var rolled = await RolledAsync();

        Assert.Equal(new DateOnly(2026, 11, 6), rolled.First);
        Assert.Equal("2026-11-17", Assert.Single(rolled.Cells).Day);
        Assert.Null(await NightAsync());
    }

    private async Task<ChatSession> SayAsync(string text)
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync(text);
        await host.DrainedAsync();
        return chat;
    }

    /// <summary>On to ten o'clock of the next day; the timer has run at two.</summary>
    private async Task NextNightAsync(bool counted = true)
    {
        var tomorrow = time.GetUtcNow().UtcDateTime.Date.AddDays(1);
        time.Advance(tomorrow.AddHours(10) - time.GetUtcNow().UtcDateTime);
        await host.DueAsync(time);
        await host.DrainedAsync();
        if (counted) await Settled.UntilAsync("the night is counted", async () => (await host.Get<RollUps>().MarkAsync(CancellationToken.None)).Mark?.AsOf.UtcDateTime == tomorrow, () => time.Advance(TimeSpan.FromSeconds(10)));
    }

    /// <summary>Just behind midnight: the day is over and the timer has not run.</summary>
    private async Task MidnightAsync()
    {
        time.Advance(time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddMinutes(20) - time.GetUtcNow().UtcDateTime);
        await host.DueAsync(time);
        await host.DrainedAsync();
    }

    /// <summary>A run to its end, or what it failed with. The timer may be at it just now.</summary>
    private async Task<Exception?> NightAsync()
    {
        Exception? failed = null;
        await Settled.UntilAsync("a night was run", async () =>
        {
            try
            {
                return await host.Get<Nightly>().RunAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is InvalidOperationException or StoreBusyException or AggregateException)
            {
                failed = e;
                return true;
            }
        });
        return failed;
    }

    private Task<RolledUp> RolledAsync() => host.Get<RollUps>().ReadAsync(First, First.AddDays(100), now: false, CancellationToken.None);

    private async Task<IReadOnlyList<Cell>> ReadAsync() => (await RolledAsync()).Cells;

    private async Task<int> DifferAsync() => (await host.Get<Recount>().RunAsync(null, replace: false, CancellationToken.None)).Differ;

    private static long Sum(IEnumerable<Cell> cells, string counter) => cells.Sum(c => c[counter]);

    private static long Returns(IEnumerable<Cell> cells) => cells.Sum(c => c.Counts.Where(p => p.Key.StartsWith("return.", StringComparison.Ordinal)).Sum(p => p.Value));
}
