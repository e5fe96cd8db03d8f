using System.Text.Json;
using AgentScript;
using AgentScript.Model;
using FunctionsAgent.Agents;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.House;
using FunctionsAgent.Tools;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Agents;

/// <summary>Scripts with a model whose calls go through the pipeline: saved and read again between any two of them.</summary>
public sealed class ScriptsModelTests(ITestOutputHelper output)
{
    private static readonly JsonElement Found = JsonSerializer.SerializeToElement(new { status = "ok", result = "found" });

    [Fact]
    public async Task Delegation_goes_three_deep_with_calls_on_every_level_and_comes_back()
    {
        const int Deep = 6;
        var nodes = Enumerable.Range(0, Deep).Select(n => $$"""
            {{(n == 0 ? "start_agent" : "subagent")}} level_{{n}}:
                description: "Level {{n}}"
                actions:
                    find:
                        description: "Finds"
                        outputs:
                            status: string
                        target: "api://find"
                reasoning:
                    instructions: ->
                        run @actions.find
                        | Level {{n}}.
                    actions:
                        {{(n < Deep - 1 ? $"deeper: @subagent.level_{n + 1}" : "find: @actions.find")}}

            """);
        var tool = new ScriptedTool(_ => new Ok(Found));
        using var package = new ScriptPackage(string.Concat(nodes)).Tool("find");
        // What this model says is made up.
        package.Write("agent.yaml", File.ReadAllText(Path.Combine(package.Path, package.Name, "agent.yaml")) + "\nguards: [{ name: grounding, mode: off }]\n");
        // Goes down until it hears an answer or a refusal, then says so.
        await using var host = await StartAsync(package.Path, tool, asked =>
            asked.Exchanges is [.., { Results: [.., var heard] }] && (heard.Contains("answer", StringComparison.Ordinal) || heard.Contains("error", StringComparison.Ordinal)) || asked.Tools.IsEmpty || asked.Tools[0].Name != "deeper"
                ? new ModelAnswer($"{asked.Node} has spoken.", [])
                : new ModelAnswer(null, [new ModelToolCall("c", "deeper", JsonElement.Parse("{}"))]));
        var chat = await host.OpenChatAsync(agent: package.Name);

        Assert.Equal(["level_0 has spoken."], (await chat.SayAsync("go")).Texts);

        // Down through four levels, and each asks again when its answer comes back.
        Assert.Equal(8, tool.Calls.Count);
        await CleanAsync(host, chat);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Scripts_of_others_with_a_capricious_model_always_answer(int seed)
    {
        var data = Path.Combine(Repository.Root, "..", "shared", "data", "agent-script");
        if (!Directory.Exists(data))
        {
            output.WriteLine($"{data} is not here: nothing was tested.");
            return;
        }
        var files = new[] { "recipes", "examples" }.SelectMany(f => Directory.GetFiles(Path.Combine(data, f), "*.agent")).Order(StringComparer.Ordinal).ToList();
        using var first = new ScriptPackage("start_agent front:\n    description: \"x\"\n    reply: ->\n        | Here.\n");
        var packages = files.Select((file, n) => ScriptsCorpusTests.Package($"script-{n}", File.ReadAllText(file), first)).ToList();
        var random = new Random(seed);
        var tool = new ScriptedTool(_ => random.Next(4) switch { 0 => new Failed("unavailable", "no"), _ => new Ok(Found) });
        await using var host = await StartAsync(first.Path, tool, asked => ModelledFlow.Capricious(asked, seed));

        var (turns, calls) = (0, 0);
        foreach (var package in packages)
        {
            var chat = await host.OpenChatAsync(agent: package.Name);
            foreach (var says in (string[])["hello", "yes", "I need help with W1001", "no"])
            {
                var (status, texts) = await chat.SayAsync(says);
                Assert.True(texts.Count == 1 && texts[0].Length > 0, $"{files[packages.IndexOf(package)]}: {says}: {status}, {texts.Count} texts");
                if (status == "handed-off") break;
            }
            var log = await CleanAsync(host, chat);
            (turns, calls) = (turns + log.Of("TurnStarted").Count, calls + log.Of("ToolCalled").Count);
        }
        output.WriteLine($"{files.Count} scripts, {turns} turns, {calls} calls");
        Assert.InRange(calls, 1, int.MaxValue);
    }

    private static Task<AgentHost> StartAsync(string path, ScriptedTool tool, Func<CallModel, ModelAnswer> model)
    {
        var (read, errors) = PackageLoader.Read(path, Samples.Context);
        Assert.Empty(errors);
        return AgentHost.StartAsync(configure: services =>
        {
            ScriptedFlow.Serve([.. read.Select(p => ModelledFlow.Behind(p, model))])(services);
            tool.Register(services);
        });
    }

    private static async Task<IReadOnlyList<LoggedEvent>> CleanAsync(AgentHost host, ChatSession chat)
    {
        await host.DrainedAsync();
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(log.Of("TurnStarted").Count, log.Of("TurnEnded").Count);
        return log;
    }
}
