using FunctionsAgent.Local;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Agents;

/// <summary>A package that cannot be served keeps the program from starting, and every mistake is named with its place.</summary>
public sealed class ScriptsStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ScriptPackage package = ScriptedDesk.Package();

    public void Dispose()
    {
        package.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_mistake_of_every_package_is_printed_with_file_line_and_column()
    {
        package.Script("start_agent front:\n    description: \"x\"\n    reply: ->\n        | Here {!@variables.x\n        run\n", whole: true);
        package.Write("tools/get_order.yaml", "target: api://get_order\ndescription: x\neffect: sometimes\n");
        using var other = new ScriptPackage("start_agent front:\n    description: \"x\"\n    actions:\n        a:\n            target: \"api://nobody\"\n    reply: ->\n        | Here.\n", agent: "other", beside: package);
        other.Write("tests/first.yaml", "- says\n");

        var (code, output, error) = await RunAsync(package.Path);

        Assert.Equal((2, ""), (code, output));
        Assert.Matches(@"scripted/desk\.agent:4:\d+: error: ", error);
        Assert.Matches(@"scripted/desk\.agent:5:\d+: error: ", error);
        Assert.Matches(@"scripted/tools/get_order\.yaml:3:9: error: ", error);
        Assert.Matches(@"other/desk\.agent:\d+:\d+: error: .*api://nobody", error);
        Assert.Matches(@"other/tests/first\.yaml:1:\d+: error: ", error);
        Assert.False(File.Exists(folder.File("instance.json")));
    }

    [Theory]
    [InlineData("desk.agent", "start_agent front:\n\treply: ->\n\t    | x\n  foo\n")]
    [InlineData("desk.agent", "")]
    [InlineData("desk.agent", "\0\0\0")]
    [InlineData("desk.agent", "system:\n    instructions: \"x\"\n")]
    [InlineData("desk.agent", "start_agent front:\n    description: \"x\n    reply: ->\n        | x\n")]
    [InlineData("agent.yaml", "name: [scripted\n")]
    [InlineData("agent.yaml", "")]
    [InlineData("agent.yaml", "name: scripted\nname: scripted\n")]
    [InlineData("tools/get_order.yaml", "target: &a api://x\n")]
    [InlineData("tools/Get.yaml", "target: api://x\n")]
    [InlineData("voice.yaml", "- x\n")]
    [InlineData("tests/a.yaml", "name: x\n")]
    public async Task One_mistake_is_enough(string file, string text)
    {
        package.Write(file, text);

        var (code, output, error) = await RunAsync(package.Path);

        Assert.Equal((2, ""), (code, output));
        Assert.Matches(@"scripted/[a-zA-Z_/.]+:\d+:\d+: error: ", error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/at/all", "There is no such folder")]
    [InlineData("EMPTY", "There is no agent package here")]
    [InlineData("FILE", "There is no such folder")]
    public async Task A_path_that_names_no_package_is_told(string path, string message)
    {
        var empty = Directory.CreateDirectory(folder.File("empty")).FullName;
        await File.WriteAllTextAsync(folder.File("file"), "x");

        var (code, _, error) = await RunAsync(path switch { "EMPTY" => empty, "FILE" => folder.File("file"), _ => path });

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_agent_that_is_not_there_is_told_with_those_that_are()
    {
        var error = await Assert.ThrowsAsync<StartException>(() => AgentHost.StartAsync(
            folder.File("data"), new Dictionary<string, string?> { ["Agents__Path"] = package.Path, ["Agents__Default"] = "nobody" }));

        Assert.Contains("Agents__Default is 'nobody', and there is no such agent. There are: scripted.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_alone_in_the_path_is_served()
    {
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Agents__Path"] = Path.Combine(package.Path, package.Name) });

        Assert.Equal(["Turn 1."], (await (await host.OpenChatAsync(agent: package.Name)).SayAsync("count")).Texts);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string path)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var stop = new CancellationTokenSource();
        // What starts after all is stopped: it answers with 0 then.
        var run = CommandLine.RunAsync(["run", "--urls", "http://127.0.0.1:0", "--agents", path, "--data", folder.File("data")], output, error, stop.Token);
        if (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(20))) != run) await stop.CancelAsync();
        return (await run, output.ToString(), error.ToString());
    }
}
