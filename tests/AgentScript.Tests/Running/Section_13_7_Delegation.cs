namespace AgentScript.Tests.Running;

public sealed class Section_13_7_Delegation
{
    private const string Script = """
        variables:
            city: mutable string = ""
        start_agent planner:
            description: "Plans"
            reasoning:
                instructions: ->
                    | Plan {!@variables.city}.
                actions:
                    hotels: @subagent.hotels
                        description: "Ask about hotels"
        subagent hotels:
            description: "Hotels"
            before_reasoning:
                set @variables.city = "Lima"
            reasoning:
                instructions: ->
                    | Hotels in {!@variables.city}.
                actions:
                    deeper: @subagent.hotels
                    over: @utils.transition to @subagent.hostels
                    human: @utils.escalate
                    bye: @utils.end_session
            after_reasoning:
                set @variables.city = @variables.city + "!"
        subagent hostels:
            description: "Hostels"
            reasoning:
                instructions: ->
                    | Hostels.
        """;

    [Fact]
    public void The_childs_answer_is_the_tools_result_and_the_caller_writes_the_answer()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("hotels", new { })), Talk.Text("The Sol."), Talk.Text("Stay at the Sol."));
        Assert.Equal("Stay at the Sol.", talk.Reply("hi"));
        Assert.Equal(["planner", "hotels", "planner"], talk.Asked.Select(a => a.Node));
        Assert.Equal("""{"answer":"The Sol."}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void The_child_works_on_the_same_variables_and_its_hooks_run()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("hotels", new { })), Talk.Text("The Sol."), Talk.Text("Stay."));
        talk.Says("hi");
        Assert.Equal("Plan Lima!.", talk.Asked.Last().Instructions);
    }

    [Fact]
    public void Transitions_inside_the_child_are_followed_and_control_returns_from_their_end()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("hotels", new { })), Talk.Calls(("over", new { })), Talk.Text("Hostel Luna."), Talk.Text("Stay at Luna."));
        Assert.Equal("Stay at Luna.", talk.Reply("hi"));
        Assert.Equal(["planner", "hotels", "hostels", "planner"], talk.Asked.Select(a => a.Node));
    }

    [Fact]
    public void The_fourth_delegation_inside_another_is_refused_with_an_error_result()
    {
        var talk = new Talk(Script).Model([.. Enumerable.Repeat(Talk.Calls(("hotels", new { })), 1), .. Enumerable.Repeat(Talk.Calls(("deeper", new { })), 3)]);
        Assert.NotNull(talk.Reply("hi"));
        Assert.Contains(talk.Asked.SelectMany(a => a.Exchanges).SelectMany(e => e.Results), r => r == """{"error":"too_many_delegations"}""");
        Assert.Equal(3, talk.Trace.Count(t => t is { Kind: "enter", Name: "hotels" }));
        Assert.Equal("delegations", talk.Traced("limit"));
    }

    [Fact]
    public void A_child_without_an_answer_is_an_error_result_and_the_caller_goes_on()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("hotels", new { })), new ModelAnswer(null, [], "timeout"), Talk.Text("I cannot say."));
        Assert.Equal("I cannot say.", talk.Reply("hi"));
        Assert.Equal("""{"error":"timeout"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void An_escalation_in_the_child_is_one_for_all()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("hotels", new { })), Talk.Calls(("human", new { })));
        Assert.IsType<Handoff>(talk.Says("hi"));
        Assert.Equal("Lima!", talk.Variable("city"));
    }

    [Fact]
    public void A_session_ended_in_the_child_ends_with_the_callers_answer()
    {
        var talk = new Talk(Script).Model(Talk.Calls(("hotels", new { })), Talk.Calls(("bye", new { })), Talk.Text("Bye from hotels."), Talk.Text("Goodbye!"));
        Assert.Equal("Goodbye!", Assert.IsType<EndSession>(talk.Says("hi")).Text);
    }
}
