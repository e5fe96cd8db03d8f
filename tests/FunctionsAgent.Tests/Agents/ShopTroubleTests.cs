using System.Net;
using System.Net.Sockets;
using FunctionsAgent.Tests.Drivers;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Agents;

/// <summary>The order system is down, slow or talks rubbish: the customer hears the truth, the log keeps what it was.</summary>
public sealed class ShopTroubleTests
{
    private const string Unreachable = "I cannot reach our order system at the moment";
    private const string Shipped = """{"id":"W1001","status":"shipped","delivery":{"expected":"2026-12-24"},"shipment":{"id":"S1"}}""";

    [Theory]
    [InlineData("500", "unavailable", 3)]
    [InlineData("429", "unavailable", 3)]
    [InlineData("403", "refused", 1)]
    [InlineData("redirect", "refused", 1)]
    [InlineData("slow", "timeout", 3)]
    [InlineData("cut", "unavailable", 3)]
    [InlineData("html", "invalid_result", 1)]
    [InlineData("empty", "invalid_result", 1)]
    [InlineData("other shape", "invalid_result", 1)]
    [InlineData("not utf-8", "invalid_result", 1)]
    public async Task An_order_system_in_trouble_leads_to_a_person(string trouble, string failure, int attempts)
    {
        await using var shop = await ShopServer.StartAsync(context => Misbehave(context, trouble));
        await using var host = await StartAsync(shop.Url);
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?", "m-1");

        Assert.Equal("handed-off", status);
        Assert.StartsWith(Unreachable, Assert.Single(texts), StringComparison.Ordinal);
        Assert.Equal(attempts, shop.Paths.Count);
        var log = await host.LogAsync(chat.Conversation);
        var called = Assert.Single(log.Of("ToolCalled"));
        Assert.Equal(("get_order", "failed", failure), (called.Text("tool"), called.Text("outcome"), called.Text("class")));
        Assert.Equal($"the order system did not answer: {failure}", Assert.Single(log.Of("HandoffOpened")).Text("reason"));
        Assert.Equal(["m-1"], log.Answered());
    }

    [Fact]
    public async Task An_order_system_that_is_down_leads_to_a_person()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var url = $"http://{nobody.LocalEndpoint}";
        nobody.Stop();
        await using var host = await StartAsync(url);
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?");

        Assert.Equal("handed-off", status);
        Assert.StartsWith(Unreachable, Assert.Single(texts), StringComparison.Ordinal);
        Assert.Equal("unavailable", Assert.Single((await host.LogAsync(chat.Conversation)).Of("ToolCalled")).Text("class"));
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_asked_about_again()
    {
        await using var shop = await ShopServer.StartAsync(context => Misbehave(context, "404"));
        await using var host = await StartAsync(shop.Url);
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?");

        Assert.Equal("replied", status);
        Assert.Contains("cannot find an order #W1001", Assert.Single(texts), StringComparison.Ordinal);
        Assert.Equal("not_found", Assert.Single((await host.LogAsync(chat.Conversation)).Of("ToolCalled")).Text("class"));
    }

    [Theory]
    [InlineData("500", "unavailable")]
    [InlineData("404", "not_found")]
    [InlineData("html", "invalid_result")]
    [InlineData("slow", "timeout")]
    public async Task The_orders_own_answer_stands_without_the_shipments(string trouble, string failure)
    {
        await using var shop = await ShopServer.StartAsync(context =>
            context.Request.Path.StartsWithSegments("/orders", StringComparison.Ordinal) ? context.Response.WriteAsync(Shipped) : Misbehave(context, trouble));
        await using var host = await StartAsync(shop.Url);
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?");

        Assert.Equal(("replied", "Your order #W1001 has shipped and is expected on Thursday, December 24, 2026."), (status, Assert.Single(texts)));
        Assert.Equal(["ok", failure], (await host.LogAsync(chat.Conversation)).Of("ToolCalled").Select(e => e.Text("class") ?? e.Text("outcome")));
    }

    [Fact]
    public async Task Only_projected_fields_enter_the_log()
    {
        await using var shop = await ShopServer.StartAsync(context => context.Response.WriteAsync(Shipped.Replace("\"shipment\":{\"id\":\"S1\"}", "\"card\":\"4021-marked\"", StringComparison.Ordinal)));
        await using var host = await StartAsync(shop.Url);
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?");

        var log = await host.LogAsync(chat.Conversation);

        Assert.All(log, e => Assert.DoesNotContain("4021-marked", e.Json.GetRawText(), StringComparison.Ordinal));
        Assert.Equal("\"shipped\"", Assert.Single(log.Of("ToolCalled")).Said("result.status"));
    }

    /// <summary>The sample agent with less patience, so that a slow answer is soon too slow.</summary>
    private static Task<AgentHost> StartAsync(string shop)
    {
        var tools = Samples.RetailSupport.Tools.Select(t => t with { Http = t.Http with { Timeout = TimeSpan.FromMilliseconds(400) } }).ToArray();
        return AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Shop"] = shop }, configure: ScriptedFlow.Serve(ScriptedFlow.Package(tools: tools)));
    }

    private static async Task Misbehave(HttpContext context, string trouble)
    {
        switch (trouble)
        {
            case "slow":
                var gone = new TaskCompletionSource();
                using (context.RequestAborted.Register(gone.SetResult)) await gone.Task;
                break;
            case "cut":
                context.Abort();
                break;
            case "html":
                await context.Response.WriteAsync("<html>Please sign in</html>");
                break;
            case "other shape":
                await context.Response.WriteAsync("""{"id":1001,"status":["shipped"]}""");
                break;
            case "not utf-8":
                await context.Response.Body.WriteAsync((byte[])[.. "{\"id\":\"W1001\",\"status\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
                break;
            case "empty":
                break;
            case "redirect":
                context.Response.Redirect("http://127.0.0.1:9/");
                break;
            default:
                context.Response.StatusCode = int.Parse(trouble, System.Globalization.CultureInfo.InvariantCulture);
                break;
        }
    }
}
