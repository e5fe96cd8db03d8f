using AgentScript.Model;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

public sealed class IntentTests
{
    private const string Script = """
        variables:
            order_number: mutable string
            email: mutable string
            rating: mutable number
        start_agent front:
            description: "Front"
            reply: ->
                | Nothing matched.
        subagent orders:
            description: "Orders"
            intent:
                examples:
                    - "Where is my order?"
                    - "Has my parcel been shipped already"
                words:
                    - "tracking"
                    - "my stuff"
                slots:
                    order_number: string
                        pattern: "#? ?W ?([0-9]{4,10})"
                        answer: "#?([0-9]{4,10})"
                        identifies: True
                    email: string
                        pattern: "[a-z0-9.]+@[a-z0-9.]+"
            reply: ->
                | order {!@variables.order_number} mail {!@variables.email}
        subagent rates:
            description: "Rates"
            intent:
                words:
                    - "rate"
                    - "tracking"
                slots:
                    rating: number
                        pattern: "[0-9]"
            reply: ->
                | rating {!@variables.rating}
        subagent silent_route:
            description: "No intent of its own"
            reply: ->
                | silent
        subagent passes_on:
            description: "Passes on"
            intent:
                words:
                    - "pass me on"
            reply: ->
                | First words.
                transition to @subagent.silent_route
        """;

    [Theory]
    [InlineData("W1001", "orders")]
    [InlineData("it's #w 1001!", "orders")]
    [InlineData("Where's my TRACKING?", "orders")]
    [InlineData("tracking", "orders")]
    [InlineData("I want my stuff.", "orders")]
    [InlineData("where is my order", "orders")]
    [InlineData("has the parcel already been SHIPPED, please?", "orders")]
    [InlineData("rate you", "rates")]
    [InlineData("rate W1001", "orders")]
    [InlineData("pass me on", "passes_on")]
    [InlineData("my other stuff", null)]
    [InlineData("separate", null)]
    [InlineData("XW1001", null)]
    [InlineData("W123", null)]
    [InlineData("W12345678901", null)]
    [InlineData("shipped", null)]
    [InlineData("", null)]
    [InlineData("?!", null)]
    public void A_message_means_a_node(string message, string? node)
    {
        var talk = new Talk(Script);
        talk.Says(message);
        Assert.Equal(node ?? "", talk.Traced("intent"));
        Assert.Equal(node, talk.Frame.Intent);
    }

    [Fact]
    public void The_node_is_entered_at_once_and_start_agent_does_not_run()
    {
        var talk = new Talk(Script);
        Assert.Equal("order 1001 mail a@b.example", talk.Reply("W1001 for a@b.example"));
        Assert.Equal("orders", talk.Traced("enter"));
        Assert.Empty(talk.Asked);
    }

    [Fact]
    public void Slots_start_afresh()
    {
        var talk = new Talk(Script);
        talk.Says("W1001 for a@b.example");
        Assert.Equal("order 1002 mail", talk.Reply("and W1002?"));
    }

    [Fact]
    public void A_slots_value_has_the_type_of_its_variable()
    {
        var talk = new Talk(Script);
        Assert.Equal("rating 5", talk.Reply("rate 5"));
        Assert.Equal(System.Text.Json.JsonValueKind.Number, talk.Frame.Variables["rating"].ValueKind);
    }

    [Fact]
    public void What_matches_nothing_begins_at_start_agent_without_an_intent()
    {
        var talk = new Talk(Script);
        Assert.Equal("Nothing matched.", talk.Reply("boats?"));
        Assert.Null(talk.Frame.Intent);
    }

    [Fact]
    public void The_intent_of_a_turn_is_the_last_node_that_has_one()
    {
        var talk = new Talk(Script);
        Assert.Equal("First words.\n\nsilent", talk.Reply("please pass me on"));
        Assert.Equal("passes_on", talk.Frame.Intent);
    }

    [Theory]
    [InlineData("(a)\\\\1")]
    [InlineData("(?=x)x")]
    [InlineData("(")]
    [InlineData("a)(b")]
    public void A_pattern_that_cannot_be_matched_in_linear_time_finds_nothing(string pattern)
    {
        var script = AgentScript.Model.Script.Parse($"start_agent a:\n    description: \"A\"\n    intent:\n        slots:\n            x: string\n                pattern: \"{pattern}\"\n                identifies: True\n    reply: ->\n        | Hello.\n");
        var step = Interpreter.Next(script, Dice.Start, new CustomerMessage("aa x ab", default));
        Assert.DoesNotContain(step.Trace, t => t.Kind == "intent");
        Assert.Equal("Hello.", Assert.IsType<Reply>(step.Effect).Text);
    }

    [Fact]
    public void A_plain_script_has_no_intents_and_every_message_begins_at_start_agent()
    {
        var talk = new Talk("start_agent a:\n    description: \"A\"\n    reasoning:\n        instructions: ->\n            | Hi.\n");
        talk.Says("W1001");
        Assert.Null(talk.Frame.Intent);
        Assert.Equal("a", talk.Asked.Single().Node);
    }
}
