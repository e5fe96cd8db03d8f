using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>From the front door: what a model says is what its tool gave it.</summary>
public sealed class GroundingDoorTests
{
    private const string Note = "ships on November 25, 2026 for $49.90, hotline +1 (555) 010-0199";

    private static async Task<(string Status, IReadOnlyList<string> Texts, IReadOnlyList<LoggedEvent> Log)> AskAsync(string says)
    {
        using var folder = new ScriptPackage(ModelWriteTests.Script).Tool("get_note").Tool("do_refund", effect: "write");
        var model = new ObedientModel(prompt => prompt.Contains(Note, StringComparison.Ordinal) ? [] : [ObedientModel.Call("get_note", new { order_id = "W1001" })], says);
        var settings = ObedientModel.Settings(folder.Path);
        settings["Agents__Default"] = ScriptPackage.Agent;
        await using var host = await AgentHost.StartAsync(settings: settings, configure: services =>
        {
            model.Register(services);
            new ScriptedTool(call => ScriptedTool.Order(call, Note)).Register(services);
        });
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        var (status, texts) = await chat.SayAsync("What is the note of W1001?");
        return (status, texts, [.. await host.LogAsync(chat.Conversation)]);
    }

    [Theory]
    [InlineData("Order W1001 ships on Wednesday, Nov 25. It costs 49.90 USD. Our hotline is 555-010-0199. Anything else?", null)]
    [InlineData("Order W1001 ships on November 26. It costs $49.90.", "It costs $49.90.")]
    [InlineData("Order W1001 ships on November 25. It costs $39.90.", "Order W1001 ships on November 25.")]
    [InlineData("Order W1001 ships on November 25. Our hotline is 555-010-0198.", "Order W1001 ships on November 25.")]
    public async Task A_wrong_day_price_or_number_does_not_leave_and_right_ones_are_left_untouched(string says, string? said)
    {
        var (status, texts, log) = await AskAsync(says);

        Assert.Equal(("replied", said ?? says), (status, Assert.Single(texts)));
        var verdict = log.First(e => e.Type == "OutputChecked").Data.GetProperty("verdicts").EnumerateArray().Single(v => v.GetProperty("rule").GetString() == "grounding");
        Assert.Equal(said is null ? "allow" : "replace", verdict.GetProperty("do").GetString());
        Assert.True(verdict.GetProperty("evidence").GetProperty("sources").TryGetProperty("tool:get_note", out _));
    }

    [Fact]
    public async Task An_answer_of_which_nothing_is_true_twice_goes_to_a_person()
    {
        var (status, texts, _) = await AskAsync("Order W1001 ships on November 26.");

        Assert.Equal("handed-off", status);
        Assert.DoesNotContain(texts, text => text.Contains("26", StringComparison.Ordinal));
    }
}
