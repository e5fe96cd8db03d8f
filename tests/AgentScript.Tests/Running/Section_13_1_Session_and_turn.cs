using AgentScript.Model;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

public sealed class Section_13_1_Session_and_turn
{
    private const string Two = """
        system:
            instructions: "Desk."
            messages:
                welcome: |
                    Hello {!@variables.lang}!
                error: "Sorry."
        config:
            developer_name: "Desk"RESET
        variables:
            count: mutable number = 0
            note: mutable string
            lang: linked string
                source: @MessagingSession.EndUserLanguage
        start_agent first:
            description: "First"
            reasoning:
                instructions: ->
                    set @variables.count = @variables.count + 1
                    | First.
                actions:
                    go: @utils.transition to @subagent.second
        subagent second:
            description: "Second"
            reasoning:
                instructions: ->
                    | Second {!@variables.count}.
        """;

    private static string Script(string reset = "") => Two.Replace("RESET", reset, StringComparison.Ordinal);

    [Fact]
    public void A_session_begins_with_the_defaults_of_its_variables()
    {
        var talk = new Talk(Script());
        talk.Says("hi");
        Assert.Equal("1", talk.Variable("count"));
        Assert.Null(talk.Variable("note"));
    }

    [Fact]
    public void Variables_last_as_long_as_the_session()
    {
        var talk = new Talk(Script());
        talk.Says("one");
        talk.Says("two");
        Assert.Equal("2", talk.Variable("count"));
    }

    [Fact]
    public void Every_turn_begins_at_start_agent()
    {
        var talk = new Talk(Script()).Model(Talk.Calls(("go", new { })), Talk.Text("Here."));
        talk.Says("one");
        talk.Says("two");
        Assert.Equal(["first", "second", "first"], talk.Asked.Select(a => a.Node));
    }

    [Fact]
    public void Unless_config_says_the_session_stays_in_its_node()
    {
        var talk = new Talk(Script("\n    additional_parameter__reset_to_initial_node: False")).Model(Talk.Calls(("go", new { })), Talk.Text("Here."));
        talk.Says("one");
        talk.Says("two");
        Assert.Equal(["first", "second", "second"], talk.Asked.Select(a => a.Node));
    }

    [Fact]
    public void The_welcome_is_a_text_with_linked_variables_and_runs_no_node() =>
        Assert.Equal("Hello en!", Interpreter.Welcome(
            AgentScript.Model.Script.Parse(Script()),
            new Linked("chat", "none", default, null, System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["messagingsession.ENDUSERLANGUAGE"] = "en" }))));

    [Fact]
    public void A_script_without_a_welcome_has_none() => Assert.Null(Interpreter.Welcome(AgentScript.Model.Script.Parse("start_agent a:\n    description: \"x\"\n"), new Linked("chat", "none", default, null)));

    [Fact]
    public void A_failure_nobody_can_mend_says_the_error_message() => Assert.Equal("Sorry.", new Talk(Script()).Model(new ModelAnswer(null, [], "timeout")).Reply("hi"));
}
