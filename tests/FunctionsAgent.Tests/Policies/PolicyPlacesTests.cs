using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using static FunctionsAgent.Tests.Policies.Written;

namespace FunctionsAgent.Tests.Policies;

/// <summary>What policies do at each place, seen from the customer's side.</summary>
public sealed class PolicyPlacesTests
{
    private readonly ScriptedTool tool = new(call => ScriptedTool.Order(call, "late"));

    [Theory]
    [InlineData(Do.Answer, "Not here.", "Not here.", "answer")]
    [InlineData(Do.Ask, "Which state?", "Which state?", "ask")]
    [InlineData(Do.Refuse, "No.", "No.", "refusal")]
    [InlineData(Do.Refuse, null, "I am sorry, I cannot help with that.", "refusal")]
    public async Task At_message_its_text_is_the_reply_and_the_script_does_not_run(Do action, string? text, string said, string kind)
    {
        await using var host = await StartAsync(Policy("message", "contains(@message, \"W1001\")", action, text));
        var chat = await host.OpenChatAsync();

        Assert.Equal([said], (await chat.SayAsync("Where is W1001?")).Texts);

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(kind, Assert.Single(log.Of("ReplySent")).Text("kind"));
        Assert.Empty(log.Of("ScriptStepped"));
        Assert.Equal(["Order W1002 is late."], (await chat.SayAsync("W1002")).Texts);
    }

    [Fact]
    public async Task At_message_escalate_goes_to_a_person()
    {
        await using var host = await StartAsync(Policy("message", "contains(lower(@message), \"lawyer\")", Do.Escalate, "A colleague takes over."));
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("My LAWYER will call");

        Assert.Equal(("handed-off", "A colleague takes over."), (status, Assert.Single(texts)));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("tool:get_order")]
    [InlineData("reply")]
    public async Task Require_tells_whom_the_channel_does_not_know(string at)
    {
        await using var host = await StartAsync(Policy(at, "True", Do.Require, assurance: "channel"));

        Assert.Equal(["I need to know who you are before I can do that."], (await (await host.OpenChatAsync(new { id = "ann" })).SayAsync("W1001")).Texts);
        Assert.Equal(at == "reply" ? 1 : 0, tool.Calls.Count);

        var known = await (await host.SendAsync(Wire.Webhook(new { conversation = "c1", from = "ann@mail.example", text = "W1001" }))).ConversationAsync();
        Assert.Equal("Order W1001 is late.", (await host.TurnsEndedAsync(known)).Of("OutputChecked")[0].Said("text"));
    }

    [Theory]
    [InlineData(Do.Answer, "Ask your parents.", "answer")]
    [InlineData(Do.Ask, "How old are you?", "ask")]
    [InlineData(Do.Refuse, "No.", "refusal")]
    public async Task At_a_tool_its_text_ends_the_turn_before_the_call(Do action, string text, string kind)
    {
        await using var host = await StartAsync(Policy("tool:get_order", "@args.order_id == \"W1001\" and @intent == \"orders\" and contains(@message, \"W1001\")", action, text));
        var chat = await host.OpenChatAsync();

        Assert.Equal([text], (await chat.SayAsync("W1001")).Texts);

        Assert.Empty(tool.Calls);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal("refused", Assert.Single(log.Of("ToolCalled")).Text("outcome"));
        Assert.Equal(("the-rule", kind), (Assert.Single(log.Of("PolicyApplied")).Text("rule"), Assert.Single(log.Of("ReplySent")).Text("kind")));
        Assert.Equal(["Order W1002 is late."], (await chat.SayAsync("W1002")).Texts);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task At_a_tool_a_refusal_without_text_is_the_scripts_to_explain()
    {
        await using var host = await StartAsync(Policy("tool:get_order", "True", Do.Refuse));

        Assert.Equal(["It failed: refused_by_policy."], (await (await host.OpenChatAsync()).SayAsync("W1001")).Texts);

        Assert.Empty(tool.Calls);
    }

    [Fact]
    public async Task At_a_tool_escalate_goes_to_a_person_before_the_call()
    {
        await using var host = await StartAsync(Policy("tool:get_order", "@args.absent == 1", Do.Escalate));

        var (status, texts) = await (await host.OpenChatAsync()).SayAsync("W1001");

        Assert.Equal(("handed-off", ScriptedFlow.Package().Texts.HandedOver), (status, Assert.Single(texts)));
        Assert.Empty(tool.Calls);
    }

    [Theory]
    [InlineData(Do.Answer, "Yours is special.", "Yours is special.")]
    [InlineData(Do.Refuse, null, "It failed: refused_by_policy.")]
    public async Task Over_a_result_it_decides_after_the_call_and_the_script_does_not_see_it(Do action, string? text, string said)
    {
        await using var host = await StartAsync(Policy("tool:get_order", "@result.status == \"late\" and @result.id == \"W1001\"", action, text));
        var chat = await host.OpenChatAsync();

        Assert.Equal([said], (await chat.SayAsync("W1001")).Texts);
        Assert.Equal(["Order W1002 is late."], (await chat.SayAsync("W1002")).Texts);

        Assert.Equal(2, tool.Calls.Count);
        var called = (await host.LogAsync(chat.Conversation)).Of("ToolCalled")[0];
        Assert.Equal(("ok", "the-rule"), (called.Text("outcome"), called.Data.GetProperty("verdict").GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task At_the_reply_its_text_takes_the_place_of_what_would_be_said()
    {
        await using var host = await StartAsync(Policy("reply", "contains(@reply, \"late\") and @intent == \"orders\" and contains(@message, \"W1001\")", Do.Answer, "We are on it."));
        var chat = await host.OpenChatAsync();

        Assert.Equal(["We are on it."], (await chat.SayAsync("W1001")).Texts);
        Assert.Equal(["Order W1002 is late."], (await chat.SayAsync("W1002")).Texts);

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal("the-rule", Assert.Single(log.Of("PolicyApplied")).Text("rule"));
        Assert.DoesNotContain(log.Of("ReplySent"), e => e.Said("text") == "Order W1001 is late.");
    }

    [Fact]
    public async Task At_the_reply_escalate_goes_to_a_person_and_nothing_else_is_said()
    {
        await using var host = await StartAsync(Policy("reply", "@variables.order == \"W1001\"", Do.Escalate, "A colleague takes over."));
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("W1001");

        Assert.Equal(("handed-off", "A colleague takes over."), (status, Assert.Single(texts)));
        Assert.Empty((await host.LogAsync(chat.Conversation)).Of("OutputChecked"));
    }

    [Fact]
    public async Task What_a_policy_says_no_other_policy_judges_at_the_reply()
    {
        await using var host = await StartAsync(Policy("message", "True", Do.Answer, "First."), Policy("reply", "True", Do.Answer, "Second."));

        Assert.Equal(["First."], (await (await host.OpenChatAsync()).SayAsync("W1001")).Texts);
    }

    [Fact]
    public async Task The_first_that_applies_decides_and_an_unknown_asks()
    {
        await using var host = await StartAsync(
            Policy("message", "@customer.state == \"HI\"", Do.Answer, "Which state do you live in?", WhenUnknown.Ask),
            Policy("message", "True", Do.Refuse, "No."));

        Assert.Equal(["Which state do you live in?"], (await (await host.OpenChatAsync()).SayAsync("W1001")).Texts);
        Assert.Equal(["No."], (await (await host.OpenChatAsync(new { state = "CA" })).SayAsync("W1001")).Texts);
    }

    private Task<AgentHost> StartAsync(params IPolicy[] policies) => AgentHost.StartAsync(settings: Wire.Settings(), configure: services =>
    {
        ScriptedFlow.Serve(Orders.Package(policies))(services);
        tool.Register(services);
    });
}
