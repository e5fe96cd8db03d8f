using System.Text.Json;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>A frame stays small, whatever tools, models and customers say.</summary>
public sealed class FrameLimitTests
{
    private const string Script = """
        system:
            messages:
                error: "Sorry."
        variables:
            a: mutable string = ""
            b: mutable string = ""
            small: mutable string = ""
        start_agent d:
            description: "D"
            actions:
                look:
                    outputs:
                        y: string
                        z: string
                    target: "api://look"
            reasoning:
                instructions: ->
                    | Work.
                actions:
                    look: @actions.look
                        set @variables.small = "looked"
                        set @variables.a = @outputs.y
                    keep: @utils.setVariables
                        with b=...
        """;

    private static readonly JsonSerializerOptions Stored = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int Size(Frame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Stored).Length;

    [Fact]
    public void A_result_that_is_too_large_is_a_failure()
    {
        var talk = new Talk(Script).Tool("api://look", new { y = new string('x', 9_000) }).Model(Talk.Calls(("look", new { })), Talk.Text("Hm."));
        Assert.Equal("Hm.", talk.Reply("hi"));
        Assert.Equal("""{"error":"too_large"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("", talk.Variable("small"));
    }

    [Fact]
    public void A_result_that_is_too_deep_is_a_failure()
    {
        var deep = JsonElement.Parse("{\"y\":" + new string('[', 40) + new string(']', 40) + "}");
        var talk = new Talk(Script).Tool("api://look", _ => new ToolResult("ok", deep)).Model(Talk.Calls(("look", new { })), Talk.Text("Hm."));
        Assert.Equal("Hm.", talk.Reply("hi"));
        Assert.Equal("""{"error":"too_large"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void What_the_model_is_shown_of_a_long_result_is_cut_and_says_so()
    {
        var talk = new Talk(Script).Tool("api://look", new { y = new string('x', 7_000), z = "end" }).Model(Talk.Calls(("look", new { })), Talk.Text("Hm."));
        talk.Says("hi");
        var result = talk.Asked.Last().Exchanges.Single().Results.Single();
        Assert.StartsWith("""{"truncated":""", result, StringComparison.Ordinal);
        Assert.True(result.Length <= Limits.Result);
        Assert.Equal(7_000, talk.Variable("a")!.Length);
    }

    [Fact]
    public void The_oldest_exchanges_are_forgotten_first()
    {
        var count = 0;
        var talk = new Talk(Script) { Otherwise = _ => ++count % 2 == 1 ? Talk.Calls(("look", new { })) : Talk.Text("Done.") }.Tool("api://look", _ => new ToolResult("ok", JsonSerializer.SerializeToElement(new { y = $"{count} {new string('я', 1_200)}" })));
        for (var turn = 0; turn < 10; turn++) talk.Says("hi");
        var kept = talk.Asked.Last().Exchanges;
        Assert.InRange(kept.Length, 2, 5);
        Assert.StartsWith("{\"y\":\"19 ", kept[^1].Results.Single(), StringComparison.Ordinal);
        Assert.True(Size(talk.Frame) < 20_000);
    }

    [Fact]
    public void A_variable_that_has_no_room_is_not_set_and_the_trace_says_so()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("keep", new { b = new string('b', 5_000) })));
        talk.Says("hi");
        Assert.Equal(5_000, talk.Variable("b")!.Length);
        talk = new Talk(Script.Replace("set @variables.a = @outputs.y", "set @variables.a = @variables.a + @outputs.y + @outputs.y", StringComparison.Ordinal)).Tool("api://look", new { y = new string('x', 4_000) });
        for (var turn = 0; turn < 4; turn++) talk.Model(Talk.Calls(("look", new { })), Talk.Text("Done.")).Says("hi");
        Assert.Equal(16_000, talk.Variable("a")!.Length);
        Assert.Equal("a: variables a: variables", talk.Traced("limit"));
    }

    [Fact]
    public void Only_so_many_calls_of_one_answer_are_made()
    {
        var talk = new Talk(Script).Tool("api://look", new { y = "x" }).Model(Talk.Calls([.. Enumerable.Repeat(("look", (object)new { }), 50)]), Talk.Text("Done."));
        Assert.Equal("Done.", talk.Reply("hi"));
        Assert.Equal(Limits.CallsPerAnswer, talk.Called.Count());
        Assert.Equal("calls", talk.Traced("limit"));
    }

    [Fact]
    public void Arguments_that_are_too_large_are_refused_and_not_kept()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("keep", new { b = new string('b', 9_000) })), Talk.Text("Done."));
        talk.Says("hi");
        Assert.Equal("""{"error":"invalid_arguments"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("", talk.Variable("b"));
        Assert.True(Size(talk.Frame) < 5_000);
    }

    [Fact]
    public void Long_words_of_the_customer_are_cut_and_never_in_the_middle_of_a_character()
    {
        var talk = new Talk("start_agent d:\n    description: \"D\"\n    reasoning:\n        instructions: ->\n            | {!@system_variables.user_input}\n");
        talk.Says(new string('a', 1_999) + "😀😀");
        Assert.Equal(new string('a', 1_999), talk.Asked.Single().Instructions);
    }

    [Fact]
    public void A_turn_that_would_leave_a_frame_too_large_ends_with_the_error_message_and_the_variables_stay()
    {
        var lines = string.Concat(Enumerable.Repeat("            | {!@variables.a}\n", 5));
        var talk = new Talk(Script.Replace("            | Work.\n", lines + "            if @variables.a:\n                run @actions.look\n", StringComparison.Ordinal)).Tool("api://look", new { y = new string('x', 8_000) }).Model(Talk.Calls(("look", new { })));
        Assert.Equal("Sorry.", talk.Reply("hi"));
        Assert.Equal("frame", talk.Traced("limit"));
        Assert.Equal(8_000, talk.Variable("a")!.Length);
        Assert.True(Size(talk.Frame) < 12_000);
    }
}
