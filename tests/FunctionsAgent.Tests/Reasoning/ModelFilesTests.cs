using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Storage;
using Microsoft.Extensions.AI;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>Models that are files: scripts, and recordings of real ones.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private readonly TempDirectory directory = new();

    [Fact]
    public async Task A_script_answers_the_customers_words_and_the_results_of_tools()
    {
        using var bench = new ModelBench(Script("""
            {
              // The first rule that fits.
              "rules": [
                { "contains": "rocket", "call": [{ "name": "launch_rocket" }] },
                { "contains": "rocket", "unknown": true, "call": [{ "name": "launch_rocket" }, { "name": "get_order", "arguments": { "order_id": "x" } }] },
                { "matches": "#?(W\\d+)", "say": "I look.", "call": [{ "name": "get_order", "arguments": { "order_id": "#{1}", "n": 1 } }] },
                { "after": "get_order", "matches": "\"status\":\"(\\w+)\"", "say": "It is {1}." },
                { "contains": "down", "fail": "unavailable" },
              ],
              "otherwise": { "say": "Which order?" },
            }
            """));

        var call = (await bench.AskAsync(ModelBench.Request("Where is w1001?"))).Answer;
        Assert.Equal(("I look.", "get_order", """{"order_id":"#w1001","n":1}"""), (call.Text, Assert.Single(call.Calls).Name, call.Calls[0].Arguments.GetRawText()));

        var request = ModelBench.Request("Where is W1001?");
        var after = request with { Messages = [.. request.Messages, new(ChatRole.Assistant, [new FunctionCallContent(call.Calls[0].Id, "get_order")]), new(ChatRole.Tool, [new FunctionResultContent(call.Calls[0].Id, """{"status":"shipped"}""")])] };
        Assert.Equal("It is shipped.", (await bench.AskAsync(after)).Answer.Text);
        Assert.Equal(["launch_rocket", "get_order"], (await bench.AskAsync(ModelBench.Request("A rocket!"))).Answer.Calls.Select(one => one.Name));
        Assert.Equal("Which order?", (await bench.AskAsync(ModelBench.Request("Hello"))).Answer.Text);
        Assert.Equal(ModelFailure.Unavailable, (await bench.AskAsync(ModelBench.Request("down", TimeSpan.FromSeconds(1)))).Answer.Failure);
        var counted = await bench.AskAsync(ModelBench.Request("Hello"));
        Assert.InRange(counted.InputTokens, 30, 100);
        Assert.Equal(3, counted.OutputTokens);
    }

    [Theory]
    [InlineData("{ \"rules\": [ { \"contians\": \"x\" } ] }", "contians")]
    [InlineData("{ \"rules\": [ { \"matches\": \"(\" } ] }", "(")]
    [InlineData("{", "LineNumber")]
    [InlineData(null, "script.json")]
    public void A_script_that_cannot_be_read_is_named_at_the_start(string? json, string what)
    {
        var refusal = Assert.Throws<SettingException>(() => new ModelBench(Script(json)).Dispose());
        Assert.Contains("Models__scripted__Endpoint", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("anthropic")]
    public async Task What_was_recorded_is_answered_again_without_the_peer(string kind)
    {
        var folder = directory.File("recordings");
        await using (var standIn = await ModelStandIn.StartAsync())
        {
            standIn.Does(new("I look.", [("get_order", """{"order_id":"#W1001"}""")])).Says("Later.").FiltersPrompt();
            using var recording = new ModelBench(standIn.Settings(kind: kind, more: ("Record", folder)));
            await recording.AskAsync();
            await recording.AskAsync();
            await recording.AskAsync(ModelBench.Request("Something nasty"));
        }
        using var replay = new ModelBench(new Dictionary<string, string?> { ["Models:again:Kind"] = "replay", ["Models:again:Endpoint"] = folder });

        var first = await replay.AskAsync();
        Assert.Equal(("I look.", "get_order", 100, 10, "again"), (first.Answer.Text, first.Answer.Calls[0].Name, first.InputTokens, first.OutputTokens, first.Deployment));
        Assert.Equal("Later.", (await replay.AskAsync()).Answer.Text);
        Assert.Equal("Later.", (await replay.AskAsync()).Answer.Text);
        Assert.Equal(ModelFailure.Filtered, (await replay.AskAsync(ModelBench.Request("Something nasty") with { Agent = "another", Key = "another" })).Answer.Failure);
        Assert.Equal(ModelFailure.Misconfigured, (await replay.AskAsync(ModelBench.Request("Nobody asked this"))).Answer.Failure);
        Assert.Equal(3, Directory.GetFiles(folder, "*.json").Length);
        Assert.DoesNotContain(Directory.GetFiles(folder), file => File.ReadAllText(file).Contains(ModelStandIn.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recording_that_cannot_be_kept_costs_no_answer_and_one_that_cannot_be_read_is_none()
    {
        await File.WriteAllTextAsync(directory.File("a-file"), "");
        await using var standIn = await ModelStandIn.StartAsync();
        using var bench = new ModelBench(ModelBench.Settings(standIn.Settings("a", more: ("Record", directory.File("a-file"))), standIn.Settings("b", more: ("Record", directory.File("folder")))));
        Assert.Null((await bench.AskAsync()).Answer.Failure);
        Assert.Contains(bench.Log.Lines, line => line.Contains("could not be recorded", StringComparison.Ordinal));

        await bench.AskAsync(ModelBench.Request() with { Use = ["b"] });
        await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(directory.File("folder"))), "{");
        using var replay = new ModelBench(new Dictionary<string, string?> { ["Models:again:Kind"] = "replay", ["Models:again:Endpoint"] = directory.File("folder") });
        Assert.Equal(ModelFailure.Misconfigured, (await replay.AskAsync()).Answer.Failure);
    }

    public void Dispose() => directory.Dispose();

    private Dictionary<string, string?> Script(string? json)
    {
        var file = directory.File("script.json");
        if (json is not null) File.WriteAllText(file, json);
        return new() { ["Models:scripted:Kind"] = "scripted", ["Models:scripted:Endpoint"] = file };
    }
}
