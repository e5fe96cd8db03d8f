using AgentScript.Model;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>What a message could have meant is what the interpreter decides by: the first candidate that matches is the node it enters.</summary>
public sealed class IntentCandidateTests
{
    private static readonly Script Desk = Script.Parse("""
        variables:
            order_number: mutable string
            email: mutable string
        start_agent front:
            description: "Front"
            reply: ->
                | Nothing matched.
        subagent returns:
            description: "Returns"
            intent:
                words:
                    - "return"
                    - "send it back"
            reply: ->
                | Returns.
        subagent orders:
            description: "Orders"
            intent:
                examples:
                    - "Where is my order?"
                    - "Has my parcel been shipped already"
                words:
                    - "return"
                    - "tracking"
                slots:
                    order_number: string
                        pattern: "#? ?W ?([0-9]{4,10})"
                        identifies: True
                    email: string
                        pattern: "[a-z0-9.]+@[a-z0-9.]+"
            reply: ->
                | Orders.
        """);

    [Theory]
    [InlineData("I want to return it", "returns:Words, orders:Words")]
    [InlineData("return W1001", "orders:Slot, returns:Words")]
    [InlineData("Where is my order?", "orders:Example")]
    [InlineData("my order, where?", "orders:LikeExample")]
    [InlineData("is it shipped?", "orders:Partly")]
    [InlineData("back with it", "returns:Partly")]
    [InlineData("ann@shop.example", "")]
    [InlineData("hello", "")]
    [InlineData("", "")]
    [InlineData("tracking says send it back", "returns:Words, orders:Words")]
    public void They_are_listed_as_they_win_with_the_strongest_reason(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", IntentCandidates.Of(Desk, text).Select(c => $"{c.Node}:{c.Evidence[0].By}")));

    [Fact]
    public void Evidence_names_the_scripts_phrase_the_shared_words_and_the_share()
    {
        var found = IntentCandidates.Of(Desk, "has the parcel W1001 arrived");

        var candidate = Assert.Single(found);
        Assert.Equal((true, "order_number"), (candidate.Matches, candidate.Evidence[0].Phrase));
        Assert.Equal(("Has my parcel been shipped already", "parcel", 1 / 3.0), (candidate.Evidence[1].Phrase, Assert.Single(candidate.Evidence[1].Shared), candidate.Evidence[1].Share));
        Assert.Equal(Desk.Tree.Source.Line(Desk.Node("orders")!.Intent!.Syntax.Start) + 1, candidate.Line);
        Assert.DoesNotContain(candidate.Evidence, e => e.Phrase.Contains("1001", StringComparison.Ordinal) || e.Shared.Any(w => w.Contains("1001", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_interpreter_enters_the_first_that_matches_whatever_is_said()
    {
        string[] words = ["return", "W1001", "tracking", "where", "is", "my", "order", "send", "it", "back", "parcel", "shipped", "already", "has", "been", "hello", "?", "RETURN", "#w 2002"];
        var random = new Random(7);
        var entered = 0;
        for (var n = 0; n < 3_000; n++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 7)).Select(_ => words[random.Next(words.Length)]));
            var step = Interpreter.Next(Desk, Frame.Start(new Linked("chat", "none", default, null)), new CustomerMessage(text, default));

            var meant = IntentCandidates.Of(Desk, text).FirstOrDefault(c => c.Matches);

            Assert.True(step.Frame.Intent == meant?.Node, $"'{text}' entered {step.Frame.Intent ?? "none"} and the first candidate is {meant?.Node ?? "none"}");
            if (meant is not null) entered++;
        }
        Assert.InRange(entered, 500, 2_900);
    }
}
