namespace AgentScript.Tests.Running;

/// <summary>The experimental collect of <c>reasoning.instructions</c>: there it is the model that asks.</summary>
public sealed class Section_12_8_Collect
{
    private const string Script = """
        variables:
            city: mutable string = ""
            nights: mutable number
        start_agent hello:
            description: "Hello"
            reasoning:
                instructions: ->
                    | Hello.
                actions:
                    book: @utils.transition to @subagent.booking
        subagent booking:
            description: "Books"
            reasoning:
                instructions: ->
                    | Book a hotel.
                    collect @variables.city
                        message: "Which city?"
                    collect @variables.nights
                        message: "How many nights?"
        """;

    private static Talk Start() => new Talk(Script).Model(Talk.Calls(("book", new { })));

    [Fact]
    public void One_missing_field_at_a_time_is_asked_for_with_exactly_its_message()
    {
        var talk = Start();
        talk.Says("hi");
        var asked = talk.Asked.Last();
        Assert.Contains("\"Which city?\"", asked.Instructions, StringComparison.Ordinal);
        Assert.DoesNotContain("How many nights?", asked.Instructions, StringComparison.Ordinal);
        Assert.Equal(["capture_booking_fields", "cancel_booking_collect"], asked.Tools.Select(t => t.Name));
        Assert.Equal("""{"type":"object","properties":{"city":{"type":"string"},"nights":{"type":"number"}},"required":[],"additionalProperties":false}""", asked.Tools[0].Parameters.GetRawText());
    }

    [Fact]
    public void The_next_turn_begins_here_while_a_field_is_missing()
    {
        var talk = Start().Model(Talk.Text("Which city?"), Talk.Calls(("capture_booking_fields", new { city = "Lima" })), Talk.Text("How many nights?"));
        talk.Says("hi");
        talk.Says("Lima");
        Assert.Equal(["hello", "booking", "booking", "booking"], talk.Asked.Select(a => a.Node));
        Assert.Contains("\"How many nights?\"", talk.Asked.Last().Instructions, StringComparison.Ordinal);
        Assert.Equal("Lima", talk.Variable("city"));
    }

    [Fact]
    public void When_all_is_known_the_tools_are_gone_and_the_next_turn_begins_at_the_start()
    {
        var talk = Start().Model(Talk.Calls(("capture_booking_fields", new { city = "Lima", nights = 3 })), Talk.Text("Booked."));
        talk.Says("hi");
        Assert.Empty(talk.Asked.Last().Tools);
        Assert.EndsWith("do not ask for it again.", talk.Asked.Last().Instructions, StringComparison.Ordinal);
        talk.Says("thanks");
        Assert.Equal("hello", talk.Asked.Last().Node);
    }

    [Fact]
    public void Cancelling_goes_back_to_the_start()
    {
        var talk = Start().Model(Talk.Calls(("cancel_booking_collect", new { })), Talk.Text("Fine."));
        talk.Says("hi");
        Assert.Equal("hello", talk.Asked.Last().Node);
    }

    [Fact]
    public void A_value_of_another_type_is_refused()
    {
        var talk = Start().Model(Talk.Calls(("capture_booking_fields", new { nights = "some" })), Talk.Text("Hm."));
        talk.Says("hi");
        Assert.Equal("""{"error":"invalid_input","field":"nights"}""", talk.Asked.Last().Exchanges.Last().Results.Single());
    }
}
