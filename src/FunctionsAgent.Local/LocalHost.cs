using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailSupportCode;
using RetailSupport.Backend;

namespace FunctionsAgent.Local;

/// <summary>The whole product in one process: the functions on Kestrel, queues and tables in the data directory.</summary>
public sealed class LocalHost : IAsyncDisposable
{
    /// <summary>Bytes; above it 413. The largest mail a provider posts is 40 MB, and its form has a frame.</summary>
    public const long MaxRequestBytes = 45_000_000;

    private readonly WebApplication app;
    private readonly WebApplication? backend;
    private readonly DataFolder data;
    private int stopped;

    private LocalHost(WebApplication app, WebApplication? backend, DataFolder data, Uri url) => (this.app, this.backend, this.data, Url) = (app, backend, data, url);

    /// <summary>Where the samples' backend listens; null where another one is set.</summary>
    public string? BackendUrl => backend?.Urls.First();

    /// <summary>The first address it listens on, with its real port.</summary>
    public Uri Url { get; }

    /// <summary>The bearer key of staff and of agents while nobody signs in.</summary>
    public string Key => data.Key;

    /// <summary>The data directory in full.</summary>
    public string DataPath => data.Root;

    public IServiceProvider Services => app.Services;

    /// <summary>Serves when the task ends.</summary>
    /// <exception cref="StartException">Address, data directory or settings are not usable; the message says which and what to do.</exception>
    public static async Task<LocalHost> StartAsync(LocalOptions options, CancellationToken cancellationToken = default)
    {
        var addresses = ListenAddress.Parse(options.Urls);
        var configuration = LocalSettings.Load(options);
        if (options.AgentsPath is { } agents) configuration["Agents:Path"] = agents;
        var data = DataFolder.Open(options.Data);
        WebApplication? app = null;
        WebApplication? backend = null;
        try
        {
            if (options.StartBackend && configuration["Shop"] is null)
            {
                backend = Backend.Create("http://127.0.0.1:0");
                await backend.StartAsync(cancellationToken);
                configuration["Shop"] = backend.Urls.First();
            }
            app = Build(options, configuration, data, addresses);
            // What is wrong with an agent or a setting comes to light now, not with the first customer.
            app.Services.GetRequiredService<StageRunner>();
            await app.StartAsync(cancellationToken);
            var url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            new InstanceFile(url.ToString().TrimEnd('/'), data.Key, Environment.ProcessId, options.Time.GetUtcNow()).Write(data.Root);
            return new LocalHost(app, backend, data, url);
        }
        catch (Exception e)
        {
            if (app is not null)
            {
                // Handlers may run already when the last step, listening, fails.
                await app.StopAsync(CancellationToken.None);
                await app.DisposeAsync();
            }
            if (backend is not null) await backend.DisposeAsync();
            data.Dispose();
            if (Reason(e, options.Urls) is { } reason) throw new StartException(reason, e);
            throw;
        }
    }

    /// <summary>Accepts no more, lets handlers finish (10 s), removes <c>instance.json</c>.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopped, 1) == 1) return;
        InstanceFile.Remove(data.Root);
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        if (backend is not null) await backend.DisposeAsync();
        data.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static WebApplication Build(LocalOptions options, IConfigurationRoot configuration, DataFolder data, ImmutableArray<ListenAddress> addresses)
    {
        // An empty builder: no appsettings files, no watchers, nothing that is not asked for here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(LocalHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            foreach (var address in addresses) address.Listen(kestrel);
        });
        builder.Services.AddRouting();
        builder.Services.AddLogging(logging => options.Logging?.Invoke(logging));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, OwnLifetime>());
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = QueueBinding.Patience * 1.5;
        });

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(data);
        builder.Services.AddSingleton(data.Directory);
        builder.Services.AddSingleton(options.Time);
        AddRuntime(builder.Services, builder.Configuration, options, data);
        options.Configure?.Invoke(builder.Services);

        var catalog = options.Functions is { } types ? FunctionCatalog.Of(types) : FunctionCatalog.Of(typeof(LocalHost).Assembly);
        builder.Services.AddSingleton(catalog);
        builder.Services.AddSingleton(HostJson.Load(Path.Combine(AppContext.BaseDirectory, "host.json")));
        builder.Services.AddSingleton(services => new TimerLedger(data.File("timers.json"), services.GetRequiredService<ILogger<TimerLedger>>()));
        builder.Services.AddHostedService<QueueBinding>();
        builder.Services.AddHostedService<TimerBinding>();

        var app = builder.Build();
        app.UseHostCheck();
        app.UseProblems();
        app.MapFunctions(catalog);
        return app;
    }

    /// <summary>What the functions need: the runtime on this machine's stores.</summary>
    private static void AddRuntime(IServiceCollection services, ConfigurationManager configuration, LocalOptions options, DataFolder data)
    {
        var full = !string.Equals(SettingTable.Value(configuration, "Storage__Sync"), "normal", StringComparison.OrdinalIgnoreCase);
        services.AddSingleton(s => new SqliteDatabase(data.Directory.DatabaseFile, new SqliteOptions(full), s.GetService<ILogger<SqliteDatabase>>()));
        services.AddSingleton<ITables, SqliteTables>();
        services.AddSingleton<IBlobs>(_ => new FileBlobs(data.Directory.BlobFolder));
        services.AddSingleton(s => new SqliteQueues(s.GetRequiredService<SqliteDatabase>(), options.Time, new SqliteQueueOptions(Sole: true), s.GetService<ILogger<SqliteQueues>>()));
        services.AddSingleton<IQueueSender>(s => s.GetRequiredService<SqliteQueues>());
        services.AddSingleton<IQueueReceiver>(s => s.GetRequiredService<SqliteQueues>());
        services.AddSingleton<IQueueDepths>(s => s.GetRequiredService<SqliteQueues>());
        // The lock of the data directory makes this the only process: what another one left claimed, it left for good.
        services.AddSingleton(new ProcessIdentity(Guid.NewGuid().ToString("N"), sole: true));
        services.AddSingleton(new EmbeddedKey(data.Key));
        services.AddFunctionsAgent(configuration, [RetailSupportCodeAgent.Package]);
        services.AddReview();
        services.AddTelemetry(configuration, logs: true);
    }

    private static string? Reason(Exception e, string urls) => e switch
    {
        StartException => null,
        FunctionCatalogException or SettingException or PackageException or InvalidDataException => e.Message,
        IOException { InnerException: AddressInUseException } => $"Address {urls} is already in use: stop the other program or pass --urls.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"Address {urls} may not be used by this user: pass --urls with a port above 1023.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => $"Address {urls} does not exist on this machine: pass --urls.",
        _ => null,
    };

    /// <summary>Whoever started the host stops it: the command line on a signal, a test when it is done.</summary>
    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
