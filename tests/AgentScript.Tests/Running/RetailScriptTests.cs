using AgentScript.Running;

namespace AgentScript.Tests.Running;

/// <summary>The sample of the repository: an agent whose every answer is a procedure.</summary>
public sealed class RetailScriptTests
{
    private static Talk Start() => new Talk(Sample.RetailSupport())
        .Tool("api://get_order", arguments => arguments.GetProperty("order_id").GetString() == "W1001"
            ? new ToolResult("ok", System.Text.Json.JsonSerializer.SerializeToElement(new { status = "shipped", expected = "2026-11-25", shipment = "S-1" }))
            : new ToolResult("failed", default, "not_found"))
        .Tool("api://get_shipment", new { carrier = "UPS", tracking = "1Z999" });

    [Fact]
    public void An_order_number_is_enough_to_know_what_is_meant()
    {
        var talk = Start();
        Assert.Equal("Your order #W1001 has shipped and is expected on Wednesday, November 25, 2026. The tracking number is 1Z999 (UPS).", talk.Reply("Where is my order #W1001?"));
        Assert.Equal("order_status", talk.Frame.Intent);
    }

    [Fact]
    public void An_order_is_asked_for_and_the_bare_digits_are_the_answer()
    {
        var talk = Start();
        Assert.StartsWith("Which order is it?", Assert.IsType<Ask>(talk.Says("Where is my parcel?")).Text, StringComparison.Ordinal);
        Assert.StartsWith("Your order #W1001", talk.Reply("1001")!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_is_asked_for_again_and_the_right_one_goes_on()
    {
        var talk = Start();
        Assert.StartsWith("I cannot find an order #W4242.", Assert.IsType<Ask>(talk.Says("W4242")).Text, StringComparison.Ordinal);
        Assert.StartsWith("Your order #W1001", talk.Reply("it is W1001, sorry")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_question_may_come_in_place_of_the_answer()
    {
        var talk = Start();
        talk.Says("Where is my parcel?");
        Assert.StartsWith("You can return anything", talk.Reply("How do refunds work?")!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_understands_is_offered_to_a_person()
    {
        var talk = Start();
        Assert.StartsWith("I don't know the answer", Assert.IsType<Ask>(talk.Says("Do you sell boats?")).Text, StringComparison.Ordinal);
        Assert.Null(talk.Frame.Intent);
        Assert.Equal("the customer took the offer of a person", Assert.IsType<Handoff>(talk.Says("yes please")).Reason);
    }
}
