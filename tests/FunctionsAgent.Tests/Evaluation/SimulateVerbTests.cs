using System.Text.Json;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Local;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class SimulateVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. args, "--data", Data], output, error).WaitAsync(TimeSpan.FromMinutes(5));
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Through_the_front_door_comes_exactly_what_was_planned()
    {
        string[] arguments = ["simulate", "--conversations", "60", "--days", "4", "--seed", "11", "--start", "2026-03-02", "--agent", AgentHost.Agent, "--check", "--json"];
        var (code, output, error) = await RunAsync(arguments);

        Assert.True(code == 0, output + error);
        using var figures = JsonDocument.Parse(output);
        var plan = TrafficPlan.Of(Samples.RetailSupport, 11, 60, 4, new DateOnly(2026, 3, 2));
        var acts = plan.Stories().SelectMany(story => story.Talks).SelectMany(talk => talk.Acts).ToList();
        Assert.Equal(0, figures.RootElement.GetProperty("differ").GetInt64());
        Assert.Equal(plan.Cases().Count(c => c.Outcome != Outcome.Open), figures.RootElement.GetProperty("cases").GetInt64());
        Assert.Equal(acts.Count(act => act.Turn is not null), figures.RootElement.GetProperty("turns").GetInt64());

        await using (var host = await AgentHost.StartAsync(Data, settings: new Dictionary<string, string?> { ["Storage__Sync"] = "normal" }))
        {
            var log = await WholeAsync(host, plan);
            Assert.Equal(60, log.Count(e => e.Type == "ConversationStarted"));
            Assert.Equal(acts.Count(act => act.Turn is not null), log.Count(e => e.Type == "TurnEnded"));
            Assert.Equal(acts.Count(act => act.Turn?.Answer == Answer.HandedOff), log.Count(e => e.Type == "HandoffOpened"));
            Assert.Equal(acts.Count(act => act.Score is not null), log.Count(e => e.Type == "SurveyAnswered"));
            Assert.Equal(acts.Where(act => act.Turn is not null).Select(act => plan.At(act.Minute).ToString("HH:mm", null)).Order(), log.Where(e => e.Type == "TurnEnded").Select(e => e.At.ToString("HH:mm", null)).Order());
        }

        var (again, said, _) = await RunAsync(arguments);
        Assert.Equal(0, again);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(said).RootElement.GetProperty("turns").ValueKind);
        Assert.Equal(TruthFile.Lines(plan, 11), await File.ReadAllLinesAsync(Path.Combine(Data, "truth.jsonl")));
        Assert.Contains("holds no real customers", (await RunAsync("queues")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--conversations", "0")]
    [InlineData("--conversations", "1000001")]
    [InlineData("--days", "0")]
    [InlineData("--days", "401")]
    [InlineData("--conversations", "many")]
    [InlineData("--seed", "1.5")]
    [InlineData("--start", "yesterday")]
    [InlineData("--start", "2026-02-30")]
    [InlineData("--agent", "nobody")]
    [InlineData("--url", "http://127.0.0.1:7071")]
    public async Task Wrong_arguments_are_named_and_leave_nothing_behind(string option, string value)
    {
        var (code, output, error) = await RunAsync("simulate", option, value);

        Assert.Equal(2, code);
        Assert.Contains(option is "--agent" ? "no agent nobody" : option, output + error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_folder_with_something_real_in_it_is_not_touched()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "agent.db"), "");

        var (code, _, error) = await RunAsync("simulate", "--conversations", "1", "--days", "1");

        Assert.Equal(2, code);
        Assert.Contains("not simulated", error, StringComparison.Ordinal);
        Assert.Equal(["agent.db"], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("running", "did not end")]
    [InlineData("finished", "another simulation")]
    public async Task A_folder_with_another_simulation_in_it_is_not_gone_on_with(string state, string reason)
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "simulation.json"), $$"""{"agent":"a","version":"1","conversations":5,"days":2,"seed":1,"start":"2026-03-02","state":"{{state}}"}""");

        var (code, _, error) = await RunAsync("simulate", "--conversations", "1", "--days", "1");

        Assert.Equal(2, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    /// <summary>The events of all threads there are.</summary>
    private static async Task<IReadOnlyList<LoggedEvent>> WholeAsync(AgentHost host, TrafficPlan plan)
    {
        var threads = new HashSet<string>(StringComparer.Ordinal);
        var indexes = host.Get<FunctionsAgent.Conversations.Indexes>();
        for (var day = plan.Start; day <= plan.Start.AddDays(plan.Days); day = day.AddDays(1))
            for (var shard = 0; shard < FunctionsAgent.Conversations.Indexes.DayShards; shard++)
                await foreach (var row in indexes.OfDayAsync(plan.Package.Name, day.ToString("yyyy-MM-dd", null), shard, default)) threads.Add(row.Key);
        var events = new List<LoggedEvent>();
        foreach (var thread in threads) events.AddRange(await host.LogAsync(thread));
        return events;
    }

    public void Dispose() => folder.Dispose();
}
