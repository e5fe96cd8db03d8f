using FunctionsAgent.Agents;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.House;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>Tables and blobs of one test, and stores as several instances have them.</summary>
internal sealed class StoreBench : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase database;

    public StoreBench()
    {
        database = new(folder.File("agent.db"));
        Tables = new SqliteTables(database);
        Blobs = new FileBlobs(folder.File("blobs"));
    }

    public ITables Tables { get; }

    public IBlobs Blobs { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public PackageStore Store() => new(Tables, Blobs, Time);

    public Packages Instance(params Package[] packages) => new(packages, Store(), PackageBench.Context, Time);

    /// <summary>A version of the shop's package that greets like this.</summary>
    public static PackageFiles Greeting(string greeting) => PackageBench.Files(("agent.yaml", PackageBench.Agent.Replace("Hello from the shop", greeting, StringComparison.Ordinal)));

    public async Task<string> PublishAsync(string greeting)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return await Store().PublishAsync("shop", Greeting(greeting), "tests");
    }

    public string BlobFile(PackageFiles files) => Path.Combine(folder.File("blobs"), "packages", files.Hash);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
