using System.Collections.Concurrent;
using FunctionsAgent.Local;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

#pragma warning disable CA1822 // A function is an instance method, whatever it uses.
namespace FunctionsAgent.Tests.House;

/// <summary>Queue functions under a clock of the test's own: locks, renewal, settlement, stop.</summary>
public sealed class QueueBindingTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TickingTime time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Bench bench = new();
    private ScriptedReceiver receiver = null!;
    private ServiceProvider services = null!;
    private QueueBinding binding = null!;

    public Task InitializeAsync() => StartAsync(HostJson.Default);

    public async Task DisposeAsync()
    {
        bench.Release.TrySetResult();
        await binding.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }

    public void Dispose() => binding.Dispose();

    [Fact]
    public async Task A_handled_message_is_completed()
    {
        receiver.Put("a");

        Assert.Equal("complete a", await receiver.NextAsync());
        Assert.Equal(("a", "Probe", "{}"), await bench.NextAsync());
    }

    [Fact]
    public async Task A_failed_message_is_abandoned()
    {
        receiver.Put("throw");

        Assert.Equal("abandon throw", await receiver.NextAsync());
    }

    [Fact]
    public async Task A_dead_letter_shows_its_reason_as_json_text()
    {
        receiver.Put("a", ("DeadLetterReason", "MaxDeliveryCountExceeded"));

        Assert.Equal("""{"DeadLetterReason":"MaxDeliveryCountExceeded"}""", (await bench.NextAsync()).Properties);
    }

    [Fact]
    public async Task The_lock_is_renewed_at_half_of_what_remains()
    {
        receiver.Put("block");
        Assert.Equal(TimeSpan.FromSeconds(30), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("renew block", await receiver.NextAsync());
        Assert.Equal(TimeSpan.FromSeconds(30), await time.NextWaitAsync());
        bench.Release.SetResult();

        Assert.Equal("complete block", await receiver.NextAsync());
    }

    [Fact]
    public async Task A_renewal_that_fails_is_tried_again_while_the_lock_holds()
    {
        receiver.RenewFailures.Enqueue(new StoreBusyException("locked"));
        receiver.Put("block");
        await time.NextWaitAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(15), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("renew block", await receiver.NextAsync());
    }

    [Theory]
    [InlineData("block")]
    [InlineData("deaf")]
    public async Task A_handler_that_lost_its_lock_is_cancelled_and_settles_nothing(string body)
    {
        receiver.RenewFailures.Enqueue(new LockLostException("passed on"));
        receiver.Put(body);
        await time.NextWaitAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        await bench.Cancelled.Task.WaitAsync(Patience);
        bench.Release.TrySetResult();

        // The next message is settled, so the lost one had its chance.
        receiver.Put("next");
        Assert.Equal("complete next", await receiver.NextAsync());
        Assert.True(receiver.Nothing);
    }

    [Fact]
    public async Task A_process_that_slept_over_its_lock_settles_nothing()
    {
        receiver.Put("block");
        await time.NextWaitAsync();
        time.Advance(TimeSpan.FromMinutes(5));

        await bench.Cancelled.Task.WaitAsync(Patience);
        Assert.True(receiver.Nothing);
    }

    [Fact]
    public async Task Renewal_ends_with_the_budget_of_host_json()
    {
        await RestartAsync(new HostJson(64, TimeSpan.FromSeconds(40)));
        receiver.Put("block");
        Assert.Equal(TimeSpan.FromSeconds(30), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("renew block", await receiver.NextAsync());
        Assert.Equal(TimeSpan.FromSeconds(30), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(30));
        // The budget of 40 s is spent: the lock of the first renewal runs out at 90 s.
        Assert.Equal(TimeSpan.FromSeconds(30), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(30));

        await bench.Cancelled.Task.WaitAsync(Patience);
        Assert.True(receiver.Nothing);
    }

    [Fact]
    public async Task A_busy_store_is_asked_again_to_settle()
    {
        receiver.SettleFailures.Enqueue(new StoreBusyException("locked"));
        receiver.Put("a");
        // The lock's wait and the settlement's.
        while (await time.NextWaitAsync() != TimeSpan.FromMilliseconds(100)) { }
        time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal("complete a", await receiver.NextAsync());
    }

    [Fact]
    public async Task The_loop_survives_a_busy_store_with_growing_pauses()
    {
        await binding.StopAsync(CancellationToken.None);
        time.ForgetWaits();
        receiver = new ScriptedReceiver(time);
        for (var i = 0; i < 9; i++) receiver.AcceptFailures.Enqueue(new StoreBusyException("locked"));
        await StartAsync(HostJson.Default, receiver);
        receiver.Put("a");
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var pause = await time.NextWaitAsync();
            pauses.Add(pause.TotalSeconds);
            time.Advance(pause);
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 30, 30], pauses);
        Assert.Equal("complete a", await receiver.NextAsync());
    }

    [Fact]
    public async Task No_more_handlers_run_at_once_than_host_json_allows_and_all_messages_are_handled()
    {
        await RestartAsync(new HostJson(4, TimeSpan.FromMinutes(15)));
        for (var i = 0; i < 10; i++) receiver.Put($"hold-{i}");
        for (var i = 0; i < 10; i++)
        {
            await bench.NextAsync();
            if (i < 3) continue;
            bench.Turnstile.Release();
        }
        for (var i = 0; i < 3; i++) bench.Turnstile.Release();
        var settled = new List<string>();
        for (var i = 0; i < 10; i++) settled.Add(await receiver.NextAsync());

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"complete hold-{i}"), settled.Order(StringComparer.Ordinal));
        Assert.Equal(4, bench.MostAtOnce);
    }

    [Fact]
    public async Task A_burst_leaves_no_more_than_a_few_waiting()
    {
        for (var i = 0; i < 40; i++) receiver.Put($"hold-{i}");
        for (var i = 0; i < 40; i++) await bench.NextAsync();
        bench.Turnstile.Release(40);
        for (var i = 0; i < 40; i++) await receiver.NextAsync();
        await binding.StopAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(40, bench.MostAtOnce);
        Assert.Equal(0, receiver.Accepting);
    }

    [Fact]
    public async Task A_stop_lets_the_running_handler_finish()
    {
        receiver.Put("block");
        await bench.NextAsync();
        var stopping = binding.StopAsync(CancellationToken.None);
        bench.Release.SetResult();
        await stopping.WaitAsync(Patience);

        Assert.Equal("complete block", await receiver.NextAsync());
    }

    [Fact]
    public async Task A_stop_cancels_a_handler_after_ten_seconds_and_puts_its_message_back()
    {
        receiver.Put("block");
        await bench.NextAsync();
        var stopping = binding.StopAsync(CancellationToken.None);
        while (await time.NextWaitAsync() != TimeSpan.FromSeconds(10)) { }
        time.Advance(TimeSpan.FromSeconds(10));
        await stopping.WaitAsync(Patience);

        Assert.Equal("abandon block", await receiver.NextAsync());
    }

    private async Task RestartAsync(HostJson settings)
    {
        await binding.StopAsync(CancellationToken.None);
        time.ForgetWaits();
        await StartAsync(settings);
    }

    private async Task StartAsync(HostJson settings, ScriptedReceiver? scripted = null)
    {
        receiver = scripted ?? new ScriptedReceiver(time);
        services = new ServiceCollection().AddSingleton<IQueueReceiver>(receiver).AddSingleton<TimeProvider>(time).AddSingleton(bench).BuildServiceProvider();
        binding = new QueueBinding(FunctionCatalog.Of([typeof(Probe)]), settings, services, NullLoggerFactory.Instance);
        await binding.StartAsync(CancellationToken.None);
    }

    public sealed class Bench
    {
        private readonly System.Threading.Channels.Channel<(string, string, string)> begun = System.Threading.Channels.Channel.CreateUnbounded<(string, string, string)>();
        private int now;

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public SemaphoreSlim Turnstile { get; } = new(0);
        public int MostAtOnce { get; private set; }

        public void Begin(string body, string function, string properties)
        {
            lock (begun) MostAtOnce = Math.Max(MostAtOnce, ++now);
            begun.Writer.TryWrite((body, function, properties));
        }

        public void End()
        {
            lock (begun) now--;
        }

        public Task<(string Body, string Function, string Properties)> NextAsync() => begun.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    public sealed class Probe(Bench bench)
    {
        [Function("Probe")]
        public async Task RunAsync([ServiceBusTrigger("input", Connection = "ServiceBus", IsSessionsEnabled = true)] string body, FunctionContext context, CancellationToken ct)
        {
            bench.Begin(body, context.FunctionId, (string)context.BindingContext.BindingData["ApplicationProperties"]!);
            using var cancelled = ct.Register(() => bench.Cancelled.TrySetResult());
            try
            {
                if (body == "throw") throw new InvalidOperationException("as the test wants");
                if (body == "block") await bench.Release.Task.WaitAsync(ct);
                if (body == "deaf") await bench.Release.Task;
                if (body.StartsWith("hold", StringComparison.Ordinal)) await bench.Turnstile.WaitAsync(ct);
            }
            finally
            {
                if (ct.IsCancellationRequested) bench.Cancelled.TrySetResult();
                bench.End();
            }
        }
    }
}
