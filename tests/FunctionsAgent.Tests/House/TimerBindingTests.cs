using System.Threading.Channels;
using FunctionsAgent.Local;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Tests.House;

/// <summary>Timers under a clock of the test's own.</summary>
public sealed class TimerBindingTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly Runs runs = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_timer_fires_at_its_utc_time_each_day()
    {
        var time = new TickingTime(Noon);
        await using var started = await StartAsync(time);

        foreach (var day in new[] { 2, 3 })
        {
            await AdvanceToAsync(time, new DateTimeOffset(2026, 3, day, 2, 0, 0, TimeSpan.Zero));
            Assert.Equal((new DateTime(2026, 3, day + 1, 2, 0, 0, DateTimeKind.Utc), false), await runs.NextAsync());
        }
        Assert.True(runs.Nothing);
    }

    [Fact]
    public async Task A_run_missed_while_nothing_ran_is_made_up_for_once()
    {
        await (await StartAsync(new TickingTime(Noon))).DisposeAsync();
        var later = new TickingTime(Noon.AddDays(5));
        await using var started = await StartAsync(later);

        Assert.Equal((new DateTime(2026, 3, 7, 2, 0, 0, DateTimeKind.Utc), true), await runs.NextAsync());
        await later.NextWaitAsync();
        Assert.True(runs.Nothing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_made_up_for_on_the_first_day_or_after_a_short_stop(bool ranBefore)
    {
        if (ranBefore) await (await StartAsync(new TickingTime(Noon))).DisposeAsync();
        var time = new TickingTime(Noon.AddHours(1));
        await using var started = await StartAsync(time);

        await time.NextWaitAsync();
        Assert.True(runs.Nothing);
    }

    [Fact]
    public async Task A_run_that_fails_is_followed_by_the_next()
    {
        var time = new TickingTime(Noon);
        await using var started = await StartAsync(time);
        runs.Fail = true;

        await AdvanceToAsync(time, Noon.AddHours(14));
        await runs.NextAsync();
        await AdvanceToAsync(time, Noon.AddHours(38));
        Assert.Equal((new DateTime(2026, 3, 4, 2, 0, 0, DateTimeKind.Utc), false), await runs.NextAsync());
    }

    [Fact]
    public async Task A_garbled_record_is_no_reason_not_to_start()
    {
        await File.WriteAllTextAsync(folder.File("timers.json"), "{\"Probe\": ");
        var time = new TickingTime(Noon);
        await using var started = await StartAsync(time);

        await time.NextWaitAsync();
        Assert.True(runs.Nothing);
    }

    /// <summary>Moves by one wait of the timer at a time, as the real clock would.</summary>
    private static async Task AdvanceToAsync(TickingTime time, DateTimeOffset end)
    {
        while (time.GetUtcNow() < end)
        {
            var wait = await time.NextWaitAsync();
            Assert.InRange(wait, TimeSpan.Zero, end - time.GetUtcNow());
            time.Advance(wait);
        }
    }

    private async Task<Started> StartAsync(TickingTime time)
    {
        var services = new ServiceCollection().AddSingleton(runs).BuildServiceProvider();
        var binding = new TimerBinding(
            FunctionCatalog.Of([typeof(Probe)]), new TimerLedger(folder.File("timers.json"), NullLogger<TimerLedger>.Instance), time, services, NullLogger<TimerBinding>.Instance);
        await binding.StartAsync(CancellationToken.None);
        return new Started(binding, services);
    }

    private sealed class Started(TimerBinding binding, ServiceProvider services) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await binding.StopAsync(CancellationToken.None);
            binding.Dispose();
            await services.DisposeAsync();
        }
    }

    public sealed class Runs
    {
        private readonly Channel<(DateTime, bool)> seen = Channel.CreateUnbounded<(DateTime, bool)>();

        public bool Fail { get; set; }
        public bool Nothing => seen.Reader.Count == 0;

        public void Add(TimerInfo timer) => seen.Writer.TryWrite((timer.ScheduleStatus!.Next, timer.IsPastDue));

        public Task<(DateTime Next, bool PastDue)> NextAsync() => seen.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public sealed class Probe(Runs runs)
    {
        [Function("Probe")]
        public Task RunAsync([TimerTrigger("0 0 2 * * *")] TimerInfo timer)
        {
            runs.Add(timer);
            return runs.Fail ? throw new InvalidOperationException("as the test wants") : Task.CompletedTask;
        }
    }
}
