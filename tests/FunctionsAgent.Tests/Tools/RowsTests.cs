using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

/// <summary>What the runtime sets and neither model nor customer can: the caller's own rows.</summary>
public sealed class RowsTests
{
    private static readonly ToolSpec Orders = ToolBench.GetOrder with
    {
        Name = "get_orders", Targets = ["api://get_orders"], Http = new HttpSpec("GET", "${Shop}/orders?state=open", ToolBench.Timeout),
        Input = """{"type":"object","properties":{"order_id":{"type":"string"}}}""", Rows = ToolBench.Fields(("customer_id", "@caller.id")),
    };

    private static readonly ImmutableSortedDictionary<string, string> Ann = ImmutableSortedDictionary<string, string>.Empty.Add("customer_id", "ann&b=c");

    [Theory]
    [InlineData("GET", "${Shop}/orders?state=open", "/orders?state=open&customer_id=ann%26b%3Dc", "")]
    [InlineData("GET", "${Shop}/orders", "/orders?customer_id=ann%26b%3Dc", "")]
    [InlineData("GET", "${Shop}/customers/{customer_id}/orders", "/customers/ann%26b%3Dc/orders", "")]
    [InlineData("POST", "${Shop}/orders", "/orders", """{"order_id":"W1","customer_id":"ann\u0026b=c"}""")]
    public async Task A_row_lands_in_query_path_or_body(string method, string url, string target, string body)
    {
        await using var peer = await Peer.AnsweringAsync(200, """{"id":"W1"}""");
        using var bench = new ToolBench(peer.Url);
        var spec = Orders with { Http = Orders.Http with { Method = method, Url = url } };

        Assert.IsType<Ok>(await bench.CallAsync(ToolBench.Call(spec, """{"order_id":"W1"}""") with { Rows = Ann }));

        var request = Assert.Single(peer.Requests);
        Assert.Equal((target, body), (request.Target, request.Body));
    }

    [Theory]
    [InlineData("GET", "/orders?customer_id=ann%26b%3Dc")]
    [InlineData("POST", "/orders")]
    public async Task An_argument_of_the_same_name_is_not_what_is_sent(string method, string target)
    {
        await using var peer = await Peer.AnsweringAsync(200, "{}");
        using var bench = new ToolBench(peer.Url);
        var spec = Orders with { Http = Orders.Http with { Method = method, Url = "${Shop}/orders" } };

        await bench.CallAsync(ToolBench.Call(spec, """{"customer_id":"bob"}""") with { Rows = Ann });

        var request = Assert.Single(peer.Requests);
        Assert.Equal(target, request.Target);
        Assert.DoesNotContain("bob", request.Target + request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_lets_the_model_set_a_row_is_refused() =>
        Assert.Contains("set by the runtime", Assert.Throws<ArgumentException>(() => new CompiledTool(
            Orders with { Input = """{"type":"object","properties":{"customer_id":{"type":"string"}}}""" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Whoever_only_states_who_they_are_gets_no_rows()
    {
        var (tool, host) = await StartAsync(Orders);
        await using var _ = host;
        var chat = await host.OpenChatAsync(new { id = "ann", customer_id = "ann" });

        Assert.Equal(["refused_by_policy"], (await chat.SayAsync("my orders")).Texts);

        Assert.Empty(tool.Calls);
        Assert.Equal(("refused", "tool-rows"), await CalledAsync(host, chat.Conversation));
    }

    [Fact]
    public async Task A_caller_the_channel_vouches_for_gets_its_own()
    {
        var (tool, host) = await StartAsync(Orders);
        await using var _ = host;

        var sent = await host.SendAsync(Wire.Webhook(new { conversation = "c1", from = "ann@mail.example", text = "my orders" }));
        await host.WhenTurnsEndedAsync(await sent.ConversationAsync());

        Assert.Equal("ann@mail.example", Assert.Single(tool.Calls).Rows!["customer_id"]);
    }

    [Theory]
    [InlineData("verified", "refused", "tool-requires-assurance")]
    [InlineData("channel", "ok", null)]
    [InlineData("none", "ok", null)]
    public async Task A_tool_that_asks_for_more_than_is_known_is_not_called(string assurance, string outcome, string? rule)
    {
        var (tool, host) = await StartAsync(ToolBench.GetOrder with { Name = "get_orders", Targets = ["api://get_orders"], Require = new Requirement(assurance, []) });
        await using var _ = host;

        var conversation = await (await host.SendAsync(Wire.Webhook(new { conversation = "c1", from = "ann@mail.example", text = "my orders" }))).ConversationAsync();
        await host.WhenTurnsEndedAsync(conversation);

        Assert.Equal((outcome, rule), await CalledAsync(host, conversation));
        Assert.Equal(outcome == "ok" ? 1 : 0, tool.Calls.Count);
    }

    [Fact]
    public async Task A_scope_nobody_holds_refuses_everybody()
    {
        var (tool, host) = await StartAsync(ToolBench.GetOrder with { Name = "get_orders", Targets = ["api://get_orders"], Require = new Requirement("none", ["orders.read"]) });
        await using var _ = host;

        await (await host.OpenChatAsync()).SayAsync("my orders");

        Assert.Empty(tool.Calls);
    }

    private static async Task<(ScriptedTool Tool, AgentHost Host)> StartAsync(ToolSpec spec)
    {
        var tool = new ScriptedTool(_ => new Ok(JsonSerializer.SerializeToElement(new { id = "W1" })));
        var flow = new ScriptedFlow((frame, result) => new Step(frame with { Intent = "orders" }, result is AgentScript.ToolResult answer
            ? new Reply(answer.Reason ?? "found")
            : new CallAction("api://get_orders", JsonSerializer.SerializeToElement(new { order_id = "W1" }))));
        var host = await AgentHost.StartAsync(settings: Wire.Settings(), configure: services =>
        {
            ScriptedFlow.Serve(ScriptedFlow.Package(flow, 1, spec))(services);
            tool.Register(services);
        });
        return (tool, host);
    }

    private static async Task<(string?, string?)> CalledAsync(AgentHost host, string conversation)
    {
        var called = (await host.LogAsync(conversation)).Single(e => e.Type == "ToolCalled");
        return (called.Text("outcome"), called.Data.TryGetProperty("verdict", out var verdict) ? verdict.GetProperty("rule").GetString() : null);
    }
}
