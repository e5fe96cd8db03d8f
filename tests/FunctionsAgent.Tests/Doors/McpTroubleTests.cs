using System.Text.Json;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Doors;

/// <summary>A store that is away, a fault of ours, a client that hangs up: told or borne, and nothing is lost.</summary>
public sealed class McpTroubleTests
{
    private const string Mark = "zebra-umbrella";

    [Fact]
    public async Task A_store_that_is_away_during_a_call_is_an_error_that_says_when_to_come_back()
    {
        var away = false;
        var tables = new TablesDecorator { Before = _ => { if (away) throw new StoreBusyException("The store is out."); } };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var token = await TokenAsync(host);

        away = true;
        var told = await CallAsync(host, token);
        away = false;
        var answered = await CallAsync(host, token);

        Assert.True(told.GetProperty("isError").GetBoolean());
        Assert.Contains("Send the same again in 5 seconds", McpHost.Text(told), StringComparison.Ordinal);
        Assert.Equal("replied", answered.GetProperty("structuredContent").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_fault_of_ours_is_an_error_that_does_not_spell_out_what_it_stumbled_over()
    {
        using var log = new MemoryLog();
        var broken = false;
        var tables = new TablesDecorator { Before = _ => { if (broken) throw new InvalidOperationException(Mark); } };
        await using var host = await AgentHost.StartAsync(configure: tables.Register, logging: logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var token = await TokenAsync(host);

        broken = true;
        var told = await CallAsync(host, token);
        broken = false;

        Assert.Equal("The call failed here. It is in the log.", McpHost.Text(told));
        Assert.Contains(log.Lines, line => line.Contains("A tool call over MCP failed with InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_hangs_up_is_no_fault_and_is_told_the_answer_when_it_comes_back()
    {
        using var log = new MemoryLog();
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register, logging: logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(log));
        var token = await TokenAsync(host);

        using (var patience = new CancellationTokenSource())
        using (var request = Request(token))
        {
            var asking = host.Client.SendAsync(request, patience.Token);
            await tool.Entered;
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }
        tool.Release();
        await host.DrainedAsync();
        var answered = await CallAsync(host, token);

        Assert.Equal("replied", answered.GetProperty("structuredContent").GetProperty("status").GetString());
        Assert.Single((await host.LogAsync(answered.GetProperty("structuredContent").GetProperty("conversationId").GetString()!)).Of("MessageReceived"));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    private static async Task<string> TokenAsync(AgentHost host) => await McpHost.ExchangeAsync(host, (await McpHost.RegisterAsync(host)).Assertion);

    private static HttpRequestMessage Request(string token) => McpHost.Post(JsonSerializer.SerializeToUtf8Bytes(new
    {
        jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = McpHost.Ask, arguments = new { text = "Where is my order #W1001?", messageId = "m-1" } },
    }), token);

    private static async Task<JsonElement> CallAsync(AgentHost host, string token)
    {
        using var request = Request(token);
        using var response = await host.Client.SendAsync(request);
        return McpHost.Result(McpHost.Message(await response.Content.ReadAsStringAsync()));
    }
}
