namespace AgentScript.Tests.Running;

public sealed class Section_13_10_Router_nodes
{
    private const string Script = """
        variables:
            log: mutable string = ""
        start_agent router:
            description: "Router"
            model_config:
                model: "model://sfdc_ai__DefaultEinsteinHyperClassifier"
            before_reasoning:
                set @variables.log = "before"
            reasoning:
                instructions: ->
                    | Pick.
                actions:
                    to_a: @utils.transition to @subagent.a
                        description: "About a"
                    to_b: @utils.transition to @subagent.b
                        description: "About b"
                        available when @variables.log == "before"
                    keep: @utils.setVariables
                        with log=...
            after_reasoning:
                set @variables.log = "after"
        subagent a:
            description: "A"
            reasoning:
                instructions: ->
                    | A.
        subagent b:
            description: "B"
            reasoning:
                instructions: ->
                    | B.
        """;

    [Fact]
    public void The_model_must_pick_one_of_the_visible_transitions_and_no_hook_runs()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("to_a", new { })), Talk.Text("Answer of a."));
        Assert.Equal("Answer of a.", talk.Reply("hi"));
        var asked = talk.Asked.First();
        Assert.True(asked.MustCallTool);
        Assert.Equal("model://sfdc_ai__DefaultEinsteinHyperClassifier", asked.Model);
        Assert.Equal(["to_a"], asked.Tools.Select(t => t.Name));
        Assert.False(talk.Asked.Last().MustCallTool);
        Assert.Equal("", talk.Variable("log"));
    }

    [Fact]
    public void Words_instead_of_a_choice_are_a_failure()
    {
        var talk = new Talk(Script).Model(Talk.Text("I think a."));
        Assert.StartsWith("I am sorry", talk.Reply("hi")!, StringComparison.Ordinal);
        Assert.Equal("model: no_choice", talk.Traced("failed"));
    }

    [Fact]
    public void A_router_with_nothing_to_choose_does_not_ask()
    {
        var talk = new Talk(Script.Replace("to_a: @utils.transition to @subagent.a", "to_a: @utils.transition to @subagent.gone", StringComparison.Ordinal));
        Assert.StartsWith("I am sorry", talk.Reply("hi")!, StringComparison.Ordinal);
        Assert.Empty(talk.Asked);
    }
}
