using System.Collections.Immutable;

namespace AgentScript.Tests.Running;

public sealed class DataClassTests
{
    private const string Script = """
        variables:
            status: mutable string = ""
            address: mutable string = ""
            both: mutable string = ""
            number: mutable string
        start_agent d:
            description: "D"
            intent:
                words:
                    - "look"
                slots:
                    number: string
                        pattern: "N[0-9]+"
            actions:
                look:
                    outputs:
                        status: string
                        address: string
                        pin: string
                    target: "api://look"
            reply: ->
                run @actions.look
                    set @variables.status = @outputs.status
                    set @variables.address = @outputs.address
                    set @variables.both = @outputs.status + " " + @variables.address
                | LINE
        """;

    private static string? Class(string line, string classes = "personal")
    {
        var talk = new Talk(Script.Replace("LINE", line, StringComparison.Ordinal))
            .Tool("api://look", new { status = "shipped", address = "Elm 1", pin = "1234" }, ImmutableDictionary<string, string>.Empty.Add("address", classes).Add("status", "public"));
        return (talk.Says("look N5") as Reply)?.Class;
    }

    [Theory]
    [InlineData("Plain text.", "public")]
    [InlineData("{!@variables.status}", "public")]
    [InlineData("{!@variables.address}", "personal")]
    [InlineData("{!@variables.both}", "personal")]
    [InlineData("{!@variables.number}", "internal")]
    [InlineData("{!@system_variables.user_input}", "personal")]
    [InlineData("{!\"a\" if @variables.status == \"x\" else \"b\"}", "public")]
    public void A_reply_is_of_the_strictest_class_it_shows(string line, string expected) => Assert.Equal(expected, Class(line));

    [Theory]
    [InlineData("collect @variables.other\n            message: | At {!@variables.address}?")]
    [InlineData("run @utils.escalate\n            with message=\"At \" + @variables.address")]
    [InlineData("run @utils.end_session\n            with message=\"At \" + @variables.address")]
    [InlineData("run @actions.send\n            with to=@variables.address")]
    [InlineData("| So: {!@variables.address}\n        collect @variables.other\n            message: \"Right?\"")]
    public void Every_text_for_the_customer_has_its_class(string lines)
    {
        var script = Script.Replace("| LINE", lines, StringComparison.Ordinal)
            .Replace("    reply: ->", "        send:\n            require_user_confirmation: True\n            inputs:\n                to: string\n            target: \"api://send\"\n    reply: ->", StringComparison.Ordinal);
        var talk = new Talk(script).Tool("api://look", new { address = "Elm 1" }, ImmutableDictionary<string, string>.Empty.Add("address", "personal"));
        var spoken = Assert.IsAssignableFrom<ISpoken>(talk.Says("look"));
        Assert.Contains("Elm 1", spoken.Text, StringComparison.Ordinal);
        Assert.Equal("personal", spoken.Class);
    }

    [Fact]
    public void What_no_tool_declares_is_internal()
    {
        var talk = new Talk(Script.Replace("LINE", "{!@variables.status}", StringComparison.Ordinal)).Tool("api://look", new { status = "shipped" });
        Assert.Equal("internal", (talk.Says("look") as Reply)?.Class);
    }

    [Fact]
    public void A_class_nobody_knows_is_the_strictest() => Assert.Equal("confidential", Class("{!@variables.address}", "confidential"));

    [Fact]
    public void A_variables_class_is_that_of_its_last_value()
    {
        var talk = new Talk(Script.Replace("| LINE", "set @variables.address = \"unknown\"\n        | {!@variables.address}", StringComparison.Ordinal))
            .Tool("api://look", new { address = "Elm 1" }, ImmutableDictionary<string, string>.Empty.Add("address", "personal"));
        Assert.Equal("public", (talk.Says("look") as Reply)?.Class);
    }

    [Fact]
    public void A_models_answer_is_of_the_strictest_class_it_was_shown_and_a_secret_it_is_not_shown()
    {
        var talk = new Talk("""
            start_agent d:
                description: "D"
                actions:
                    look:
                        outputs:
                            address: string
                            pin: string
                        target: "api://look"
                reasoning:
                    instructions: ->
                        | Work.
                    actions:
                        look: @actions.look
            """).Tool("api://look", new { address = "Elm 1", pin = "1234" }, ImmutableDictionary<string, string>.Empty.Add("address", "personal").Add("pin", "secret"));
        Assert.Equal("internal", ((Reply)talk.Model(Talk.Text("Hello.")).Says("hi")).Class);
        Assert.Equal("personal", ((Reply)talk.Model(Talk.Calls(("look", new { })), Talk.Text("Elm 1.")).Says("where?")).Class);
        Assert.Equal("""{"address":"Elm 1"}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }
}
