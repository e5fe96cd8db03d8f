using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>agent ready</c>: the list, and that it is the one publishing goes by.</summary>
public sealed class AgentReadyTests : IDisposable
{
    private readonly AgentVerbs agent = new();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_new_agent_lacks_only_what_its_owner_alone_can_say()
    {
        var (code, output, error) = await agent.RunAsync("agent", "ready", agent.Package);

        Assert.Equal((1, ""), (code, error));
        Assert.Contains("  ✗ RED  kpi       the owner 'you@shop.example' is a placeholder\n                   → Write the address of the person who answers for the goal in kpi.owner.\n", output, StringComparison.Ordinal);
        Assert.Contains("  ✓ ok   tests     7 conversations, all passed\n", output, StringComparison.Ordinal);
        Assert.Contains("  · note growth    not compared: no instance was asked\n", output, StringComparison.Ordinal);
        Assert.EndsWith("Not ready: kpi.\n", output, StringComparison.Ordinal);

        agent.Replace("agent.yaml", "you@shop.example", "ann@lamps.shop");
        var (fine, ready, _) = await agent.RunAsync("agent", "ready", agent.Package);
        Assert.Equal(0, fine);
        Assert.DoesNotContain("✗", ready, StringComparison.Ordinal);
        Assert.EndsWith("\nReady.\n", ready, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_fails_makes_it_red()
    {
        agent.Replace("agent.yaml", "you@shop.example", "ann@lamps.shop");
        agent.Replace("tests/first.yaml", "I can look up where an order is.", "I know everything.");
        var (code, output, _) = await agent.RunAsync("agent", "ready", agent.Package, "--json");
        var found = JsonDocument.Parse(output).RootElement;

        Assert.Equal(1, code);
        Assert.False(found.GetProperty("ready").GetBoolean());
        var red = Assert.Single(found.GetProperty("checks").EnumerateArray(), check => check.GetProperty("state").GetString() == "red");
        Assert.Equal(("tests", "1 of 7 failed"), (red.GetProperty("name").GetString(), red.GetProperty("found").GetString()));
    }

    [Fact]
    public async Task With_an_instance_it_is_compared_with_the_version_served()
    {
        agent.Replace("agent.yaml", "you@shop.example", "ann@lamps.shop");
        await using var host = await AgentHost.StartAsync(agent.Data);
        Assert.Contains("ok   growth    the first version\n", (await agent.RunAsync("agent", "ready", agent.Package)).Output, StringComparison.Ordinal);
        var published = await agent.RunAsync("agent", "publish", agent.Package);
        Assert.Equal((0, ""), (published.Code, published.Error));

        agent.Replace("agent.yaml", "does: [order status]", "does: [order status, delivery questions]");
        var (code, output, _) = await agent.RunAsync("agent", "ready", agent.Package);
        Assert.Equal(0, code);
        Assert.Contains("scope.does 1 → 2; it had no traffic\n", output, StringComparison.Ordinal);
        Assert.Contains($", {published.Output.Trim().Split(' ')[1]} is served now\n", output, StringComparison.Ordinal);

        var (served, list, _) = await agent.RunAsync("agent", "ready", AgentVerbs.Name);
        Assert.Equal(0, served);
        Assert.Contains(", served now\n", list, StringComparison.Ordinal);
        Assert.Contains("✓ ok   tests     7 conversations, all passed\n", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_neither_a_folder_nor_an_agent_is_wrong_use()
    {
        var (code, _, error) = await agent.RunAsync("agent", "ready", "No/such");
        Assert.Equal(2, code);
        Assert.Contains("is no folder, and no agent's name", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_nobody_serves_and_a_package_with_mistakes_are_found()
    {
        var (code, _, error) = await agent.RunAsync("agent", "ready", "nobody");
        Assert.Equal(1, code);
        Assert.Contains("There is no such agent", error, StringComparison.Ordinal);

        agent.Replace("agent.yaml", "zone: America/Chicago", "zone: Atlantis");
        Assert.Equal(1, (await agent.RunAsync("agent", "ready", agent.Package)).Code);
    }
}
