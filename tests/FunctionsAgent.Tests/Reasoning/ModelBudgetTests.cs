using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>What an agent's models may use on a day, all instances together.</summary>
public sealed class ModelBudgetTests
{
    private static readonly (string, string?)[] Prices = [("InputPrice", "1"), ("OutputPrice", "10")];

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Two_instances_share_the_days_tokens_and_tomorrow_there_are_new_ones()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var store = new ModelStore();
        using var one = new ModelBench(standIn.Settings(), clock, store, "one");
        using var two = new ModelBench(standIn.Settings(), clock, store, "two");
        var request = ModelBench.Request() with { TokensPerDay = 300 };

        Assert.Null((await one.AskAsync(request)).Answer.Failure);
        Assert.Null((await two.AskAsync(request)).Answer.Failure);
        clock.Advance(ModelBudget.Fresh);
        Assert.Null((await one.AskAsync(request)).Answer.Failure);
        clock.Advance(ModelBudget.Fresh);

        Assert.Equal((ModelFailure.Budget, ModelFailure.Budget), ((await one.AskAsync(request)).Answer.Failure, (await two.AskAsync(request)).Answer.Failure));
        Assert.Null((await two.AskAsync(request with { Agent = "another" })).Answer.Failure);
        Assert.Equal(4, standIn.Requests.Count);

        clock.Advance(TimeSpan.FromHours(3));
        Assert.Null((await one.AskAsync(request with { TokensPerDay = 200 })).Answer.Failure);
    }

    [Fact]
    public async Task A_cost_is_a_limit_too_and_rubbish_that_was_paid_for_counts()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        standIn.CallsWith("get_order", "{").Says("Friday.");
        using var bench = new ModelBench(standIn.Settings(more: Prices), clock);
        // 100 tokens at 1 and 10 at 10 are 200 millionths a request.
        var request = ModelBench.Request() with { CostPerDay = 401 };

        var first = await bench.AskAsync(request);
        Assert.Equal((null, 400), (first.Answer.Failure, first.Cost));
        Assert.Null((await bench.AskAsync(request)).Answer.Failure);
        Assert.Equal(ModelFailure.Budget, (await bench.AskAsync(request)).Answer.Failure);
    }

    [Fact]
    public async Task A_store_that_is_busy_costs_no_answer_and_is_told_with_the_next()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var store = new ModelStore();
        var (real, busy) = (store.Tables, new BusyTables(store.Tables));
        store.Tables = busy;
        using var one = new ModelBench(standIn.Settings(), clock, store, "one");
        var request = ModelBench.Request() with { TokensPerDay = 220 };

        busy.IsBusy = true;
        Assert.Null((await one.AskAsync(request with { TokensPerDay = null })).Answer.Failure);
        busy.IsBusy = false;
        Assert.Null((await one.AskAsync(request)).Answer.Failure);

        store.Tables = real;
        using var two = new ModelBench(standIn.Settings(), clock, store, "two");
        Assert.Equal(ModelFailure.Budget, (await two.AskAsync(request)).Answer.Failure);
        Assert.Contains(one.Log.Lines, line => line.Contains("could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Days_that_are_long_over_leave_no_rows()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(standIn.Settings(), clock);
        await bench.AskAsync();
        clock.Advance(TimeSpan.FromDays(1));
        await bench.AskAsync();
        clock.Advance(ModelBudget.Kept);
        await bench.AskAsync();
        Assert.Equal(["2026-11-24", "2027-01-03"], (await bench.Store.Tables.RangeAsync(ModelBudget.Table, "retail-support", "", "~", 100)).Select(row => row.Key[..10]));
    }

    [Fact]
    public async Task Where_the_days_sum_cannot_be_read_nobody_is_asked()
    {
        await using var standIn = await ModelStandIn.StartAsync();
        using var store = new ModelStore();
        store.Tables = new BusyTables(store.Tables) { IsBusy = true };
        using var bench = new ModelBench(standIn.Settings(), clock, store);
        await Assert.ThrowsAsync<StoreBusyException>(() => bench.AskAsync(ModelBench.Request() with { TokensPerDay = 1 }));
        Assert.Empty(standIn.Requests);
    }

    private sealed class BusyTables(ITables inner) : ITables
    {
        public bool IsBusy { get; set; }

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => Inner().GetAsync(table, partition, key, ct);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) => Inner().RangeAsync(table, partition, from, to, take, ct);

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) => Inner().CommitAsync(table, partition, writes, ct);

        private ITables Inner() => IsBusy ? throw new StoreBusyException("busy") : inner;
    }
}
