using FunctionsAgent.Agents;
using FunctionsAgent.Queues;
using RetailSupportCode;

namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>What a running instance serves while versions are published, by itself or by others.</summary>
public sealed class PublishedPackagesTests : IDisposable
{
    private readonly StoreBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_conversation_finds_the_version_it_began_with_in_the_store()
    {
        var first = await bench.PublishAsync("One");
        await bench.PublishAsync("Two");
        var instance = bench.Instance();

        Assert.Equal("One", (await instance.FindAsync("shop", first, default))!.Texts.Greeting);
        Assert.Equal("Two", (await instance.FindAsync("shop", null, default))!.Texts.Greeting);
        Assert.Equal("One", instance.Find("shop", first)!.Texts.Greeting);
    }

    [Fact]
    public async Task What_another_instance_publishes_is_seen_within_ten_seconds_and_not_asked_for_before()
    {
        var first = await bench.PublishAsync("One");
        var instance = bench.Instance();
        Assert.Equal("One", (await instance.FindAsync("shop", null, default))!.Texts.Greeting);

        await bench.PublishAsync("Two");
        Assert.Equal("One", (await instance.FindAsync("shop", null, default))!.Texts.Greeting);
        bench.Time.Advance(FunctionsAgent.Agents.Packages.RefreshEvery);
        Assert.Equal("Two", (await instance.FindAsync("shop", null, default))!.Texts.Greeting);
        Assert.Equal("One", (await instance.FindAsync("shop", first, default))!.Texts.Greeting);
        Assert.Equal(["Two"], instance.All.Select(package => package.Texts.Greeting));
    }

    [Fact]
    public async Task An_agent_nobody_served_before_is_served_once_it_is_published()
    {
        var instance = bench.Instance();
        Assert.Null(await instance.FindAsync("shop", null, default));
        await bench.PublishAsync("One");
        await instance.RefreshAsync(default);
        Assert.NotNull(instance.Find("shop"));
    }

    [Fact]
    public async Task A_version_that_is_nowhere_is_answered_with_the_current_one()
    {
        await bench.PublishAsync("One");
        Assert.Equal("One", (await bench.Instance().FindAsync("shop", "000000000000", default))!.Texts.Greeting);
        Assert.Null(await bench.Instance().FindAsync("nobody", "000000000000", default));
    }

    [Fact]
    public async Task An_agent_written_in_code_is_not_replaced_by_a_published_one()
    {
        await bench.PublishAsync("One");
        var code = RetailSupportCodeAgent.Package with { Name = "shop" };
        var instance = bench.Instance(code);
        await instance.RefreshAsync(default);
        Assert.Same(code, instance.Find("shop"));
    }

    [Fact]
    public async Task A_damaged_version_is_not_served_and_the_one_before_is_kept()
    {
        await bench.PublishAsync("One");
        var instance = bench.Instance();
        await instance.RefreshAsync(default);
        var second = await bench.PublishAsync("Two");
        File.Delete(bench.BlobFile(StoreBench.Greeting("Two")));

        await instance.RefreshAsync(default);
        Assert.Equal("One", instance.Find("shop")!.Texts.Greeting);
        Assert.Equal("package-damaged", (await Assert.ThrowsAsync<PermanentException>(() => instance.FindAsync("shop", second, default))).Cause);
    }

    [Fact]
    public async Task A_version_this_program_cannot_read_is_not_served()
    {
        await bench.PublishAsync("One");
        var instance = bench.Instance();
        await instance.RefreshAsync(default);
        var newer = PackageBench.Files(("agent.yaml", PackageBench.Agent + "future: true\n"));
        await bench.Store().PublishAsync("shop", newer, "tests");

        await instance.RefreshAsync(default);
        Assert.Equal("One", instance.Find("shop")!.Texts.Greeting);
        var error = await Assert.ThrowsAsync<PermanentException>(() => instance.FindAsync("shop", newer.Version, default));
        Assert.Contains("no key 'future'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_older_versions_are_kept_and_each_is_found_again()
    {
        var versions = new List<string>();
        for (var n = 0; n <= FunctionsAgent.Agents.Packages.MaxPinned + 1; n++) versions.Add(await bench.PublishAsync($"Hello {n}"));
        var instance = bench.Instance();
        foreach (var version in versions) Assert.Equal(version, (await instance.FindAsync("shop", version, default))!.Version);

        Assert.Equal(versions[^1], instance.Find("shop", versions[0])!.Version); // gone from memory
        Assert.Equal(versions[0], (await instance.FindAsync("shop", versions[0], default))!.Version);
    }
}
