namespace AgentScript.Tests.Running;

public sealed class Section_13_5_Available_when
{
    private static string With(string conditions) => $$"""
        variables:
            open: mutable boolean = False
            vip: mutable boolean = False
            nothing: mutable object
        start_agent desk:
            description: "Desk"
            reasoning:
                instructions: ->
                    | Work.
                actions:
                    unlock: @utils.setVariables
                        with open=..., vip=...
                    gated: @utils.setVariables
                        with vip=True
        {{conditions}}
        """;

    private static string[] Offered(string conditions, object unlock)
    {
        var talk = new Talk(With(conditions)).Model(Talk.Calls(("unlock", unlock)), Talk.Text("Done."));
        talk.Says("hi");
        return [.. talk.Asked.Select(a => string.Join(",", a.Tools.Select(t => t.Name)))];
    }

    [Fact]
    public void A_tool_is_offered_while_its_condition_holds() =>
        Assert.Equal(["unlock", "unlock,gated"], Offered("                available when @variables.open", new { open = true }));

    [Fact]
    public void Several_conditions_must_all_hold() =>
        Assert.Equal(["unlock", "unlock"], Offered("                available when @variables.open\n                available when @variables.vip", new { open = true }));

    [Fact]
    public void A_condition_that_cannot_be_evaluated_does_not_hold() =>
        Assert.Equal(["unlock", "unlock"], Offered("                available when @variables.nothing.field == 1", new { open = true }));

    [Theory]
    [InlineData("gated", "not_available")]
    [InlineData("invented", "unknown_tool")]
    public void A_tool_that_was_not_offered_is_not_called_and_the_model_hears_so(string tool, string error)
    {
        var talk = new Talk(With("                available when @variables.open")).Model(Talk.Calls((tool, new { })), Talk.Text("Oh."));
        Assert.Equal("Oh.", talk.Reply("hi"));
        Assert.Equal($$"""{"error":"{{error}}"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("false", talk.Variable("vip"), ignoreCase: true);
    }

    [Fact]
    public void What_was_offered_counts_even_when_an_earlier_call_of_the_same_answer_changes_it()
    {
        var talk = new Talk(With("                available when @variables.open")).Model(Talk.Calls(("unlock", new { open = true }), ("gated", new { })), Talk.Text("Oh."));
        talk.Says("hi");
        Assert.Equal("""{"error":"not_available"}""", talk.Asked.Last().Exchanges.Single().Results[1]);
    }
}
