using System.Collections.Immutable;
using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>What a classifier outside the language says of a message, several requests in one, and the question between two.</summary>
public sealed class MeaningTests
{
    private const string Script = """
        variables:
            order_number: mutable string
            day: mutable date
            amount: mutable currency
            mail: mutable string
        start_agent front:
            description: "Front"
            reply: ->
                | Nothing matched.
        subagent orders:
            description: "Where an order is."
            intent:
                words:
                    - "parcel"
                slots:
                    order_number: string
                        pattern: "W([0-9]{4})"
                        identifies: True
            reply: ->
                collect @variables.order_number
                    message: "Which order?"
                run @actions.look
                    with id=@variables.order_number
                | Order {!@variables.order_number} is on its way.
            actions:
                look:
                    target: "api://look"
                    inputs:
                        id: string
        subagent returns:
            label: "Sending something back"
            description: "Returns"
            intent:
                words:
                    - "return"
            reply: ->
                | Returns take 30 days.
        subagent visits:
            description: "Visits"
            intent:
                words:
                    - "visit"
                slots:
                    day: date
                        kind: "date"
                    mail: string
                        kind: "email"
            reply: ->
                collect @variables.day
                    message: "Which day?"
                | See you on {!@variables.day}.
        subagent person:
            description: "A person"
            intent:
                words:
                    - "human"
            reply: ->
                run @utils.escalate
                    with reason="asked"
                    with message="A person will write to you."
        subagent broken:
            description: "Broken"
            intent:
                words:
                    - "broken"
            reply: ->
                | {!1 / 0}
        """;

    private static readonly Meaning Orders = new("orders", 0.9, []), Returns = new("returns", 0.8, []);

    private static CustomerMessage Message(string text, Meaning? meaning = null, params MessagePart[] parts) =>
        new(text, DateTimeOffset.UnixEpoch) { Meaning = meaning, Parts = [.. parts] };

    private static MessagePart Part(string text, Meaning? meaning = null) => new(text, meaning);

    private static FoundValue Found(string text, string raw, string kind, string value) => new(kind, value, text.IndexOf(raw, StringComparison.Ordinal), raw.Length);

    [Fact]
    public void What_the_classifier_is_sure_of_begins_its_node()
    {
        var talk = new Talk(Script);
        var step = talk.Hears(Message("what became of the thing I bought", Orders));
        Assert.Equal("Which order?", Assert.IsType<Ask>(step.Effect).Text);
        Assert.Equal(new Understood("orders", "classifier", 0.9), Assert.Single(step.Understood));
    }

    [Theory]
    [InlineData("I want to return it", "words")]
    [InlineData("return W1234", "slot")]
    public void The_scripts_own_words_go_before_it(string text, string by)
    {
        var step = new Talk(Script).Hears(Message(text, new("visits", 0.99, [])));
        Assert.Equal(by, Assert.Single(step.Understood).By);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("front")]
    public void A_node_without_an_intent_is_no_meaning(string node)
    {
        var talk = new Talk(Script);
        Assert.Equal("Nothing matched.", Assert.IsType<Reply>(talk.Hears(Message("hm", new(node, 1, []))).Effect).Text);
        Assert.Equal("Nothing matched.", Assert.IsType<Reply>(talk.Hears(Message("hm", new(null, 1, [node]))).Effect).Text);
    }

    [Fact]
    public void Between_two_the_customer_is_asked_once()
    {
        var talk = new Talk(Script);
        var ask = Assert.IsType<Ask>(talk.Hears(Message("about my lamp", new(null, 0.5, ["orders", "returns"]))).Effect);
        Assert.Equal("Is this about \"Where an order is\" or \"Sending something back\"?", ask.Text);
        Assert.Equal(["orders", "returns"], ask.Between.AsEnumerable());
        Assert.Null(talk.Frame.Intent);
        // Still unclear: no second question.
        Assert.Equal("Nothing matched.", Assert.IsType<Reply>(talk.Hears(Message("about my lamp", new(null, 0.5, ["orders", "returns"]))).Effect).Text);
    }

    [Theory]
    [InlineData("the second one", "returns")]
    [InlineData("2", "returns")]
    [InlineData("sending back", "returns")]
    [InlineData("where it is, the order", "orders")]
    [InlineData("my parcel", "orders")]
    public void The_choice_is_read_in_several_ways(string answer, string node)
    {
        var talk = new Talk(Script);
        talk.Hears(Message("about my lamp", new(null, 0.5, ["orders", "returns"])));
        var step = talk.Hears(Message(answer));
        Assert.Equal(new Understood(node, "choice"), Assert.Single(step.Understood));
        Assert.Equal(node, talk.Frame.Intent);
    }

    [Fact]
    public void What_was_written_before_the_question_counts_after_the_choice()
    {
        var talk = new Talk(Script);
        talk.Hears(Message("on that day", new(null, 0.5, ["visits", "returns"])));
        var step = talk.Hears(Message("visit") with { Found = [] });
        Assert.Equal("Which day?", Assert.IsType<Ask>(step.Effect).Text);
    }

    [Fact]
    public void Another_request_instead_of_a_choice_is_served()
    {
        var talk = new Talk(Script);
        talk.Hears(Message("about my lamp", new(null, 0.5, ["orders", "returns"])));
        Assert.IsType<Handoff>(talk.Hears(Message("a human please")).Effect);
    }

    [Theory]
    [InlineData("yes", "Which order?")]
    [InlineData("no", "Nothing matched.")]
    public void A_single_candidate_is_confirmed(string answer, string expected)
    {
        var talk = new Talk(Script);
        Assert.Equal("Is this about \"Where an order is\"?", Assert.IsType<Ask>(talk.Hears(Message("the thing", new(null, 0.6, ["orders"]))).Effect).Text);
        Assert.Equal(expected, ((ISpoken)talk.Hears(Message(answer)).Effect).Text);
    }

    [Fact]
    public void Several_requests_of_a_message_are_all_answered_in_one_reply()
    {
        var talk = new Talk(Script);
        var step = talk.Hears(Message("Where is W1234 and how do I return a lamp?", null, Part("Where is W1234"), Part("how do I return a lamp?")));
        Assert.Equal(["orders", "returns"], step.Understood.Select(u => u.Intent));
        Assert.IsType<CallAction>(step.Effect);
        var reply = Assert.IsType<Reply>(talk.Next(new ToolResult("ok", System.Text.Json.JsonElement.Parse("{}"))).Effect);
        Assert.Equal("Order 1234 is on its way.\n\nReturns take 30 days.", reply.Text);
        Assert.False(reply.IsError);
    }

    [Fact]
    public void The_second_waits_while_the_first_asks()
    {
        var talk = new Talk(Script);
        Assert.Equal("Which order?", Assert.IsType<Ask>(talk.Hears(Message("my parcel? and a return", null, Part("my parcel?"), Part("and a return"))).Effect).Text);
        Assert.IsType<CallAction>(talk.Hears(Message("W1234")).Effect);
        Assert.Equal("Order 1234 is on its way.\n\nReturns take 30 days.", Assert.IsType<Reply>(talk.Next(new ToolResult("ok", System.Text.Json.JsonElement.Parse("{}"))).Effect).Text);
    }

    [Fact]
    public void An_answer_may_come_with_another_request()
    {
        var talk = new Talk(Script);
        talk.Hears(Message("my parcel"));
        Assert.IsType<CallAction>(talk.Hears(Message("W1234. And how do returns, return?", null, Part("W1234."), Part("And how do returns, return?"))).Effect);
        Assert.EndsWith("Returns take 30 days.", Assert.IsType<Reply>(talk.Next(new ToolResult("ok", System.Text.Json.JsonElement.Parse("{}"))).Effect).Text);
    }

    [Fact]
    public void What_waits_is_forgotten_when_the_customer_begins_anew()
    {
        var talk = new Talk(Script);
        talk.Hears(Message("my parcel? and a return", null, Part("my parcel?"), Part("and a return")));
        Assert.IsType<Handoff>(talk.Hears(Message("human")).Effect);
        Assert.Equal("Nothing matched.", talk.Reply("hm"));
    }

    [Fact]
    public void Parts_of_one_request_stay_one()
    {
        var step = new Talk(Script).Hears(Message("I want to return a lamp. It was a gift.", null, Part("I want to return a lamp."), Part("It was a gift.")));
        Assert.Equal("Returns take 30 days.", Assert.IsType<Reply>(step.Effect).Text);
        Assert.Single(step.Understood);
    }

    [Fact]
    public void One_that_fails_makes_the_reply_an_error_and_the_other_is_still_said()
    {
        var step = new Talk(Script).Hears(Message("it is broken, and a return", null, Part("it is broken"), Part("and a return")));
        var reply = Assert.IsType<Reply>(step.Effect);
        Assert.True(reply.IsError);
        Assert.EndsWith("Returns take 30 days.", reply.Text);
    }

    [Fact]
    public void A_hand_off_takes_the_rest_along()
    {
        var talk = new Talk(Script);
        var handoff = Assert.IsType<Handoff>(talk.Hears(Message("return? human!", null, Part("return?"), Part("human!"))).Effect);
        Assert.Equal("Returns take 30 days.\n\nA person will write to you.", handoff.Text);
    }

    [Fact]
    public void A_typed_value_fills_a_slot_of_its_kind()
    {
        const string text = "I would like to visit next Friday, a@b.example";
        var talk = new Talk(Script);
        Assert.Equal("See you on 2026-11-27.", Assert.IsType<Reply>(talk.Hears(Message(text) with { Found = [Found(text, "next Friday", "date", "2026-11-27"), Found(text, "a@b.example", "email", "a@b.example")] }).Effect).Text);
        Assert.Equal("a@b.example", talk.Frame.Text("mail"));
    }

    [Fact]
    public void A_typed_value_answers_a_question_of_its_type_and_two_do_not()
    {
        const string two = "Monday or Tuesday";
        var talk = new Talk(Script);
        talk.Hears(Message("visit"));
        Assert.Equal("See you on 2026-11-24.", Assert.IsType<Reply>(talk.Hears(Message("tomorrow") with { Found = [Found("tomorrow", "tomorrow", "date", "2026-11-24")] }).Effect).Text);
        talk.Hears(Message("visit"));
        Assert.Equal("See you on 2026-11-23.", Assert.IsType<Reply>(talk.Hears(Message(two) with { Found = [Found(two, "Monday", "date", "2026-11-23"), Found(two, "Tuesday", "date", "2026-11-24")] }).Effect).Text);
    }

    [Fact]
    public void Offsets_that_cannot_be_find_nothing()
    {
        var talk = new Talk(Script);
        var step = talk.Hears(Message("visit") with { Found = [new("date", "2026-11-24", 3, 9), new("date", "2026-11-24", -1, 2), new("date", "2026-11-24", int.MaxValue, 1)] });
        Assert.Equal("Which day?", Assert.IsType<Ask>(step.Effect).Text);
    }

    [Fact]
    public void A_frame_that_waits_for_a_choice_survives_json()
    {
        var talk = new Talk(Script);
        talk.Hears(Message("about my lamp", new(null, 0.5, ["orders", "returns"])));
        var options = new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web);
        var frame = System.Text.Json.JsonSerializer.Deserialize<Frame>(System.Text.Json.JsonSerializer.Serialize(talk.Frame, options), options)!;
        var step = Interpreter.Next(AgentScript.Model.Script.Parse(Script, null), frame, Message("2"));
        Assert.Equal("returns", Assert.Single(step.Understood).Intent);
    }
}
