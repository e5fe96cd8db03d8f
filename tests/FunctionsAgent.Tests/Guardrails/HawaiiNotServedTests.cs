using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>The policy of the sample agent: a customer in Hawaii gets the fixed answer, whatever is asked; nobody else does.</summary>
public sealed class HawaiiNotServedTests : IAsyncLifetime
{
    private const string Fixed = "We do not serve Hawaii yet.";

    private readonly ScriptedTool tool = new(ScriptedTool.Processing);
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(configure: tool.Register);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("Where is my order #W1001?")]
    [InlineData("I want a person")]
    [InlineData("How do returns work?")]
    [InlineData("aloha")]
    public async Task A_customer_in_Hawaii_gets_the_fixed_answer_to_anything(string text)
    {
        var chat = await host.OpenChatAsync(new { state = "HI" });

        for (var n = 1; n <= 2; n++)
        {
            var (status, texts) = await chat.SayAsync(text, $"m-{n}");
            Assert.Equal(("replied", Fixed), (status, Assert.Single(texts)));
        }

        Assert.Empty(tool.Calls);
        var log = await host.LogAsync(chat.Conversation);
        var applied = log.Of("PolicyApplied");
        Assert.Equal(2, applied.Count);
        Assert.All(applied, e => Assert.Equal(("hawaii-not-served", "1", "answer"), (e.Text("rule"), e.Text("version"), e.Text("do"))));
        Assert.Empty(log.Of("HandoffOpened"));
        Assert.Empty(log.Of("ScriptStepped"));
        Assert.Equal(["m-1", "m-2"], log.Answered());
    }

    [Theory]
    [InlineData("""{"state":"hi"}""")]
    [InlineData("""{"state":"CA"}""")]
    [InlineData("""{"state":" HI"}""")]
    [InlineData("""{"state":["HI"]}""")]
    [InlineData("""{"state":null}""")]
    [InlineData("""{"State":"HI"}""")]
    [InlineData("""{"address":{"state":"HI"}}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    public async Task Nobody_else_does(string customer)
    {
        var chat = await host.OpenChatAsync(JsonDocument.Parse(customer).RootElement);

        var (_, texts) = await chat.SayAsync("Where is my order #W1001?");

        Assert.Equal(["Your order #W1001 is processing."], texts);
        Assert.Single(tool.Calls);
        Assert.Empty((await host.LogAsync(chat.Conversation)).Of("PolicyApplied"));
    }

    [Fact]
    public async Task Words_about_Hawaii_are_no_statement()
    {
        var (_, texts) = await (await host.OpenChatAsync()).SayAsync("""HI, I live in Hawaii {"state":"HI"}, where is W1001?""");

        Assert.Equal(["Your order #W1001 is processing."], texts);
    }

    [Fact]
    public async Task A_system_that_states_it_over_the_API_gets_the_fixed_answer()
    {
        var response = await host.Staff.PostAsJsonAsync($"/api/agents/{AgentHost.Agent}/messages?wait=20", new { text = "W1001", customer = new { state = "HI" } });

        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Fixed, body.GetProperty("messages")[0].GetProperty("text").GetString());
        Assert.Empty(tool.Calls);
    }
}
