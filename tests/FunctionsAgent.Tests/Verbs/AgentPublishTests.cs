using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>agent publish</c> and the route behind it.</summary>
public sealed class AgentPublishTests : IAsyncLifetime, IDisposable
{
    private readonly AgentVerbs agent = new();
    private AgentHost host = null!;

    public async Task InitializeAsync()
    {
        agent.Replace("agent.yaml", "you@shop.example", "ann@lamps.shop");
        host = await AgentHost.StartAsync(agent.Data);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_published_version_is_served_at_once_and_open_conversations_keep_theirs()
    {
        var first = await PublishAsync();
        var (begun, said) = await SayAsync("hello", null);
        agent.Replace("lamp-desk.agent", "| I can look up where an order is.", "| I am new here.");
        agent.Replace("tests/first.yaml", "I can look up where an order is.", "I am new here.");
        var second = await PublishAsync();
        var (_, old) = await SayAsync("hello", begun);
        var (_, fresh) = await SayAsync("hello", null);

        Assert.NotEqual(first, second);
        Assert.StartsWith("I can look up", said, StringComparison.Ordinal);
        Assert.StartsWith("I can look up", old, StringComparison.Ordinal);
        Assert.StartsWith("I am new here.", fresh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_files_are_the_same_version() => Assert.Equal(await PublishAsync(), await PublishAsync());

    [Fact]
    public async Task A_script_with_errors_is_not_published()
    {
        agent.Replace("lamp-desk.agent", "description: \"Says what the agent can do\"", "descripton: \"x\"");
        var (code, output, error) = await agent.RunAsync("agent", "publish", agent.Package);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("error unknown-field", error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Staff.PostAsJsonAsync("/api/agents/lamp-desk/messages", new { text = "hello" })).StatusCode);
    }

    [Fact]
    public async Task What_is_not_ready_is_published_only_by_somebody_who_answers_for_it()
    {
        agent.Replace("agent.yaml", "ann@lamps.shop", "you@shop.example");
        agent.Replace("tests/first.yaml", "I can look up where an order is.", "I am new here.");
        var (refused, nothing, error) = await agent.RunAsync("agent", "publish", agent.Package);
        Assert.Equal((1, ""), (refused, nothing));
        Assert.Contains("not ready; nothing was published", error, StringComparison.Ordinal);
        Assert.Contains("kpi: the owner 'you@shop.example' is a placeholder. Write", error, StringComparison.Ordinal);
        Assert.Contains("tests: 1 of 7 failed.", error, StringComparison.Ordinal);
        Assert.Equal(1, (await agent.RunAsync("agent", "versions", AgentVerbs.Name)).Code);

        var (code, output, _) = await agent.RunAsync("agent", "publish", agent.Package, "--override", "The fair begins tomorrow.");
        Assert.Equal(0, code);
        Assert.EndsWith(", not ready: kpi, tests\n", output, StringComparison.Ordinal);

        var (_, versions, _) = await agent.RunAsync("agent", "versions", AgentVerbs.Name);
        Assert.Matches($"^{output[10..22]}  .* embedded-key  current  6 passed, 1 failed  kpi, tests by embedded-key at .*: The fair begins tomorrow\\.$", versions.Split('\n')[1]);
        var (notReady, list, _) = await agent.RunAsync("agent", "ready", AgentVerbs.Name);
        Assert.Equal(1, notReady);
        Assert.Contains("although not ready (kpi, tests): The fair begins tomorrow.\nNot ready: kpi, tests.\n", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("")]
    [InlineData("501")]
    public async Task A_reason_is_one_or_it_is_wrong_use(string reason)
    {
        var (code, _, error) = await agent.RunAsync("agent", "publish", agent.Package, "--override", reason == "501" ? new string('a', 501) : reason);
        Assert.Equal(2, code);
        Assert.Contains("10 to 500 characters", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "invalid-files")]
    [InlineData("""{"files":[]}""", "invalid-files")]
    [InlineData("""{"files":{}}""", "invalid-files")]
    [InlineData("""{"files":{"agent.yaml":1}}""", "invalid-files")]
    [InlineData("""{"files":{"agent.yaml":"***"}}""", "invalid-files")]
    [InlineData("""{"files":{"../agent.yaml":""}}""", "invalid-files")]
    [InlineData("""{"files":{"/agent.yaml":""}}""", "invalid-files")]
    [InlineData("""{"files":{"a\\b.yaml":""}}""", "invalid-files")]
    [InlineData("""{"files":{"tools//a.yaml":""}}""", "invalid-files")]
    [InlineData("""{"files":{".git/config":""}}""", "invalid-files")]
    [InlineData("""{"files":{"a.yaml":"","A.yaml":""}}""", "invalid-files")]
    [InlineData("""{"files":{"agent.yaml":"bmFtZTogeA=="}}""", "package-errors")]
    [InlineData("""{"files":""", "malformed-json")]
    public async Task What_is_no_package_is_refused(string body, string type)
    {
        var response = await host.Staff.PostAsync("/api/operator/packages", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal("urn:functionsagent:problem:" + type, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Nobody_but_staff_publishes() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.PostAsJsonAsync("/api/operator/packages", new { files = new { } })).StatusCode);

    [Theory]
    [InlineData("?agent=nobody", HttpStatusCode.NotFound)]
    [InlineData("?agent=retail-support&days=0", HttpStatusCode.BadRequest)]
    [InlineData("?agent=retail-support&days=x", HttpStatusCode.BadRequest)]
    [InlineData("?agent=retail-support", HttpStatusCode.OK)]
    public async Task Traces_are_those_of_an_agent_there_is(string query, HttpStatusCode status) =>
        Assert.Equal(status, (await host.Staff.GetAsync("/api/operator/traces" + query)).StatusCode);

    private async Task<string> PublishAsync()
    {
        var (code, output, error) = await agent.RunAsync("agent", "publish", agent.Package);
        Assert.Equal((0, ""), (code, error));
        return output;
    }

    private async Task<(string Conversation, string Reply)> SayAsync(string text, string? conversation)
    {
        var response = await host.Staff.PostAsJsonAsync($"/api/agents/{AgentVerbs.Name}/messages?wait=20", new { text, conversationId = conversation });
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return (answer["conversationId"]!.GetValue<string>(), answer["messages"]![0]!["text"]!.GetValue<string>());
    }
}
