using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>The figures of a day are counted from the log, at night, resumable, the same however often.</summary>
public sealed class NightlyTests : IAsyncLifetime
{
    private const string First = "2026-11-04";
    private const string Second = "2026-11-05";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly TablesDecorator tables = new();
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(time: time, configure: tables.Register);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Two_days_are_counted_by_the_timer_at_two_o_clock()
    {
        await TwoDaysAsync();
        await CountedAsync(Second);

        var days = await KpiAsync();

        Assert.Equal((4, 5, 2, 1, 1), days[First]);
        Assert.Equal((2, 2, 1, 0, 1), days[Second]);
    }

    [Fact]
    public async Task Counting_again_gives_the_same()
    {
        await TwoDaysAsync();
        await CountedAsync(Second);
        var before = await KpiAsync();

        await host.Get<Nightly>().RunAsync(CancellationToken.None);
        (await host.Staff.PostAsync("/api/operator/kpi/rollup", null)).EnsureSuccessStatusCode();
        await host.Get<Nightly>().RunAsync(CancellationToken.None);

        var after = await KpiAsync();
        Assert.Equal(before[First], after[First]);
        Assert.Equal(before[Second], after[Second]);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_where_it_stopped()
    {
        await SayAsync("Where is my order #W1001?");
        await SayAsync("I want a person");
        await host.DrainedAsync();
        var commits = 0;
        tables.Before = commit =>
        {
            if (commit.Table == Nightly.Table && commit.Writes[0].Key == $"{First}|7") throw new StoreBusyException("The store is out.");
        };
        time.Advance(TimeSpan.FromHours(16.5));
        await Settled.UntilAsync("the run has come as far as it can", async () => await host.Get<ITables>().GetAsync(Nightly.Table, AgentHost.Agent, $"{First}|6") is not null, Nudge);
        Assert.False((await KpiAsync()).ContainsKey(First));

        tables.Before = commit => { if (commit.Table == Nightly.Table && commit.Partition == AgentHost.Agent) Interlocked.Increment(ref commits); };
        await host.Get<Nightly>().RunAsync(CancellationToken.None);

        // Nine shards that were missing, and the day.
        Assert.Equal(10, commits);
        Assert.Equal((2, 2, 1, 1, 0), (await KpiAsync())[First]);
        Assert.Empty(await host.Get<ITables>().RangeAsync(Nightly.Table, AgentHost.Agent, First + "|", First + "~", 20));
    }

    [Theory]
    [InlineData("?days=0")]
    [InlineData("?days=401")]
    [InlineData("?days=x")]
    public async Task A_number_of_days_that_is_none_is_refused(string query) =>
        await ProblemAssert.IsAsync(await host.Staff.GetAsync("/api/operator/kpi" + query), 400, "invalid-days");

    [Fact]
    public async Task An_entry_of_a_thread_whose_commit_never_came_counts_nothing()
    {
        await host.Get<Indexes>().EnterDayAsync(AgentHost.Agent, First, Hashing.Id("nobody"), CancellationToken.None);

        (await host.Staff.PostAsync("/api/operator/kpi/rollup", null)).EnsureSuccessStatusCode();

        Assert.Equal((0, 0, 0, 0, 0), (await KpiAsync())[First]);
    }

    /// <summary>On the first day two are answered (one of them over two turns), one is escalated, one gets no answer; on the second one each is answered and not.</summary>
    private async Task TwoDaysAsync()
    {
        var returning = await SayAsync("Where is my order #W1001?");
        await returning.SayAsync("How do returns work?");
        await SayAsync("Where is my order #W1002?");
        await SayAsync("I want a person");
        await SayAsync("what is the meaning of life");
        await host.DrainedAsync();

        time.Advance(TimeSpan.FromHours(24));
        await CountedAsync(First);
        await host.DrainedAsync();
        await returning.SayAsync("Where is my order #W1001?");
        await SayAsync("tell me a joke");
        await host.DrainedAsync();
        time.Advance(TimeSpan.FromHours(24));
    }

    private async Task<ChatSession> SayAsync(string text)
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync(text);
        return chat;
    }

    private Task CountedAsync(string day) => Settled.UntilAsync($"{day} is counted", async () => (await KpiAsync()).ContainsKey(day), Nudge);

    /// <summary>Whoever read the clock before it was moved and waits since then.</summary>
    private void Nudge() => time.Advance(TimeSpan.FromMinutes(1));

    private async Task<Dictionary<string, (int Conversations, int Turns, int Resolved, int Escalated, int Unknown)>> KpiAsync()
    {
        var answer = JsonDocument.Parse(await host.Staff.GetStringAsync($"/api/operator/kpi?agent={AgentHost.Agent}&days=10")).RootElement;
        return answer.GetProperty("days").EnumerateArray().ToDictionary(d => d.GetProperty("day").GetString()!, d =>
            (d.GetProperty("conversations").GetInt32(), d.GetProperty("turns").GetInt32(), d.GetProperty("resolved").GetInt32(), d.GetProperty("escalated").GetInt32(), d.GetProperty("unknown").GetInt32()));
    }
}
