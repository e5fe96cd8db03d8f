using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Agents;

/// <summary>The sample agent passes a conversation to a person, and says what becomes of later messages.</summary>
public sealed class HandoffTests(RunningHost running) : IClassFixture<RunningHost>
{
    private AgentHost Host => running.Host;

    [Theory]
    [InlineData("I want a person")]
    [InlineData("let me talk to somebody!")]
    [InlineData("can a HUMAN help me")]
    public async Task Whoever_asks_for_a_person_gets_one(string text)
    {
        var chat = await Host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync(text, "m-1");

        Assert.Equal("handed-off", status);
        Assert.Contains("passing this to a person", Assert.Single(texts), StringComparison.Ordinal);
        var log = await Host.LogAsync(chat.Conversation);
        var opened = Assert.Single(log.Of("HandoffOpened"));
        Assert.Equal(("the customer asked for a person", "inbox"), (opened.Text("reason"), opened.Text("desk")));
        Assert.Equal(["m-1"], log.Answered());
        var listed = (await Host.Staff.ListAsync($"/api/operator/handoffs?agent={AgentHost.Agent}")).Single(h => h.GetProperty("conversationId").GetString() == chat.Conversation);
        Assert.Equal(("chat", "the customer asked for a person"), (listed.GetProperty("channel").GetString(), listed.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("public", "it is stuck: sk-live-0123456789abcdef0123", "it is stuck: [removed]", false)]
    [InlineData("internal", "it is stuck", "it is stuck", true)]
    public async Task What_a_script_says_with_it_is_guarded_and_a_reason_of_others_words_can_be_erased(string reasonClass, string text, string said, bool isContent)
    {
        var flow = ScriptedFlow.Always(() => new AgentScript.Handoff("Ann Smith is angry", text) { Class = "personal", ReasonClass = reasonClass });
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(ScriptedFlow.Package(flow)));
        var chat = await host.OpenChatAsync();

        Assert.Equal([said], (await chat.SayAsync("help")).Texts);

        var opened = Assert.Single((await host.LogAsync(chat.Conversation)).Of("HandoffOpened"));
        Assert.Equal(isContent ? ("given by the script", "Ann Smith is angry") : ("Ann Smith is angry", null), (opened.Text("reason"), opened.Said("reason")));
        Assert.Equal(!isContent, opened.Text("verdicts") is not null);
        var listed = (await host.Staff.ListAsync($"/api/operator/handoffs?agent={AgentHost.Agent}")).Single(h => h.GetProperty("conversationId").GetString() == chat.Conversation);
        Assert.Equal("Ann Smith is angry", listed.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Later_messages_are_kept_for_the_person_and_named_in_a_reply()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("I want a person", "m-1");

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?", "m-2");
        await chat.SayAsync("hello?", "m-3");

        Assert.Equal("handed-off", status);
        Assert.Contains("added this for the person", Assert.Single(texts), StringComparison.Ordinal);
        var log = await Host.LogAsync(chat.Conversation);
        Assert.Equal(["m-1", "m-2", "m-3"], log.Answered());
        Assert.Single(log.Of("HandoffOpened"));
        Assert.Single(log.Of("TurnStarted"));
        Assert.Empty(log.Of("ToolCalled"));
        Assert.Equal("Where is my order #W1001?", log.Of("MessageReceived")[1].Said("text"));
    }

    [Theory]
    [InlineData("yes please", "handed-off", "passing this to a person")]
    [InlineData("Ok", "handed-off", "passing this to a person")]
    [InlineData("no", "replied", "anything else")]
    [InlineData("returns", "replied", "30 days")]
    [InlineData("Where is W1001?", "replied", "#W1001")]
    [InlineData("yesterday I saw a bird", "replied", "I don't know")]
    public async Task An_offered_person_is_taken_declined_or_passed_over(string answer, string status, string piece)
    {
        var chat = await Host.OpenChatAsync();
        var offer = await chat.SayAsync("what is the meaning of life");
        Assert.Contains("Would you like me to pass this to a person?", Assert.Single(offer.Texts), StringComparison.Ordinal);

        var (became, texts) = await chat.SayAsync(answer);

        Assert.Equal(status, became);
        Assert.Contains(piece, Assert.Single(texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yes_to_nothing_is_no_order_for_a_person()
    {
        var (status, _) = await (await Host.OpenChatAsync()).SayAsync("yes");

        Assert.Equal("replied", status);
    }

    [Fact]
    public async Task A_conversation_with_the_agent_is_not_listed()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("returns");

        Assert.DoesNotContain(await Host.Staff.ListAsync("/api/operator/handoffs"), h => h.GetProperty("conversationId").GetString() == chat.Conversation);
    }
}
