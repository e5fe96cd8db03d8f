using System.Text.Json;

namespace AgentScript.Tests;

public sealed class FrameTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly Linked Linked = new("chat", "none", new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero), JsonSerializer.SerializeToElement(new { state = "TX" }));

    [Fact]
    public void A_frame_goes_on_in_another_process_as_it_was()
    {
        var frame = Frame.Start(Linked).With("order", "W1001").With("count", JsonSerializer.SerializeToElement(3)) with { Position = "got-order", Step = 2, Intent = "order_status" };

        var again = JsonSerializer.Deserialize<Frame>(JsonSerializer.Serialize(frame, Web), Web)!;

        Assert.Equal("got-order", again.Position);
        Assert.Equal(2, again.Step);
        Assert.Equal("order_status", again.Intent);
        Assert.Equal("W1001", again.Text("order"));
        Assert.Equal(3, again.Variables["count"].GetInt32());
        Assert.Equal("TX", again.Linked.Customer!.Value.GetProperty("state").GetString());
        Assert.Equal(JsonSerializer.Serialize(frame, Web), JsonSerializer.Serialize(again, Web));
    }

    [Fact]
    public void Setting_a_variable_leaves_the_earlier_frame_alone()
    {
        var before = Frame.Start(Linked).With("order", "W1001");
        var after = before.With("order", "W1002");
        Assert.Equal("W1001", before.Text("order"));
        Assert.Equal("W1002", after.Text("order"));
    }

    [Theory]
    [InlineData("count")]
    [InlineData("absent")]
    public void What_is_no_text_is_not_read_as_one(string name) =>
        Assert.Null(Frame.Start(Linked).With("count", JsonSerializer.SerializeToElement(3)).Text(name));

    public static TheoryData<Effect> Effects => new(
        new CallAction("api://get_order", JsonSerializer.SerializeToElement(new { order_id = "W1001" })),
        new Reply("It has shipped.", "personal"),
        new Ask("Which order is it?"),
        new Handoff("asked for", "A person takes over."),
        new EndTurn(),
        new EndSession("Goodbye."));

    [Theory]
    [MemberData(nameof(Effects))]
    public void An_effect_that_waits_is_the_same_effect_in_another_process(Effect effect)
    {
        var json = JsonSerializer.Serialize(effect, Web);
        var again = JsonSerializer.Deserialize<Effect>(json, Web);
        Assert.Equal(effect.GetType(), again!.GetType());
        Assert.Equal(json, JsonSerializer.Serialize(again, Web));
    }

    [Fact]
    public void An_effect_nobody_knows_is_an_error_and_not_silence() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Effect>("""{"effect":"launchRocket"}""", Web));

    [Fact]
    public void A_tool_result_is_ok_only_when_it_says_so()
    {
        Assert.True(new ToolResult("ok", default).IsOk);
        Assert.False(new ToolResult("failed", default, "timeout").IsOk);
        Assert.False(new ToolResult("unknown", default, "unknown").IsOk);
    }
}
