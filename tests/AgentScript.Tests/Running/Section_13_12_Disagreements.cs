namespace AgentScript.Tests.Running;

/// <summary>The table of disagreements; each row as recommended. The first two and the last two are also in their own sections.</summary>
public sealed class Section_13_12_Disagreements
{
    private static string Body(string tool) => $$"""
        variables:
            a: mutable string = ""
            plain: string = "p"
            n: mutable number = 6
        start_agent desk:
            description: "Desk"
            actions:
                look:
                    inputs:
                        q: string = "default"
                        r: string
                            is_required: True
                        s: string
                    outputs:
                        y: string
                    target: "api://look"
            reasoning:
                instructions: ->
                    | Prompt of desk.
                actions:
                    look: @actions.look
        {{tool}}
        subagent other:
            description: "Other"
            reasoning:
                instructions: ->
                    | Prompt of other.
        """;

    private static Talk Look(string tool) => new Talk(Body(tool)).Tool("api://look", new { y = "found" }).Model(Talk.Calls(("look", new { r = "model" })));

    [Fact]
    public void The_prompt_is_dropped_after_a_transition()
    {
        var talk = Look("                transition to @subagent.other");
        talk.Says("hi");
        Assert.Equal("Prompt of other.", talk.Asked.Last().Instructions);
    }

    [Fact]
    public void A_transition_directly_in_the_body_of_a_tool_is_taken()
    {
        var talk = Look("                set @variables.a = @outputs.y\n                transition to @subagent.other");
        talk.Says("hi");
        Assert.Equal(["desk", "other"], talk.Asked.Select(a => a.Node));
    }

    [Fact]
    public void Transitions_and_conditions_and_runs_inside_a_deterministic_run_are_executed()
    {
        var talk = new Talk("""
            variables:
                a: mutable string = ""
            start_agent desk:
                description: "Desk"
                actions:
                    one:
                        outputs:
                            y: string
                        target: "api://one"
                    two:
                        outputs:
                            y: string
                        target: "api://two"
                before_reasoning:
                    run @actions.one
                        if @outputs.y == "1":
                            run @actions.two
                                set @variables.a = @outputs.y
                            set @variables.a = @variables.a + @outputs.y
                            transition to @subagent.other
            subagent other:
                description: "Other"
                reasoning:
                    instructions: ->
                        | Other {!@variables.a}.
            """).Tool("api://one", new { y = "1" }).Tool("api://two", new { y = "2" });
        talk.Says("hi");
        Assert.Equal("Other 21.", talk.Asked.Single().Instructions);
    }

    [Theory]
    [InlineData("1", "one")]
    [InlineData("2", "two")]
    [InlineData("3", "three")]
    [InlineData("4", "many")]
    public void Else_if_and_nested_if_are_executed(string n, string expected)
    {
        var talk = new Talk($"""
            variables:
                n: mutable number = {n}
            start_agent desk:
                description: "Desk"
                reasoning:
                    instructions: ->
                        if @variables.n == 1:
                            | one
                        else if @variables.n == 2:
                            | two
                        else:
                            if @variables.n == 3:
                                | three
                            else:
                                | many
            """);
        talk.Says("hi");
        Assert.Equal(expected, talk.Asked.Single().Instructions);
    }

    [Fact]
    public void Products_and_quotients_are_evaluated_and_a_variable_without_modifier_is_written()
    {
        var talk = Look("                set @variables.n = @variables.n * 4 / 3\n                set @variables.plain = \"changed\"");
        talk.Says("hi");
        Assert.Equal(("8", "changed"), (talk.Variable("n"), talk.Variable("plain")));
    }

    [Fact]
    public void A_run_in_after_reasoning_is_executed_before_the_answer_goes_out()
    {
        var talk = new Talk("""
            variables:
                a: mutable string = ""
            start_agent desk:
                description: "Desk"
                actions:
                    log:
                        outputs:
                            y: string
                        target: "api://log"
                reasoning:
                    instructions: ->
                        | Work.
                after_reasoning:
                    run @actions.log
                        set @variables.a = @outputs.y
            """).Tool("api://log", new { y = "logged" }).Model(Talk.Text("Answer."));
        Assert.Equal("Answer.", talk.Reply("hi"));
        Assert.Equal("logged", talk.Variable("a"));
        Assert.IsType<CallAction>(talk.Effects[^2]);
    }

    [Fact]
    public void Braces_in_a_quoted_string_are_text()
    {
        var talk = new Talk("system:\n    instructions: \"Literal {!@variables.a}.\"\nvariables:\n    a: mutable string = \"x\"\nstart_agent d:\n    description: \"D\"\n    reasoning:\n        instructions: ->\n            | {!@variables.a}\n");
        talk.Says("hi");
        Assert.StartsWith("Literal {!@variables.a}.", talk.Asked.Single().System, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_a_value_is_never_read_as_a_template()
    {
        var talk = new Talk("variables:\n    a: mutable string = \"secret\"\nstart_agent d:\n    description: \"D\"\n    reasoning:\n        instructions: ->\n            | They said: {!@system_variables.user_input}\n");
        talk.Says("{!@variables.a}");
        Assert.Equal("They said: {!@variables.a}", talk.Asked.Single().Instructions);
    }

    [Fact]
    public void An_unset_input_has_its_default_or_comes_from_the_model_when_required_or_is_left_out()
    {
        var talk = Look("                description: \"Looks\"");
        talk.Says("hi");
        Assert.Equal("r", string.Join(",", talk.Asked.First().Tools.Single().Parameters.GetProperty("properties").EnumerateObject().Select(p => p.Name)));
        Assert.Equal("""{"q":"default","r":"model"}""", talk.Called.Single().Arguments.GetRawText());
    }

    [Theory]
    [InlineData("", "!")]
    [InlineData("config:\n    exit_hooks: \"agentforce\"\n", "")]
    [InlineData("config:\n    exit_hooks: agentforce\n", "")]
    [InlineData("config:\n    exit_hooks: \"always\"\n", "!")]
    public void After_reasoning_runs_after_a_transition_a_failure_and_an_escalation_unless_config_says_as_the_vendors_product(string config, string expected)
    {
        const string script = """
            variables:
                left: mutable string = ""
            start_agent desk:
                description: "Desk"
                reasoning:
                    instructions: ->
                        | Work.
                    actions:
                        go: @utils.transition to @subagent.other
                        human: @utils.escalate
                after_reasoning:
                    set @variables.left = @variables.left + "!"
            subagent other:
                description: "Other"
                reasoning:
                    instructions: ->
                        | Other.
            """;
        foreach (var answer in new[] { Talk.Calls(("go", new { })), Talk.Calls(("human", new { })), new ModelAnswer(null, [], "timeout") })
        {
            var talk = new Talk(config + script).Model(answer);
            talk.Says("hi");
            Assert.Equal(expected, talk.Variable("left"));
        }
        // An answer always has it.
        var answered = new Talk(config + script).Model(Talk.Text("Answer."));
        answered.Says("hi");
        Assert.Equal("!", answered.Variable("left"));
    }
}
