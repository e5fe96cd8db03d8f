using System.Text;
using FunctionsAgent.Agents;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.House;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsAgent.Tests.Agents.Packaging;

public sealed class PackageLoaderTests : IDisposable
{
    private readonly StoreBench bench = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        bench.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_package_below_a_folder_is_published()
    {
        Write("second", "b");
        Write("first", "z");
        Directory.CreateDirectory(folder.File("code-only"));

        var packages = await LoadAsync(folder.Path);
        Assert.Equal(["b", "z"], packages.Select(package => package.Name));
        Assert.Equal(["b", "z"], await bench.Store().AgentsAsync());
        Assert.Equal(packages[0].Version, await bench.Store().CurrentAsync("b"));
        Assert.Equal("start", Assert.Single(await bench.Store().ListAsync("b")).By);
    }

    [Fact]
    public async Task A_folder_that_is_a_package_is_published_itself()
    {
        Write("a", "a");
        Assert.Equal("a", Assert.Single(await LoadAsync(folder.File("a"))).Name);
    }

    [Fact]
    public async Task One_exception_lists_the_mistakes_of_all_packages_and_none_is_published()
    {
        Write("good", "good");
        Write("bad", "bad", "zone: Mars/Base");
        Write("worse", "worse", "more: 1");

        var error = await Assert.ThrowsAsync<PackageException>(() => LoadAsync(folder.Path));
        Assert.Equal([$"{folder.File("bad")}/agent.yaml:5:7", $"{folder.File("worse")}/agent.yaml:5:1"], error.Errors.Select(e => $"{e.File}:{e.Line}:{e.Column}"));
        Assert.Contains($"{folder.File("bad")}/agent.yaml:5:7: error: zone is an IANA time zone", error.Message, StringComparison.Ordinal);
        Assert.Empty(await bench.Store().AgentsAsync());
    }

    [Fact]
    public async Task Two_folders_do_not_hold_one_agent()
    {
        Write("one", "same");
        Write("two", "same");
        Assert.Contains(folder.File("one"), Assert.Single((await Assert.ThrowsAsync<PackageException>(() => LoadAsync(folder.Path))).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_or_lacks_its_main_file_is_an_error()
    {
        await Assert.ThrowsAsync<PackageException>(() => LoadAsync(folder.File("none")));
        Directory.CreateDirectory(folder.File("half"));
        File.WriteAllText(folder.File("half/half.agent"), "");
        Assert.EndsWith("half/agent.yaml", Assert.Single((await Assert.ThrowsAsync<PackageException>(() => LoadAsync(folder.Path))).Errors).File, StringComparison.Ordinal);
    }

    /// <summary>As a program does when it starts.</summary>
    private async Task<IReadOnlyList<Package>> LoadAsync(string path)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Agents:Path", path)]).Build();
        var packages = PackageChoice.Of(configuration, PackageBench.Context, []);
        using var publisher = new PackagePublisher(
            new FunctionsAgent.Agents.Packages(packages), bench.Store(), new ProcessIdentity("test", sole: true), TimeProvider.System, NullLogger<PackagePublisher>.Instance);
        await publisher.StartAsync(CancellationToken.None);
        await publisher.ExecuteTask!;
        return packages;
    }

    private void Write(string name, string agent, string more = "")
    {
        Directory.CreateDirectory(folder.File(name));
        File.WriteAllText(folder.File($"{name}/agent.yaml"), $$"""
            name: {{agent}}
            kpi: { metric: csat, baseline: 0, target: 1, window: 72h, owner: me, outcome: joy }
            scope: { does: [this], doesNot: [], handsTo: inbox }
            flow: in-code
            {{more}}
            """, Encoding.UTF8);
    }
}
