using System.Text.Json;
using AgentScript.Model;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.House;
using FunctionsAgent.Tools;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Agents;

/// <summary>Scripts that others wrote for a model, served without one: each answers, says so in the log, and nothing is parked.</summary>
public sealed class ScriptsCorpusTests(ITestOutputHelper output)
{
    private const int Fixtures = 30;

    /// <summary>Of tools.</summary>
    private static readonly JsonElement Found = JsonSerializer.SerializeToElement(new { status = "ok", result = "found" });

    [Fact]
    public async Task Every_script_answers_hello_and_ends_its_turn()
    {
        var data = Path.Combine(Repository.Root, "..", "shared", "data", "agent-script");
        if (!Directory.Exists(data))
        {
            output.WriteLine($"{data} is not here: nothing was tested.");
            return;
        }
        var files = new[] { "recipes", "examples", "fixtures" }.SelectMany(folder =>
        {
            var all = Directory.GetFiles(Path.Combine(data, folder), "*.agent").Order(StringComparer.Ordinal).ToList();
            return folder == "fixtures" ? all.Where((_, n) => n % (all.Count / Fixtures) == 0).Take(Fixtures) : all;
        }).ToList();
        using var first = new ScriptPackage("start_agent front:\n    description: \"x\"\n    reply: ->\n        | Here.\n");
        var packages = files.Select((file, n) => Package($"script-{n}", File.ReadAllText(file), first)).ToList();
        await using var host = await first.StartAsync(new ScriptedTool(_ => new Ok(Found)));

        foreach (var (name, script, file) in packages.Zip(files, (p, f) => (p.Name, Script.Parse(File.ReadAllText(f)), f)))
        {
            var chat = await host.OpenChatAsync(new { name = "Ann" }, name);
            for (var n = 1; n <= 2; n++)
            {
                var (status, texts) = await chat.SayAsync("hello", $"m-{n}");
                Assert.True(texts.Count == 1 && texts[0].Length > 0, $"{file}: {status}, {texts.Count} texts");
            }
            await host.DrainedAsync();
            var log = await host.LogAsync(chat.Conversation);
            Assert.True(log.Answered().SequenceEqual(["m-1", "m-2"]), file);
            Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean(), file);
            Assert.DoesNotContain(log, e => e.Type == "StageFailed");
            if (log.Any(e => e.Type == "HandoffOpened")) continue;
            Assert.Equal(2, log.Of("TurnEnded").Count);
            // Without an intent of its own no script has understood what it answered.
            if (script.Nodes.All(n => n.Intent is null)) Assert.True(log.Count(e => e.Text("signal") == "no-intent") == 2, file);
        }
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
        output.WriteLine($"{files.Count} scripts");
    }

    /// <summary>With a tool file for each target its actions name.</summary>
    internal static ScriptPackage Package(string name, string text, ScriptPackage beside)
    {
        var script = Script.Parse(text);
        var package = new ScriptPackage(text, whole: true, agent: name, beside: beside);
        var targets = script.Nodes.SelectMany(n => n.Actions).Select(a => a.Target).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        for (var n = 0; n < targets.Count; n++) package.Tool($"tool_{n}", targets[n], n % 2 == 0 ? "read" : "write", "status result");
        return package;
    }
}
