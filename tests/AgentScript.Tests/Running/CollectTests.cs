namespace AgentScript.Tests.Running;

/// <summary><c>collect</c> in a reply: the script asks, and goes on behind the answer.</summary>
public sealed class CollectTests
{
    private static string With(string type, string slot = "", string attempts = "") => $$"""
        variables:
            x: mutable {{type}}
            y: mutable string
        start_agent a:
            description: "A"
            intent:
                words:
                    - "begin"{{slot}}
            reply: ->
                | Let me see.
                collect @variables.x
                    message: |
                        What is x{!"?"}{{attempts}}
                | Got {!@variables.x}.
        subagent other:
            description: "Other"
            intent:
                words:
                    - "other"
                slots:
                    z: string
                        pattern: "Z[0-9]+"
                        identifies: True
            reply: ->
                | Other.
        """;

    [Fact]
    public void It_asks_with_what_was_said_before_and_goes_on_behind_the_answer()
    {
        var talk = new Talk(With("string"));
        Assert.Equal("Let me see.\nWhat is x?", Assert.IsType<Ask>(talk.Says("begin")).Text);
        Assert.Equal("Got blue.", talk.Reply("  blue "));
        Assert.Equal("a", talk.Frame.Intent);
    }

    [Fact]
    public void What_is_known_is_not_asked_for()
    {
        var talk = new Talk(With("string").Replace("x: mutable string", "x: mutable string = \"known\"", StringComparison.Ordinal));
        Assert.Equal("Let me see.\nGot known.", talk.Reply("begin"));
    }

    [Theory]
    [InlineData("boolean", "yes please", "True")]
    [InlineData("boolean", "No, thanks", "False")]
    [InlineData("number", "about 4.5 I think", "4.5")]
    [InlineData("integer", "3", "3")]
    [InlineData("date", "on 2026-12-24.", "2026-12-24")]
    [InlineData("string", "anything at all", "anything at all")]
    public void An_answer_is_read_as_the_variables_type(string type, string answer, string expected)
    {
        var talk = new Talk(With(type));
        talk.Says("begin");
        Assert.Equal($"Got {expected}.", talk.Reply(answer));
    }

    [Theory]
    [InlineData("boolean", "perhaps")]
    [InlineData("boolean", "yes but not today")]
    [InlineData("number", "many")]
    [InlineData("number", "4 or 5")]
    [InlineData("integer", "4.5")]
    [InlineData("date", "tomorrow")]
    [InlineData("date", "2026-13-01")]
    [InlineData("string", "  ")]
    public void What_is_no_answer_is_asked_again(string type, string answer)
    {
        var talk = new Talk(With(type));
        talk.Says("begin");
        Assert.Equal("What is x?", Assert.IsType<Ask>(talk.Says(answer)).Text);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("\n            attempts: 2", 2)]
    public void After_its_attempts_a_person_takes_over(string attempts, int asked)
    {
        var talk = new Talk(With("number", "", attempts));
        talk.Says("begin");
        for (var i = 1; i < asked; i++) Assert.IsType<Ask>(talk.Says("hm"));
        Assert.Equal($"asked {asked} times for x", Assert.IsType<Handoff>(talk.Says("hm")).Reason);
        // And then it is over.
        Assert.IsType<Ask>(talk.Says("begin"));
    }

    [Fact]
    public void The_same_nodes_words_are_no_answer_and_do_not_start_the_count_again()
    {
        var talk = new Talk(With("number"));
        talk.Says("begin");
        talk.Says("begin");
        talk.Says("begin");
        Assert.IsType<Handoff>(talk.Says("begin"));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("Z1")]
    public void Another_intent_may_answer_instead(string words)
    {
        var talk = new Talk(With("number"));
        talk.Says("begin");
        Assert.Equal("Other.", talk.Reply(words));
        Assert.Equal("other", talk.Frame.Intent);
        // The question is forgotten.
        Assert.NotEqual("Got 5.", (talk.Says("5") as Reply)?.Text);
    }

    private const string Slot = """

                slots:
                    x: string
                        pattern: "W([0-9]+)"
                        answer: "([0-9]+)"
                        identifies: True
        """;

    private static readonly string WithSlot = With("string", Slot);

    [Theory]
    [InlineData("it is W77, thanks", "77")]
    [InlineData(" 78 ", "78")]
    public void A_slots_pattern_is_found_anywhere_and_its_answer_is_the_whole_message(string words, string expected)
    {
        var talk = new Talk(WithSlot);
        talk.Says("begin");
        Assert.Equal($"Got {expected}.", talk.Reply(words));
    }

    [Theory]
    [InlineData("it is 78")]
    [InlineData("no idea")]
    public void A_text_with_a_slot_does_not_take_the_whole_message(string words)
    {
        var talk = new Talk(WithSlot);
        talk.Says("begin");
        Assert.IsType<Ask>(talk.Says(words));
    }

    [Fact]
    public void A_question_in_a_delegated_node_is_the_customers_too()
    {
        var talk = new Talk("""
            variables:
                x: mutable number
            start_agent a:
                description: "A"
                reasoning:
                    instructions: ->
                        | A.
                    actions:
                        ask: @subagent.b
            subagent b:
                description: "B"
                reply: ->
                    collect @variables.x
                        message: "How many?"
                    | {!@variables.x} it is.
            """).Model(Talk.Calls(("ask", new { })), Talk.Text("Thank you."));
        Assert.Equal(new Ask("How many?"), talk.Says("hi"));
        Assert.Equal("Thank you.", talk.Reply("4"));
        Assert.Equal("""{"answer":"4 it is."}""", talk.Asked.Last().Exchanges.Single().Results.Single());
    }

    [Fact]
    public void A_collect_without_a_message_asks_for_its_variable() =>
        Assert.Equal(new Ask("Please tell me: order number."), new Talk("start_agent a:\n    description: \"A\"\n    reply: ->\n        collect @variables.order_number\n            attempts: 2\n        | x\n").Says("hi"));
}
