using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using Azure.Core;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Access;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>The models of one process: what the settings say, on a store that others may share.</summary>
internal sealed class ModelBench : IDisposable
{
    private readonly ServiceProvider services;
    private readonly ModelStore? owned;

    public ModelBench(IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider? time = null, ModelStore? store = null, string process = "process-1", bool sole = false)
    {
        Store = store ?? (owned = new ModelStore());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace)).AddMetrics()
            .AddSingleton(time ?? TimeProvider.System).AddSingleton(Store.Tables).AddSingleton(Store.Blobs).AddSingleton(new ProcessIdentity(process, sole)).AddSingleton<TokenCredential>(Identity)
            .AddModels(ModelSettings.Read(configuration)).BuildServiceProvider();
    }

    public ModelStore Store { get; }

    public MemoryLog Log { get; } = new();

    public FakeIdentity Identity { get; } = new();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>With a guard against hanging, which measures nothing.</summary>
    public Task<ModelOutcome> AskAsync(ModelRequest? request = null, CancellationToken ct = default) => Get<IModels>().AskAsync(request ?? Request(), ct).WaitAsync(AgentHost.Patience, CancellationToken.None);

    public static ModelTool GetOrder { get; } = new("get_order", "Looks up one order by its number.", JsonDocument.Parse("""{"type":"object","properties":{"order_id":{"type":"string"}},"required":["order_id"]}""").RootElement);

    public static ModelRequest Request(string text = "Where is my order?", TimeSpan? deadline = null) => new(
        "turn-1-1", "retail-support", "internal", [new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, text)], [GetOrder], MustCallTool: false, [], 200, deadline ?? TimeSpan.FromSeconds(20));

    public static IEnumerable<KeyValuePair<string, string?>> Settings(params IEnumerable<KeyValuePair<string, string?>>[] endpoints) => endpoints.SelectMany(endpoint => endpoint);

    public void Dispose()
    {
        services.Dispose();
        Log.Dispose();
        owned?.Dispose();
    }
}

/// <summary>Tables and blobs that outlive a process.</summary>
internal sealed class ModelStore : IDisposable
{
    private readonly TempDirectory? directory;
    private readonly SqliteDatabase? database;

    public ModelStore()
    {
        directory = new();
        database = new(directory.File("agent.db"));
        (Tables, Blobs) = (new SqliteTables(database), new FileBlobs(directory.File("blobs")));
    }

    /// <summary>Another's, seen through a decorator.</summary>
    public ModelStore(ITables tables, IBlobs blobs) => (Tables, Blobs) = (tables, blobs);

    public ITables Tables { get; set; }

    public IBlobs Blobs { get; }

    public void Dispose()
    {
        database?.Dispose();
        directory?.Dispose();
    }
}
