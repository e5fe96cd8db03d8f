using FunctionsAgent.Local;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks;

/// <summary>The whole product in this process, on a fresh folder, with its durable operations counted.</summary>
internal sealed class Agent : IAsyncDisposable
{
    public const string Name = "retail-support";

    // Longer than any timer of a web chat: the quiet half hour is the longest.
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly string folder;
    private readonly LocalHost host;
    private readonly SteppingClock clock;
    private readonly Distance distance;

    private Agent(LocalHost host, string folder, Tally tally, SteppingClock clock, Distance distance)
    {
        (this.host, this.folder, Tally, this.clock, this.distance) = (host, folder, tally, clock, distance);
        Client = new HttpClient { BaseAddress = host.Url };
    }

    public HttpClient Client { get; }

    public Tally Tally { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Of the embedded host.</summary>
    public string Key => host.Key;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <param name="away">What each call of the tables and queues takes on its way; zero: they are here.</param>
    /// <param name="configure">Replaces what the host brings.</param>
    public static async Task<Agent> StartAsync(string under, string runAhead, TimeSpan away = default,
        IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var folder = Path.Combine(under, $"agent-{Guid.NewGuid():n}");
        var (tally, clock, distance) = (new Tally(), new SteppingClock(), new Distance(away));
        var host = await LocalHost.StartAsync(new LocalOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            Time = clock,
            Settings = new Dictionary<string, string?>(settings ?? []) { ["Pipeline__RunAhead"] = runAhead },
            Configure = services =>
            {
                services.AddSingleton<SqliteTables>().AddSingleton(tally).AddSingleton(distance);
                services.AddSingleton(s => new CountingTables(new MeteredTables(s.GetRequiredService<SqliteTables>(), s.GetRequiredService<StoreMetrics>(), clock), tally));
                services.AddSingleton(s => new CountingQueues(new MeteredSender(s.GetRequiredService<SqliteQueues>(), s.GetRequiredService<QueueMetrics>(), clock), s.GetRequiredService<SqliteQueues>(), tally));
                if (away == TimeSpan.Zero) Here(services);
                else Away(services);
                configure?.Invoke(services);
            },
        });
        return new Agent(host, folder, tally, clock, distance);
    }

    /// <summary>
    /// Everything that what was said so far still brings about, up to the closing of every conversation: nothing is left on
    /// any queue. Nobody may be asking meanwhile.
    /// </summary>
    public async Task CloseAllAsync()
    {
        distance.Remove();
        await UntilAsync(queues => queues.All(q => q is { Active: 0, Locked: 0 }));
        clock.Advance(Later);
        await UntilAsync(queues => queues.All(q => q is { Active: 0, Locked: 0, Scheduled: 0 }));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static void Here(IServiceCollection services) => services
        .AddSingleton<ITables>(s => s.GetRequiredService<CountingTables>())
        .AddSingleton<IQueueSender>(s => s.GetRequiredService<CountingQueues>())
        .AddSingleton<IQueueReceiver>(s => s.GetRequiredService<CountingQueues>());

    private static void Away(IServiceCollection services) => services
        .AddSingleton<DistantQueues>()
        .AddSingleton<ITables>(s => new DistantTables(s.GetRequiredService<CountingTables>(), s.GetRequiredService<Distance>()))
        .AddSingleton<IQueueSender>(s => s.GetRequiredService<DistantQueues>())
        .AddSingleton<IQueueReceiver>(s => s.GetRequiredService<DistantQueues>());

    private async Task UntilAsync(Func<IReadOnlyList<QueueDepth>, bool> reached)
    {
        var depths = host.Services.GetRequiredService<IQueueDepths>();
        using var guard = new CancellationTokenSource(Patience);
        while (!reached(await depths.DepthsAsync(guard.Token))) await Task.Delay(Look, guard.Token);
    }
}
