namespace AgentScript.Tests.Running;

public sealed class Section_13_8_Connected_agents
{
    private const string Script = """
        variables:
            city: mutable string = "Lima"
            summary: mutable string = ""
        connected_subagent Visa:
            target: "agent://Visa_Agent"
            description: "Knows visa rules"
            loading_text: "Asking the visa desk"
            inputs:
                destination: string = @variables.city
                passport: string = "unknown"
                days: number = 7
            after_response:
                set @variables.summary = "visa checked"
                if @variables.city == "":
                    transition to @subagent.other
        start_agent planner:
            description: "Plans"
            reasoning:
                instructions: ->
                    | Plan. {!@variables.summary}
                actions:
                    visa: @connected_subagent.Visa
                        with passport=...
        subagent other:
            description: "Other"
            reasoning:
                instructions: ->
                    | Other.
        """;

    private static Talk Start(string script = Script) => new Talk(script).Model(Talk.Calls(("visa", new { passport = "PE" })));

    [Fact]
    public void It_is_asked_with_the_customers_words_and_the_bound_inputs()
    {
        var talk = Start();
        talk.Says("Do I need a visa?");
        var call = talk.Effects.OfType<CallAgent>().Single();
        Assert.Equal(("agent://Visa_Agent", "Do I need a visa?", "Asking the visa desk"), (call.Target, call.Text, call.Loading));
        Assert.Equal("""{"destination":"Lima","passport":"PE","days":7}""", call.Inputs.GetRawText());
        var tool = talk.Asked.First().Tools.Single();
        Assert.Equal("Knows visa rules", tool.Description);
        Assert.Equal("passport", tool.Parameters.GetProperty("properties").EnumerateObject().Single().Name);
    }

    [Fact]
    public void Its_answer_is_the_tools_result_and_after_response_runs()
    {
        var talk = Start();
        talk.Agent = _ => new AgentAnswer("No visa.");
        talk.Says("hi");
        Assert.Equal("""{"answer":"No visa."}""", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("Plan. visa checked", talk.Asked.Last().Instructions);
    }

    [Fact]
    public void A_transition_in_after_response_is_followed()
    {
        var talk = Start(Script.Replace("= \"Lima\"", "= \"\"", StringComparison.Ordinal));
        talk.Says("hi");
        Assert.Equal("Other.", talk.Asked.Last().Instructions);
    }

    [Theory]
    [InlineData(null, "not_connected", "not_connected")]
    [InlineData("", null, "empty_answer")]
    public void No_answer_is_an_error_result_and_after_response_does_not_run(string? text, string? failure, string error)
    {
        var talk = Start();
        talk.Agent = _ => new AgentAnswer(text, failure);
        Assert.NotNull(talk.Reply("hi"));
        Assert.Equal($$"""{"error":"{{error}}"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
        Assert.Equal("", talk.Variable("summary"));
    }
}
