using FunctionsAgent.Local;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks;

/// <summary>The whole product in this process, on a fresh folder, with its durable operations counted.</summary>
internal sealed class Agent : IAsyncDisposable
{
    public const string Name = "retail-support";

    private readonly string folder;
    private readonly LocalHost host;

    private Agent(LocalHost host, string folder, Tally tally)
    {
        (this.host, this.folder, Tally) = (host, folder, tally);
        Client = new HttpClient { BaseAddress = host.Url };
    }

    public HttpClient Client { get; }

    public Tally Tally { get; }

    public static async Task<Agent> StartAsync(string under, string runAhead)
    {
        var folder = Path.Combine(under, $"agent-{Guid.NewGuid():n}");
        var tally = new Tally();
        var host = await LocalHost.StartAsync(new LocalOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            Settings = new Dictionary<string, string?> { ["Pipeline__RunAhead"] = runAhead },
            Configure = services =>
            {
                services.AddSingleton<SqliteTables>().AddSingleton<CountingQueues>().AddSingleton(tally);
                services.AddSingleton<ITables>(s => new CountingTables(s.GetRequiredService<SqliteTables>(), tally));
                services.AddSingleton<IQueueSender>(s => s.GetRequiredService<CountingQueues>());
                services.AddSingleton<IQueueReceiver>(s => s.GetRequiredService<CountingQueues>());
            },
        });
        return new Agent(host, folder, tally);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
