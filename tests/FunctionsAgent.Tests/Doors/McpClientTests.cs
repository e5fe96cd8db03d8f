using FunctionsAgent.Tests.Access;
using FunctionsAgent.Tests.Drivers;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace FunctionsAgent.Tests.Doors;

/// <summary>The official .NET client, as an agent and as a system of the company.</summary>
public sealed class McpClientTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    [InlineData("2025-03-26")]
    public async Task The_dotnet_client_lists_asks_and_reads(string? version)
    {
        await using var mcp = new McpHost();
        await mcp.InitializeAsync();
        await using var client = await ConnectAsync(mcp.Host, mcp.Token, version);
        Assert.Contains(await client.ListToolsAsync(), tool => tool.Name == McpHost.Ask);
        var answer = await client.CallToolAsync(McpHost.Ask, new Dictionary<string, object?> { ["text"] = "Where is my order #W1001?" });
        Assert.StartsWith("Your order #W1001 has shipped", ((TextContentBlock)answer.Content[0]).Text, StringComparison.Ordinal);
        var conversation = answer.StructuredContent!.Value.GetProperty("conversationId").GetString();
        var read = await client.CallToolAsync(McpHost.Read, new Dictionary<string, object?> { ["conversationId"] = conversation });
        Assert.Equal(2, read.StructuredContent!.Value.GetProperty("events").GetArrayLength());
        Assert.True((await client.CallToolAsync(McpHost.Read, new Dictionary<string, object?> { ["conversationId"] = "x" })).IsError);
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("ask_nobody", new Dictionary<string, object?> { ["text"] = "x" }));
    }

    [Fact]
    public async Task A_system_with_a_token_of_Entra_ID_is_let_in_and_the_metadata_name_its_issuer_behind_ours()
    {
        await using var entra = await EntraHost.StartAsync();
        await using var client = await ConnectAsync(entra.Host, entra.Issuer.App("Agent.Call"), null);
        var answer = await client.CallToolAsync(McpHost.Ask, new Dictionary<string, object?> { ["text"] = "returns" });
        var conversation = answer.StructuredContent!.Value.GetProperty("conversationId").GetString()!;
        Assert.Equal("app:caller-app", (await entra.Host.LogAsync(conversation))[0].Text("route"));

        foreach (var path in (string[])["", "/api", "/mcp"])
        {
            var metadata = await (await entra.GetAsync("/.well-known/oauth-protected-resource" + path, null)).JsonAsync();
            Assert.Equal([entra.Host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), entra.Issuer.Issuer], metadata.GetProperty("authorization_servers").EnumerateArray().Select(server => server.GetString()));
        }
        using var staff = McpHost.Post("{}"u8.ToArray(), entra.Issuer.App("Admin"));
        await ProblemAssert.IsAsync(await entra.Host.Client.SendAsync(staff), 403, "missing-role");
    }

    private static Task<McpClient> ConnectAsync(AgentHost host, string token, string? version) => McpClient.CreateAsync(
        new HttpClientTransport(new()
        {
            Endpoint = new(host.Client.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        }),
        new() { ProtocolVersion = version });
}
