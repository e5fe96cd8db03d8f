using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Agents;

/// <summary>What the sample agent says about orders and returns, from the sample backend's own data.</summary>
public sealed class WhereIsMyOrderTests(RunningHost running) : IClassFixture<RunningHost>
{
    [Theory]
    [InlineData("Where is my order #W1001?", "Your order #W1001 has shipped and is expected on .+ The tracking number is [A-Z]{2}\\d+")]
    [InlineData("w1002", "Your order #W1002 is processing; it is expected on .+, 20\\d\\d\\.$")]
    [InlineData("status of W1006 please", "Your order #W1006 was delivered on .+, 20\\d\\d\\. The tracking number is")]
    [InlineData("my parcel # W1005 is late", "Your order #W1005 is delayed; it is now expected on .+ The tracking number is")]
    [InlineData("Can I return W1007?", "Your order #W1007 was cancelled\\. There is nothing to return\\.$")]
    [InlineData("where is W9999", "I cannot find an order #W9999")]
    [InlineData("Where is my order?", "Which order is it\\?")]
    [InlineData("I would like a refund", "within 30 days of delivery")]
    [InlineData("W100", "I don't know the answer to that")]
    [InlineData("xW1001x", "I don't know the answer to that")]
    public async Task It_answers(string text, string answer)
    {
        var (status, texts) = await (await running.Host.OpenChatAsync()).SayAsync(text);

        Assert.Equal("replied", status);
        Assert.Matches(answer, Assert.Single(texts));
    }

    [Fact]
    public async Task It_asks_for_the_number_and_goes_on_with_the_answer()
    {
        var chat = await running.Host.OpenChatAsync();
        await chat.SayAsync("Where is my order?");

        Assert.Contains("Which order", Assert.Single((await chat.SayAsync("I do not remember")).Texts), StringComparison.Ordinal);
        Assert.Contains("Your order #W1001", Assert.Single((await chat.SayAsync("W1001")).Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_order_says_nothing_of_another()
    {
        var chat = await running.Host.OpenChatAsync();
        await chat.SayAsync("W1001");
        var texts = (await chat.SayAsync("W1002")).Texts;

        Assert.DoesNotContain("tracking", Assert.Single(texts), StringComparison.Ordinal);
        Assert.DoesNotContain("W1001", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_of_an_earlier_order_do_not_leak_into_a_later_one()
    {
        var tool = new ScriptedTool(call => call.Arguments.GetProperty("order_id").GetString() == "W1001"
            ? new FunctionsAgent.Tools.Ok(System.Text.Json.JsonSerializer.SerializeToElement(new { status = "delayed", expected = "2026-12-24", delivered_on = "2026-01-01" }))
            : ScriptedTool.Order(call, call.Arguments.GetProperty("order_id").GetString() == "W1002" ? "delayed" : "delivered"));
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();

        Assert.Contains("December 24", Assert.Single((await chat.SayAsync("W1001")).Texts), StringComparison.Ordinal);
        Assert.Equal(["Your order #W1002 is delayed."], (await chat.SayAsync("W1002")).Texts);
        Assert.Equal(["Your order #W1003 was delivered."], (await chat.SayAsync("W1003")).Texts);
    }
}
