using System.Text.Json;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>agent lint</c>, <c>format</c> and <c>graph</c>.</summary>
public sealed class AgentScriptVerbTests : IDisposable
{
    private readonly AgentVerbs agent = new();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task Lint_prints_place_severity_code_and_message_and_exits_with_1_for_an_error()
    {
        agent.Replace("lamp-desk.agent", "description: \"Says what the agent can do\"", "descripton: \"Says what the agent can do\"");
        var (code, output, _) = await agent.RunAsync("agent", "lint", agent.Package);

        Assert.Equal(1, code);
        Assert.Contains("lamp-desk/lamp-desk.agent:22:5: error unknown-field: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_of_a_package_names_the_mistakes_of_its_other_files_too()
    {
        agent.Replace("agent.yaml", "metric: containment", "metric: happiness");
        agent.Replace("lamp-desk.agent", "api://get_order", "api://get_orders");
        var (code, output, _) = await agent.RunAsync("agent", "lint", agent.Package);

        Assert.Equal(1, code);
        Assert.Contains("lamp-desk/agent.yaml:3:", output, StringComparison.Ordinal);
        Assert.Contains("api://get_orders", output, StringComparison.Ordinal);
        Assert.EndsWith("1 script: 2 errors, 0 warnings, 0 notes\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_as_json_is_a_line_for_each_file()
    {
        File.WriteAllText(agent.File("second.agent"), "start_agent a:\n    nonsense\n");
        var (code, output, _) = await agent.RunAsync("agent", "lint", "--json", agent.Script, agent.File("second.agent"));
        var lines = output.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToArray();

        Assert.Equal(1, code);
        Assert.Equal([false, true], lines.Select(l => l.GetProperty("diagnostics").EnumerateArray().Any(d => d.GetProperty("severity").GetInt32() == 1)));
        Assert.Equal([agent.Script, agent.File("second.agent")], lines.Select(l => l.GetProperty("file").GetString()!.Replace(AgentVerbs.Name + "/", agent.Package + "/", StringComparison.Ordinal)));
        Assert.Equal(["agentforce", "agentforce"], lines.Select(l => l.GetProperty("dialect").GetString()));
    }

    [Fact]
    public async Task Format_writes_what_check_asks_for()
    {
        var right = File.ReadAllText(agent.Script);
        File.WriteAllText(agent.Script, right.Replace("    ", "  ", StringComparison.Ordinal));

        Assert.Equal((1, "lamp-desk/lamp-desk.agent: not formatted\n0 of 1 as they should be\n", ""), await agent.RunAsync("agent", "format", "--check", agent.Package));
        Assert.Equal((0, "lamp-desk/lamp-desk.agent: formatted\n0 of 1 as they should be\n", ""), await agent.RunAsync("agent", "format", agent.Package));
        Assert.Equal(right, File.ReadAllText(agent.Script));
    }

    [Theory]
    [InlineData("a: \"open\nb:  1\n", "left alone: 1:")]
    [InlineData("a:  \"\u00FF\"\n", "left alone: it is not UTF-8")]
    public async Task Format_leaves_alone_what_it_cannot_read_without_doubt(string text, string reason)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(text);
        File.WriteAllBytes(agent.Script, bytes);
        var (code, output, _) = await agent.RunAsync("agent", "format", agent.Script);

        Assert.Equal(1, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(agent.Script));
    }

    [Theory]
    [InlineData("mermaid", "flowchart TD\n")]
    [InlineData("dot", "digraph script {\n")]
    public async Task Graph_draws_the_script(string format, string begin)
    {
        var (code, output, error) = await agent.RunAsync("agent", "graph", agent.Package, "--format", format);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith(begin, output, StringComparison.Ordinal);
        Assert.Contains("order_status", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_as_json_has_nodes_and_edges()
    {
        var (_, output, _) = await agent.RunAsync("agent", "graph", agent.Script, "--json");
        var graph = JsonDocument.Parse(output).RootElement;

        Assert.Contains("""{"name":"front_desk","kind":"start","line":21}""", Compact(graph.GetProperty("nodes")), StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"escalate\"", Compact(graph.GetProperty("edges")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent lint")]
    [InlineData("agent lint /no/such/folder")]
    [InlineData("agent format /no/such.agent")]
    [InlineData("agent graph . --format svg")]
    [InlineData("agent test /no/such/folder")]
    [InlineData("agent coverage . --days 0")]
    [InlineData("agent publish")]
    [InlineData("agent")]
    public async Task Wrong_use_exits_with_2(string line)
    {
        var (code, _, error) = await agent.RunAsync(line.Split(' '));

        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task A_folder_without_a_script_is_wrong_use()
    {
        File.Delete(agent.Script);
        var (code, _, error) = await agent.RunAsync("agent", "graph", agent.Package);

        Assert.Equal(2, code);
        Assert.Contains("holds no script", error, StringComparison.Ordinal);
    }

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
}
