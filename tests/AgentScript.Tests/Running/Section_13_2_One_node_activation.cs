namespace AgentScript.Tests.Running;

public sealed class Section_13_2_One_node_activation
{
    private const string Order = """
        config:
            developer_name: "Desk"
        variables:
            log: mutable string = ""
            hold: mutable boolean = False
        start_agent desk:
            description: "Desk"
            before_reasoning:
                set @variables.log = @variables.log + "b"
            reasoning:
                instructions: ->
                    set @variables.log = @variables.log + "i"
                    | Log {!@variables.log}.
                    if @variables.hold:
                        | Hold.
                    else:
                        | Go.
                    | End.
                actions:
                    hold: @utils.setVariables
                        with hold=...
                    leave: @utils.transition to @subagent.other
            after_reasoning:
                set @variables.log = @variables.log + "a"
        subagent other:
            description: "Other"
            reasoning:
                instructions: ->
                    | Other.
        """;

    [Fact]
    public void Before_then_instructions_then_the_model_then_after()
    {
        var talk = new Talk(Order).Model(Talk.Text("Done."));
        Assert.Equal("Done.", talk.Reply("hi"));
        Assert.Equal("bia", talk.Variable("log"));
        Assert.Equal("Log bi.\nGo.\nEnd.", talk.Asked.Single().Instructions);
    }

    [Fact]
    public void Instructions_are_resolved_anew_before_every_model_call_and_before_reasoning_runs_once()
    {
        var talk = new Talk(Order).Model(Talk.Calls(("hold", new { hold = true })), Talk.Text("Done."));
        talk.Says("hi");
        Assert.Equal("biia", talk.Variable("log"));
        Assert.Equal("Log bii.\nHold.\nEnd.", talk.Asked.Last().Instructions);
    }

    [Fact]
    public void A_node_is_left_at_once_by_a_transition_before_reasoning()
    {
        var talk = new Talk(Order.Replace("set @variables.log = @variables.log + \"b\"", "transition to @subagent.other\n        set @variables.log = \"never\"", StringComparison.Ordinal));
        talk.Says("hi");
        Assert.Equal(["other"], talk.Asked.Select(a => a.Node));
        Assert.Equal("a", talk.Variable("log"));
    }

    [Fact]
    public void A_transition_in_the_instructions_drops_the_prompt()
    {
        var talk = new Talk(Order.Replace("            | End.", "            transition to @subagent.other", StringComparison.Ordinal));
        talk.Says("hi");
        Assert.Equal("Other.", talk.Asked.Single().Instructions);
    }

    [Fact]
    public void A_transition_after_reasoning_goes_on_in_the_same_turn_and_both_answers_are_given()
    {
        var talk = new Talk(Order.Replace("set @variables.log = @variables.log + \"a\"", "transition to @subagent.other", StringComparison.Ordinal)).Model(Talk.Text("One."), Talk.Text("Two."));
        Assert.Equal("One.\n\nTwo.", talk.Reply("hi"));
    }

    [Fact]
    public void Runs_in_the_instructions_happen_in_their_order_and_go_on_behind_the_call()
    {
        var talk = new Talk("""
            variables:
                a: mutable string = ""
            start_agent desk:
                description: "Desk"
                actions:
                    look:
                        inputs:
                            x: string
                        outputs:
                            y: string
                        target: "api://look"
                reasoning:
                    instructions: ->
                        | One.
                        run @actions.look
                            with x="1"
                            set @variables.a = @outputs.y
                        | Two {!@variables.a}.
            """).Tool("api://look", new { y = "found" });
        talk.Says("hi");
        Assert.Equal("{\"x\":\"1\"}", talk.Called.Single().Arguments.GetRawText());
        Assert.Equal("One.\nTwo found.", talk.Asked.Single().Instructions);
    }
}
