using System.Net.Http.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>One customer asks the same by every door: the log says the same was decided.</summary>
public sealed class SameAnswerTests : IAsyncLifetime, IDisposable
{
    private readonly SmtpSink smtp = new();
    private readonly HttpSink sink = new();
    private AgentHost host = null!;
    private AgentHost replying = null!;

    public async Task InitializeAsync()
    {
        host = await Wire.StartAsync(smtp);
        replying = await Wire.StartAsync(smtp, sink.Url);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await replying.DisposeAsync();
    }

    public void Dispose()
    {
        smtp.Dispose();
        sink.Dispose();
    }

    [Theory]
    [InlineData(Wire.Question, "IntentMatched intent=order_status", 0)]
    [InlineData("Where is my order #W9999?", "target=api://get_order", 0)]
    [InlineData("How do I return a lamp?", "intent=returns", 0)]
    [InlineData("Do you sell insurance?", "ReplySent outcome=sent kind=fallback", 1)]
    [InlineData("I want to speak to a person.", "HandoffOpened kind=handed-off", 1)]
    public async Task By_every_door_the_same_is_decided(string question, string expected, int signals)
    {
        var chat = await ByChatAsync(question, null, signals);

        Assert.Contains(chat, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(chat, await ByApiAsync(question, null, signals));
        Assert.Equal(chat, await ByWebhookAsync(question, null, signals));
        Assert.Equal(chat, await ByWebhookWithReplyAsync(question, signals));
        Assert.Equal(chat, await ByMailAsync(question, signals));
        Assert.Equal(chat, await ByPhoneAsync(question, signals));
    }

    [Fact]
    public async Task A_customer_in_Hawaii_gets_the_fixed_answer_by_every_door_that_can_say_so()
    {
        var customer = new { state = "HI" };
        var chat = await ByChatAsync(Wire.Question, customer, 0);

        Assert.Contains("reasoning PolicyApplied rule=hawaii-not-served do=answer reason=when @customer.state == \"HI\" next=output", chat);
        Assert.DoesNotContain(chat, line => line.Contains("ToolCalled", StringComparison.Ordinal));
        Assert.Equal(chat, await ByApiAsync(Wire.Question, customer, 0));
        Assert.Equal(chat, await ByWebhookAsync(Wire.Question, customer, 0));
    }

    [Fact]
    public async Task A_customer_elsewhere_is_asked_no_different_by_saying_so() =>
        Assert.Equal(await ByChatAsync(Wire.Question, null, 0), await ByApiAsync(Wire.Question, new { state = "TX" }, 0));

    private async Task<IReadOnlyList<string>> ByChatAsync(string question, object? customer, int signals)
    {
        var chat = await host.OpenChatAsync(customer);
        await chat.SayAsync(question);
        return await DecidedAsync(host, chat.Conversation, signals);
    }

    private async Task<IReadOnlyList<string>> ByApiAsync(string question, object? customer, int signals)
    {
        var response = await host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text = question, customer });
        return await DecidedAsync(host, (await response.JsonAsync()).GetProperty("conversationId").GetString()!, signals);
    }

    private async Task<IReadOnlyList<string>> ByWebhookAsync(string question, object? customer, int signals)
    {
        var response = await host.SendAsync(Wire.Webhook(new { conversation = "c1", text = question, customer }));
        return await DecidedAsync(host, await response.ConversationAsync(), signals);
    }

    private async Task<IReadOnlyList<string>> ByWebhookWithReplyAsync(string question, int signals)
    {
        var response = await replying.SendAsync(Wire.Webhook(new { conversation = "c1", text = question }));
        await sink.TakeAsync("200 OK");
        return await DecidedAsync(replying, await response.ConversationAsync(), signals);
    }

    private async Task<IReadOnlyList<string>> ByMailAsync(string question, int signals) =>
        await DecidedAsync(host, await (await host.SendAsync(Mail.Request(Mail.Text(question)))).ConversationAsync(), signals);

    private async Task<IReadOnlyList<string>> ByPhoneAsync(string question, int signals)
    {
        var response = await host.SendAsync(TwilioCall.Post("/channels/voice/twilio/turn?n=1", fields: [("SpeechResult", question), ("Confidence", "0.9")]));
        Assert.Equal(200, (int)response.StatusCode);
        return await DecidedAsync(host, ThreadId.For(AgentHost.Agent, "+14155550199", "voice", "CA1").Value, signals);
    }

    private static async Task<IReadOnlyList<string>> DecidedAsync(AgentHost host, string conversation, int signals)
    {
        await host.WhenTurnsEndedAsync(conversation);
        return Decisions.Of(await host.LogWhenAsync(conversation, log => log.Count(e => e.Type == "SignalRaised") >= signals && log[^1].Type != "OutputChecked"
            && log.Any(e => e.Type == "TimerSet" && e.Text("name") == "quiet")));
    }
}
