using System.Text.Json;

namespace AgentScript.Tests.Running;

public sealed class Section_13_4_Tool_calls
{
    private const string Head = """
        variables:
            a: mutable string = "one"
            b: mutable string = ""
            n: mutable number = 0
            plain: string = "p"
        start_agent desk:
            description: "Desk"
            actions:
                find:
                    description: "Finds things"
                    inputs:
                        q: string
                            description: "What to find"
                            is_required: True
                            is_user_input: True
                        limit: integer = 5
                        tags: list[string]
                        must: date
                            is_required: True
                    outputs:
                        title: string
                        count: number
                    target: "api://find"
                note:
                    inputs:
                        text: string
                    outputs:
                        title: string
                    target: "api://note"
                cancel:
                    label: "Cancel the order"
                    require_user_confirmation: True
                    include_in_progress_indicator: True
                    progress_indicator_message: "Cancelling..."
                    inputs:
                        order_id: string
                    target: "api://cancel"
            reasoning:
                instructions: ->
                    | Work.
                actions:

        """;

    private static string With(params string[] tools) => Head + string.Join("\n", tools.SelectMany(t => t.Split('\n')).Select(l => "            " + l)) + "\nsubagent x:\n    description: \"X\"\n    reasoning:\n        instructions: ->\n            | In x.\nsubagent y:\n    description: \"Y\"\n    reasoning:\n        instructions: ->\n            | In y.\n";

    private static readonly string Find = "find: @actions.find\n    with q=...\n    with tags=[@variables.a]";

    private static ModelAnswer Call(object arguments) => Talk.Calls(("find", arguments));

    [Fact]
    public void The_model_is_shown_the_inputs_it_fills_and_no_others()
    {
        var talk = new Talk(With(Find));
        talk.Says("hi");
        var tool = talk.Asked.Single().Tools.Single();
        Assert.Equal("Finds things", tool.Description);
        Assert.Equal(
            """{"type":"object","properties":{"q":{"type":"string","description":"What to find The value comes from the customer; never invent it."},"must":{"type":"string","format":"date"}},"required":["q","must"],"additionalProperties":false}""",
            tool.Parameters.GetRawText());
    }

    [Fact]
    public void Inputs_come_from_the_script_then_the_model_then_their_default()
    {
        var talk = new Talk(With(Find)).Tool("api://find", new { title = "x" }).Model(Call(new { q = "lamp", must = "2026-12-24", tags = "never", limit = 99 }));
        talk.Says("hi");
        Assert.Equal("""{"q":"lamp","limit":5,"tags":["one"],"must":"2026-12-24"}""", talk.Called.Single().Arguments.GetRawText());
    }

    [Fact]
    public void Bindings_are_evaluated_when_the_tool_is_called()
    {
        var talk = new Talk(With("note: @actions.note\n    with text=@variables.a", "keep: @utils.setVariables\n    with a=..."))
            .Tool("api://note", new { }).Model(Talk.Calls(("keep", new { a = "two" }), ("note", new { })));
        talk.Says("hi");
        Assert.Equal("""{"text":"two"}""", talk.Called.Single().Arguments.GetRawText());
    }

    [Theory]
    [InlineData("{\"q\":\"lamp\"}", "missing_input")]
    [InlineData("{\"q\":\"lamp\",\"must\":\"soon\"}", "invalid_input")]
    [InlineData("[]", "invalid_arguments")]
    public void A_call_that_does_not_fit_is_not_made_and_the_model_hears_why(string arguments, string error)
    {
        var talk = new Talk(With(Find)).Model(new ModelAnswer(null, [new("1", "find", JsonElement.Parse(arguments))]), Talk.Text("Sorry."));
        Assert.Equal("Sorry.", talk.Reply("hi"));
        Assert.Empty(talk.Called);
        Assert.Equal($$"""{"error":"{{error}}"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void A_call_to_be_confirmed_asks_the_customer_and_a_yes_makes_it()
    {
        var talk = new Talk(With("cancel: @actions.cancel\n    with order_id=...")).Tool("api://cancel", new { done = true }).Model(Talk.Calls(("cancel", new { order_id = "W1" })), Talk.Text("Cancelled."));
        var confirm = Assert.IsType<Confirm>(talk.Says("cancel W1"));
        Assert.Equal(("Cancel the order (order id: W1). Shall I do that?", "api://cancel"), (confirm.Text, confirm.Target));
        Assert.Equal("Cancelled.", talk.Reply("yes please"));
        Assert.Equal("""{"order_id":"W1"}""", talk.Called.Single().Arguments.GetRawText());
    }

    [Fact]
    public void A_channel_with_buttons_confirms_without_words()
    {
        var talk = new Talk(With("cancel: @actions.cancel\n    with order_id=...")).Tool("api://cancel", new { done = true }).Model(Talk.Calls(("cancel", new { order_id = "W1" })), Talk.Text("Cancelled."));
        talk.Says("cancel W1");
        Assert.Equal("Cancelled.", Assert.IsType<Reply>(talk.Turn(new Confirmed(true))).Text);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("never mind")]
    public void A_no_is_told_to_the_model_and_nothing_is_called(string words)
    {
        var talk = new Talk(With("cancel: @actions.cancel\n    with order_id=...")).Model(Talk.Calls(("cancel", new { order_id = "W1" })), Talk.Text("All right."));
        talk.Says("cancel W1");
        Assert.Equal("All right.", talk.Reply(words));
        Assert.Empty(talk.Called);
        Assert.Equal("""{"error":"declined"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Theory]
    [InlineData("what does it cost?")]
    [InlineData("yes, but only tomorrow")]
    [InlineData("yes?")]
    public void Words_that_are_neither_begin_a_turn_and_nothing_is_called(string words)
    {
        var talk = new Talk(With("cancel: @actions.cancel\n    with order_id=...")).Model(Talk.Calls(("cancel", new { order_id = "W1" })), Talk.Text("A new turn."));
        talk.Says("cancel W1");
        Assert.Equal("A new turn.", talk.Reply(words));
        Assert.Empty(talk.Called);
    }

    [Fact]
    public void Confirmation_can_be_switched_off()
    {
        var talk = new Talk("config:\n    additional_parameter__user_confirmation: False\n" + With("cancel: @actions.cancel\n    with order_id=...")).Tool("api://cancel", new { }).Model(Talk.Calls(("cancel", new { order_id = "W1" })));
        talk.Says("cancel W1");
        Assert.Equal("Cancelling...", talk.Called.Single().Progress);
    }

    [Fact]
    public void A_result_runs_the_sets_first_and_then_the_rest_in_order()
    {
        var talk = new Talk(With("find: @actions.find\n    with q=\"x\", must=\"2026-01-01\"\n    run @actions.note\n        with text=@variables.b\n        set @variables.a = @outputs.title\n    set @variables.b = @outputs.title\n    if @outputs.count > 1:\n        set @variables.n = @outputs.count"))
            .Tool("api://find", new { title = "Lamp", count = 3 }).Tool("api://note", new { title = "noted" }).Model(Call(new { }));
        talk.Says("hi");
        Assert.Equal("""{"text":"Lamp"}""", talk.Called.Last().Arguments.GetRawText());
        // The outer outputs are hidden inside the chained run and seen again after it.
        Assert.Equal(("noted", "Lamp", "3"), (talk.Variable("a"), talk.Variable("b"), talk.Variable("n")));
    }

    [Fact]
    public void A_transition_in_a_callback_waits_for_all_calls_and_the_first_one_counts()
    {
        var talk = new Talk(With("note: @actions.note\n    with text=...\n    transition to @subagent.x", "find: @actions.find\n    with q=\"x\", must=\"2026-01-01\"\n    transition to @subagent.y"))
            .Tool("api://find", new { }).Tool("api://note", new { }).Model(Talk.Calls(("note", new { text = "t" }), ("find", new { })));
        talk.Says("hi");
        Assert.Equal(["api://note", "api://find"], talk.Called.Select(c => c.Target));
        Assert.Equal("In x.", talk.Asked.Last().Instructions);
    }

    [Fact]
    public void What_stands_behind_a_transition_does_not_run()
    {
        var talk = new Talk(With("note: @actions.note\n    with text=...\n    if True:\n        transition to @subagent.x\n        set @variables.n = 9\n    run @actions.note\n        with text=\"again\"")).Tool("api://note", new { }).Model(Talk.Calls(("note", new { text = "t" })));
        talk.Says("hi");
        Assert.Single(talk.Called);
        Assert.Equal("0", talk.Variable("n"));
    }

    [Fact]
    public void The_model_gets_the_outputs_of_the_call()
    {
        var talk = new Talk(With(Find)).Tool("api://find", new { title = "Lamp", count = 2 }).Model(Call(new { q = "lamp", must = "2026-12-24" }), Talk.Text("Found."));
        talk.Says("hi");
        var exchange = talk.Asked.Last().Exchanges.Single();
        Assert.Equal(("find", """{"title":"Lamp","count":2}"""), (exchange.Calls.Single().Name, exchange.Results.Single()));
    }

    [Fact]
    public void SetVariables_writes_values_of_the_declared_type_and_the_loop_goes_on()
    {
        var talk = new Talk(With("keep: @utils.setVariables\n    with n=..., a=...")).Model(Talk.Calls(("keep", new { n = "7", a = 5 })), Talk.Text("Kept."));
        Assert.Equal("Kept.", talk.Reply("hi"));
        Assert.Equal(("7", "5"), (talk.Variable("n"), talk.Variable("a")));
        Assert.Equal("""{"status":"ok","set":"n, a"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void SetVariables_writes_nothing_when_one_value_is_none_of_its_type()
    {
        var talk = new Talk(With("keep: @utils.setVariables\n    with a=..., n=...")).Model(Talk.Calls(("keep", new { a = "changed", n = "many" })), Talk.Text("Hm."));
        talk.Says("hi");
        Assert.Equal(("one", "0"), (talk.Variable("a"), talk.Variable("n")));
        Assert.Equal("""{"error":"invalid_input","field":"n"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void SetVariables_sees_the_state_before_the_call_on_every_right_side()
    {
        var talk = new Talk(With("swap: @utils.setVariables\n    with a=@variables.b, b=@variables.a")).Model(Talk.Calls(("swap", new { })));
        talk.Says("hi");
        Assert.Equal(("", "one"), (talk.Variable("a"), talk.Variable("b")));
    }

    [Fact]
    public void Parallel_calls_run_in_their_order_and_the_last_write_wins()
    {
        var talk = new Talk(With("keep: @utils.setVariables\n    with a=...")).Model(Talk.Calls(("keep", new { a = "first" }), ("keep", new { a = "second" })));
        talk.Says("hi");
        Assert.Equal("second", talk.Variable("a"));
        Assert.Equal(2, talk.Asked.Last().Exchanges.Single().Results.Length);
    }

    [Fact]
    public void A_transition_the_model_calls_happens_after_the_step()
    {
        var talk = new Talk(With("go: @utils.transition to @subagent.x", "note: @actions.note\n    with text=...")).Tool("api://note", new { }).Model(Talk.Calls(("go", new { }), ("note", new { text = "t" })));
        talk.Says("hi");
        Assert.Single(talk.Called);
        Assert.Equal("In x.", talk.Asked.Last().Instructions);
        Assert.Equal("X", talk.Asked.First().Tools[0].Description);
    }
}
