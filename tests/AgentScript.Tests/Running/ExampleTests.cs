using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Running;

/// <summary>The five examples of the language reference (§17) with a scripted model; they lie beside the repository.</summary>
public sealed class ExampleTests
{
    private static Talk? Start(string name, object? context = null) =>
        Corpus.Read("examples").FirstOrDefault(s => s.Path.EndsWith(name, StringComparison.Ordinal)) is { Text: { } text } ? new Talk(text, context: context) : null;

    [Fact]
    public void Ex1_answers_from_its_instructions()
    {
        if (Start("ex1-hello.agent") is not { } talk) return;
        Assert.Equal("At ten.", talk.Model(Talk.Text("At ten.")).Reply("When do you open?"));
        Assert.Equal("The museum is open 10:00-18:00, closed on Mondays.\nIf the visitor asks for anything else, say that you only know the opening hours.", talk.Asked.Single().Instructions);
    }

    [Fact]
    public void Ex2_routes_looks_up_and_cancels_only_for_the_verified()
    {
        if (Start("ex2-orders.agent") is not { } talk) return;
        talk.Tool("flow://Find_Order_By_Number", new { status = "packed", record_id = "R1", email_matches = true }).Tool("apex://OrderCancellation", new { done = true });
        talk.Model(Talk.Calls(("to_lookup", new { })), Talk.Calls(("find_order", new { order_number = "B-1" }), ("remember", new { order_no = "B-1" })), Talk.Text("It is packed."));
        Assert.Equal("It is packed.", talk.Reply("B-1?"));
        Assert.Equal(["to_lookup", "human"], talk.Asked.First().Tools.Select(t => t.Name));
        Assert.Equal("""{"order_number":"B-1","include_items":false}""", talk.Called.Single().Arguments.GetRawText());
        Assert.StartsWith("The current order is B-1, status \"packed\".", talk.Asked.Last().Instructions, StringComparison.Ordinal);
        Assert.DoesNotContain("R1", string.Concat(talk.Asked.Last().Exchanges.SelectMany(e => e.Results)), StringComparison.Ordinal);

        talk.Model(Talk.Calls(("to_cancel", new { })), Talk.Calls(("cancel_order", new { })), Talk.Text("Cancelled."));
        Assert.IsType<Confirm>(talk.Says("cancel it"));
        Assert.Equal("Cancelled.", talk.Reply("yes"));
        Assert.Equal(new Handoff("Customer asks for a person", "One moment, a colleague takes over."), talk.Model(Talk.Calls(("human", new { }))).Says("a person"));
    }

    [Theory]
    [InlineData("gold", 50, "Hello gold member: offer the lounge.", 1)]
    [InlineData("", 150, "Hello: mention that an upgrade is possible (150 points).", 2)]
    [InlineData("", 10, "Hello: explain the standard plan.", 1)]
    public void Ex3_loads_once_and_goes_by_tier_and_points(string tier, int points, string line, int nodes)
    {
        if (Start("ex3-gates.agent") is not { } talk) return;
        talk.Tool("externalService://MemberApi.getProfile", new { tier, points });
        talk.Says("hi");
        Assert.StartsWith(line, talk.Asked.First().Instructions, StringComparison.Ordinal);
        Assert.Equal(nodes, talk.Asked.Count());
        talk.Says("again");
        Assert.Single(talk.Called);
    }

    [Fact]
    public void Ex4_delegates_asks_another_agent_and_ends()
    {
        if (Start("ex4-team.agent") is not { } talk) return;
        talk.Tool("standardInvocableAction://searchTravelGuide", new { passages = new[] { new { text = "p" } } });
        talk.Model(
            Talk.Calls(("save", new { city = "Lima" })), Talk.Calls(("hotel_expert", new { }), ("visa", new { }), ("guide", new { query = "Lima" })), Talk.Text("The Sol."), Talk.Calls(("bye", new { })), Talk.Text("Have a good trip."));
        Assert.Equal(new EndSession("Have a good trip."), talk.Says("plan Lima"));
        Assert.Equal("""{"query":"Lima","config_id":"travel_guide_v2"}""", talk.Called.Single().Arguments.GetRawText());
        Assert.Equal("visa checked", talk.Variable("summary"));
        Assert.DoesNotContain("hotel_expert", talk.Asked.First().Tools.Select(t => t.Name));
        Assert.Equal("""{"destination":"Lima"}""", talk.Effects.OfType<CallAgent>().Single().Inputs.GetRawText());
    }

    [Fact]
    public void Ex5_runs_in_its_instructions_and_chains_a_second_call()
    {
        if (Start("ex5-shapes.agent", new Dictionary<string, string> { ["MessagingSession.EndUserLanguage"] = "fr" }) is not { } talk) return;
        var tickets = 0;
        talk.Tool("flow://Open_Ticket", _ => new ToolResult("ok", System.Text.Json.JsonSerializer.SerializeToElement(new { ticket_no = tickets++ == 0 ? "" : $"T{tickets}", blocked = true }))).Tool("prompt://Ticket_Mail", new { promptResponse = "sent" });
        talk.Model(Talk.Calls(("open_ticket", new { title = "Broken" })), Talk.Text("The team knows."));
        Assert.Equal("The team knows.", talk.Reply("broken!"));
        Assert.Equal(
            ["""{"title":"auto","severity":1}""", """{"title":"Broken","severity":1}""", """{"Input:Body":"T2"}"""], talk.Called.Select(c => c.Arguments.GetRawText()));
        Assert.Equal("Say that the team was informed.", talk.Asked.Last().Instructions);
        Assert.Contains("Expression: 0.5 / 2", talk.Asked.First().Instructions, StringComparison.Ordinal);
    }
}
