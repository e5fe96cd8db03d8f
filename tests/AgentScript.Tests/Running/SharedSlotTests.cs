using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>An order's number says that it is about an order; what is to be done with it the other words say.</summary>
public sealed class SharedSlotTests
{
    private const string Script = """
        variables:
            number: mutable string
            mail: mutable string
        start_agent front:
            description: "Front"
            reply: ->
                | Nothing matched.
        subagent cancel:
            description: "Cancels"
            intent:
                examples:
                    - "I no longer need W1"
                words:
                    - "cancel"
                slots:
                    number: string
                        pattern: "W([0-9]+)"
            reply: ->
                collect @variables.number
                    message: "Which one shall be cancelled?"
                collect @variables.mail
                    message: "Your address?"
                | Cancelled {!@variables.number}.
        subagent look:
            description: "Looks"
            intent:
                words:
                    - "order"
                    - "where"
                slots:
                    number: string
                        pattern: "W([0-9]+)"
                        identifies: True
            reply: ->
                collect @variables.number
                    message: "Which one shall I look up?"
                | Found {!@variables.number}.
        """;

    [Theory]
    [InlineData("cancel W1", "Your address?")]
    [InlineData("cancel my order W1", "Your address?")]
    [InlineData("where is W1", "Found 1.")]
    [InlineData("was W1 cancelled? where is it", "Found 1.")]
    [InlineData("I no longer need W1", "Your address?")]
    public void Words_decide_then_an_example(string text, string said) => Assert.Equal(said, Said(new Talk(Script), text));

    [Theory]
    [InlineData("look", "Found 1.")]
    [InlineData("cancel", "Your address?")]
    public void The_classifier_decides_where_no_word_does(string node, string said) =>
        Assert.Equal(said, (new Talk(Script).Turn(new CustomerMessage("about W1", DateTimeOffset.UnixEpoch) { Meaning = new(node, 0.97, []) }) as ISpoken)?.Text);

    [Fact]
    public void Else_the_one_that_is_identified() => Assert.Equal("Found 1.", Said(new Talk(Script), "W1"));

    [Fact]
    public void Where_several_are_identified_the_first_of_the_file() =>
        Assert.Equal("Your address?", Said(new Talk(Script.Replace("pattern: \"W([0-9]+)\"\n    reply", "pattern: \"W([0-9]+)\"\n                identifies: True\n    reply", StringComparison.Ordinal)), "W1"));

    [Theory]
    [InlineData("W1", "Your address?")]
    [InlineData("order W1", "Your address?")]
    [InlineData("W1?", "Your address?")]
    [InlineData("where is W1?", "Found 1.")]
    public void The_node_that_asked_takes_the_answer_unless_it_is_a_question_of_another(string answer, string said)
    {
        var talk = new Talk(Script);
        Assert.Equal("Which one shall be cancelled?", Said(talk, "cancel"));
        Assert.Equal(said, Said(talk, answer));
    }

    [Theory]
    [InlineData("W1", "Found 1.")]
    [InlineData("cancel W1", "Your address?")]
    public void A_later_node_that_asked_takes_it_where_no_earlier_one_is_meant(string answer, string said)
    {
        var talk = new Talk(Script);
        Assert.Equal("Which one shall I look up?", Said(talk, "where is it"));
        Assert.Equal(said, Said(talk, answer));
    }

    [Fact]
    public void Another_number_in_the_middle_starts_the_same_node_afresh()
    {
        var talk = new Talk(Script);
        Said(talk, "cancel W1");
        Assert.Equal("Your address?", Said(talk, "W2, sorry"));
        Assert.Equal("Cancelled 2.", Said(talk, "a@b.example"));
    }

    [Theory]
    [InlineData("where is W1", "look")]
    [InlineData("cancel W1", "cancel")]
    public void Explained_in_the_order_in_which_it_is_decided(string text, string node) =>
        Assert.Equal(node, IntentCandidates.Of(Model.Script.Parse(Script), text)[0].Node);

    private static string? Said(Talk talk, string text) => (talk.Says(text) as ISpoken)?.Text;
}
