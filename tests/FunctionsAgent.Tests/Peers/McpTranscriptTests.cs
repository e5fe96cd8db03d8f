using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Peers;

/// <summary>An agent that knows one address and has the official client for Node: from a 401 to an answered message. Each step is printed.</summary>
[Trait("Category", "Peers")]
public sealed class McpTranscriptTests(Node node, ITestOutputHelper output) : IClassFixture<Node>
{
    private const string Program = """
        const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
        const { StreamableHTTPClientTransport } = require('@modelcontextprotocol/sdk/client/streamableHttp.js');
        const { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams, selectResourceURL } = require('@modelcontextprotocol/sdk/client/auth.js');
        const steps = [];
        const step = (what, got) => steps.push({ what, got });
        const connect = async token => {
            const client = new Client({ name: 'unknown-agent', version: '1.0.0' });
            await client.connect(new StreamableHTTPClientTransport(new URL(input.url), token ? { requestInit: { headers: { Authorization: `Bearer ${token}` } } } : {}));
            return client;
        };
        (async () => {
            await connect().catch(e => step('connect without a token', e.code));
            const refused = await fetch(input.url, { method: 'POST' });
            const { resourceMetadataUrl } = extractWWWAuthenticateParams(refused);
            step('POST /mcp', `${refused.status}, metadata at ${resourceMetadataUrl}`);
            const resource = await discoverOAuthProtectedResourceMetadata(input.url, { resourceMetadataUrl });
            const target = await selectResourceURL(input.url, {}, resource);
            step('read them', `resource ${target}, authorization server ${resource.authorization_servers[0]}`);
            const server = await (await fetch(resource.authorization_servers[0] + '/.well-known/oauth-authorization-server')).json();
            step('read the server\'s', `register at ${server.agent_auth.identity_endpoint} as ${server.agent_auth.identity_types_supported.join(', ')}`);
            const registered = await (await fetch(server.agent_auth.identity_endpoint, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"type":"anonymous"}' })).json();
            step('register', `${registered.id.slice(0, 4)}…, scopes ${registered.scopes.pre_claim.join(' ')}`);
            const body = new URLSearchParams({ grant_type: server.grant_types_supported[0], assertion: registered.identity.assertion, resource: target.href });
            const token = await (await fetch(server.token_endpoint, { method: 'POST', body })).json();
            step('exchange', `${token.token_type} ${token.access_token.slice(0, 3)}…, scopes ${token.scope}`);
            const client = await connect(token.access_token);
            step('connect', client.getServerVersion().name);
            const { tools } = await client.listTools();
            step('tools/list', tools.map(tool => tool.name).join(', '));
            const asked = await client.callTool({ name: 'ask_retail-support', arguments: { text: 'Where is my order #W1001?' } });
            step('tools/call ask_retail-support', asked.content[0].text);
            const { conversationId } = asked.structuredContent;
            const more = await client.callTool({ name: 'ask_retail-support', arguments: { text: 'I want to speak to a person', conversationId } });
            step('tools/call ask_retail-support', more.structuredContent.status);
            const read = await client.callTool({ name: 'read_conversation', arguments: { conversationId } });
            step('tools/call read_conversation', read.structuredContent.events.map(e => e.role ?? e.type).join(', '));
            const wrong = await client.callTool({ name: 'read_conversation', arguments: { conversationId: 'x' } });
            step('tools/call read_conversation of nobody', wrong.isError ? wrong.content[0].text : 'no error');
            await client.close();
            console.log(JSON.stringify({ steps, conversationId, id: registered.id }));
        })();
        """;

    [Fact]
    public async Task An_unknown_agent_with_the_official_client_for_Node_goes_from_a_401_to_an_answered_message()
    {
        await using var host = await AgentHost.StartAsync();
        var site = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var ran = JsonDocument.Parse(await node.RunAsync(Program, new { url = site + "/mcp" })).RootElement;
        var steps = ran.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("what")} -> {step.GetProperty("got")}".Replace(site, "https://service", StringComparison.Ordinal)).ToList();
        steps.ForEach(output.WriteLine);

        var order = steps.Single(step => step.StartsWith("tools/call ask_retail-support -> Your order", StringComparison.Ordinal));
        Assert.Contains("Your order #W1001 has shipped", order, StringComparison.Ordinal);
        Assert.Equal(
        [
            "connect without a token -> 401",
            "POST /mcp -> 401, metadata at https://service/.well-known/oauth-protected-resource/mcp",
            "read them -> resource https://service/mcp, authorization server https://service",
            "read the server's -> register at https://service/agent/identity as anonymous, service_auth",
            "register -> reg_…, scopes messages.send conversations.read",
            "exchange -> Bearer at_…, scopes messages.send conversations.read",
            "connect -> functionsagent",
            "tools/list -> ask_retail-support, ask_retail-support-code, read_conversation",
            order,
            "tools/call ask_retail-support -> handed-off",
            "tools/call read_conversation -> customer, agent, customer, handoff, agent",
            "tools/call read_conversation of nobody -> There is no such conversation.",
        ], steps);
        var log = await host.LogAsync(ran.GetProperty("conversationId").GetString()!);
        Assert.All(log.Where(e => e.Type == "MessageReceived"), e => Assert.Equal($"registration:{ran.GetProperty("id")}", e.Json.GetProperty("by").GetString()));
    }
}
