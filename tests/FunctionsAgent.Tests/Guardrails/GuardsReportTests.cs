using System.Net;
using AgentScript;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Local;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>What guards did, and would have done in shadow, as operators are told.</summary>
public sealed class GuardsReportTests
{
    [Fact]
    public async Task Each_verdict_is_counted_by_guard_side_mode_and_what_it_did()
    {
        var package = ScriptedFlow.Package(ScriptedFlow.Always(() => new Reply("the key is sk-abcdefghijklmnop1234")));
        static FakeGuard On(string word, Do action, string name) => new(name, "input", (passage, _) => ValueTask.FromResult(FakeGuard.Says(name, passage.Text.Contains(word, StringComparison.Ordinal) ? action : Do.Allow, "No.")));
        var broken = new FakeGuard("broken", "output", (_, _) => throw new FormatException());
        package = package with { Guards = [new(On("bad", Do.Refuse, "acts")), new(On("odd", Do.Escalate, "looks"), GuardMode.Shadow), new(broken), new(new SecretsGuard()), new(new VoiceGuard(VoiceRules.None))] };
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(package));
        foreach (var says in (string[])["hello", "something bad", "something odd", "odd again"])
        {
            var chat = await host.OpenChatAsync();
            await chat.SayAsync(says);
        }
        await host.DrainedAsync();

        var report = await (await host.Staff.GetAsync("/api/operator/guards?days=1")).JsonAsync();

        Assert.Equal(4, report.GetProperty("conversations").GetInt32());
        string[] expected = ["acts input on allow 3", "acts input on refuse 1", "broken output on none 4", "looks input shadow escalate 2", "secrets output on allow 1", "secrets output on replace 3", "voice output on allow 4"];
        Assert.Equal(expected, report.GetProperty("guards").EnumerateArray().Select(g => $"{g.GetProperty("guard")} {g.GetProperty("side")} {g.GetProperty("mode")} {g.GetProperty("do")} {g.GetProperty("count")}"));
        var score = Assert.Single(report.GetProperty("scores").EnumerateArray());
        Assert.Equal(4, score.GetProperty("count").GetInt32());
        Assert.InRange(score.GetProperty("sum").GetDouble(), 1, 400);

        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["guards", "report", "--data", host.Data], output, TextWriter.Null));
        var printed = output.ToString();
        Assert.Contains("looks 1 (input, shadow): 2 passages; would have done: escalate 2 (100.0 %)", printed, StringComparison.Ordinal);
        Assert.Contains("no verdict: 4", printed, StringComparison.Ordinal);
        Assert.Contains("mean score", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?days=0", HttpStatusCode.BadRequest)]
    [InlineData("?days=x", HttpStatusCode.BadRequest)]
    [InlineData("?after=x", HttpStatusCode.BadRequest)]
    [InlineData("?agent=nobody", HttpStatusCode.NotFound)]
    public async Task A_bad_question_gets_a_clear_answer(string query, HttpStatusCode status)
    {
        await using var host = await AgentHost.StartAsync();
        var answer = await host.Staff.GetAsync($"/api/operator/guards{query}");
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync("/api/operator/guards")).StatusCode);
    }
}
