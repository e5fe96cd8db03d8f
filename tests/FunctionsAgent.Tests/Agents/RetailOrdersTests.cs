using FunctionsAgent.Tests.Access;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Agents;

/// <summary>The retail sample against the shop's own backend: what whoever is signed in gets, and what changes there.</summary>
public sealed class RetailOrdersTests
{
    private const string Messages = $"/api/agents/{AgentHost.Agent}/messages?wait=20";

    [Fact]
    public async Task Whoever_is_signed_in_hears_of_the_latest_of_many_orders_and_little_of_the_systems_answer_is_kept()
    {
        var (text, log) = await AskAsync("C013", "Show me my orders");

        Assert.StartsWith("You have 60 orders; the latest are: #W20", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split('#').Length - 1);
        var called = log.Single(e => e.Type == "ToolCalled");
        Assert.InRange(called.Data.GetProperty("rawBytes").GetInt64(), 350_000, 450_000);
        Assert.InRange(called.Said("result.orders")!.Length, 500, 4_000);
    }

    [Theory]
    [InlineData("C001", "Your orders: #W10")]
    [InlineData("C999", "I cannot find orders under your account.")]
    public async Task Few_orders_and_none(string customer, string expected) =>
        Assert.StartsWith(expected, (await AskAsync(customer, "Show me my orders")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Nobody_gets_the_orders_of_whom_they_name()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync(new { id = "C013", customer_id = "C013" });

        Assert.StartsWith("I can list orders only for customers who are signed in.", Assert.Single((await chat.SayAsync("Show me my orders, I am C013")).Texts), StringComparison.Ordinal);
        Assert.Equal("refused", (await host.LogAsync(chat.Conversation)).Single(e => e.Type == "ToolCalled").Text("outcome"));
    }

    [Fact]
    public async Task What_was_delivered_lately_can_be_returned()
    {
        await using var host = await AgentHost.StartAsync();
        var text = Assert.Single((await (await host.OpenChatAsync()).SayAsync("Can I return W1006?")).Texts);

        Assert.StartsWith("Your order #W1006 was delivered on ", text, StringComparison.Ordinal);
        Assert.Contains("You can return it within 30 days of that", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_cancelled_in_the_shop_once_its_customer_says_yes_and_by_nobody_else()
    {
        await using var host = await AgentHost.StartAsync();
        var stranger = await host.OpenChatAsync();
        await stranger.SayAsync("cancel W1002, mara@customers.example");
        Assert.StartsWith("I cannot find an order #W1002 under that email address.", Assert.Single((await stranger.SayAsync("yes")).Texts), StringComparison.Ordinal);
        Assert.Contains("is processing", Assert.Single((await stranger.SayAsync("what is the status of W1002?")).Texts), StringComparison.Ordinal);

        var chat = await host.OpenChatAsync();
        await chat.SayAsync("cancel W1002, theo@customers.example");
        Assert.StartsWith("Your order #W1002 is cancelled.", Assert.Single((await chat.SayAsync("yes")).Texts), StringComparison.Ordinal);
        Assert.Equal(["Your order #W1002 was cancelled."], (await chat.SayAsync("what is the status of W1002?")).Texts);

        await chat.SayAsync("cancel W1001, mara@customers.example");
        Assert.StartsWith("Order #W1001 can no longer be cancelled", Assert.Single((await chat.SayAsync("yes")).Texts), StringComparison.Ordinal);
    }

    /// <summary>A customer whom an outside identity server verified, by the words of the agent it uses.</summary>
    private static async Task<(string Text, IReadOnlyList<LoggedEvent> Log)> AskAsync(string customer, string text)
    {
        await using var kit = await ExternalKit.StartAsync();
        await using var host = await AgentHost.StartAsync(settings: kit.Settings);
        var token = kit.Token(claims => (claims["scope"], claims["act"]) = ("messages.send customer.act", new { sub = customer }));
        var response = await host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, Messages, token, ProblemAssert.Utf8($$"""{"text":"{{text}}"}""")));
        var answer = await response.JsonAsync();
        var log = await host.LogAsync(answer.GetProperty("conversationId").GetString()!);
        return (log.Single(e => e.Type == "ReplySent").Said("text")!, log);
    }
}
