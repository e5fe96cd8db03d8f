using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Access;

/// <summary>An agent that nobody has told anything: from a 401 to an answered message, and no further than it may go.</summary>
public sealed class RegisteredAgentTests
{
    private const string Question = "Where is my order #W1001?";

    [Fact]
    public async Task From_a_401_an_unknown_agent_finds_its_way_to_an_answered_message()
    {
        await using var host = await AgentHost.StartAsync();
        var refused = await host.Client.PostAsync($"/api/agents/{AgentHost.Agent}/messages", null);
        var metadata = refused.Headers.WwwAuthenticate.Single().Parameter!.Split('"')[1];
        var resource = await (await host.Client.GetAsync(metadata)).JsonAsync();
        var server = await (await host.Client.GetAsync(resource.GetProperty("authorization_servers")[0].GetString() + "/.well-known/oauth-authorization-server")).JsonAsync();
        var ways = server.GetProperty("agent_auth");
        Assert.Contains("anonymous", ways.GetProperty("identity_types_supported").EnumerateArray().Select(type => type.GetString()));

        var agent = new OutsideAgent(host.Client);
        Assert.EndsWith("/agent/identity", ways.GetProperty("identity_endpoint").GetString(), StringComparison.Ordinal);
        await agent.RegisterAsync();
        await agent.ExchangeAsync();
        var answer = await OutsideAgent.OkAsync(await agent.SayAsync(Question));

        Assert.Equal("replied", answer.GetProperty("status").GetString());
        var said = await OutsideAgent.OkAsync(await agent.ReadAsync(answer.GetProperty("conversationId").GetString()!));
        Assert.Equal(AgentHost.Agent, said.GetProperty("agent").GetString());
    }

    [Fact]
    public async Task Once_claimed_it_is_taken_for_its_person_and_reaches_what_is_theirs()
    {
        using var package = Rows();
        var tool = new ScriptedTool(_ => new Ok(JsonElement.Parse("""{"status":"found"}""")));
        await using var host = await package.StartAsync(tool);
        var stranger = await OutsideAgent.RegisteredAsync(host);
        var own = await OutsideAgent.ClaimedAsync(host);

        await OutsideAgent.OkAsync(await stranger.SayAsync("go", package.Name));
        Assert.Empty(tool.Calls);
        var conversation = (await OutsideAgent.OkAsync(await own.SayAsync("go", package.Name))).GetProperty("conversationId").GetString()!;

        var received = (await host.LogAsync(conversation)).Single(e => e.Type == "MessageReceived");
        Assert.Equal(("verified", received.Said("sender")), (received.Text("assurance"), tool.Calls.Single().Rows!["customer_id"]));
        Assert.Equal(received.Text("for"), received.Said("sender"));
    }

    [Fact]
    public async Task A_token_without_customer_act_is_for_its_person_and_not_taken_for_them()
    {
        using var package = Rows();
        var tool = new ScriptedTool(_ => new Ok(JsonElement.Parse("""{"status":"found"}""")));
        await using var host = await package.StartAsync(tool);
        var agent = await OutsideAgent.ClaimedAsync(host, scope: "messages.send conversations.read");
        var conversation = (await OutsideAgent.OkAsync(await agent.SayAsync("go", package.Name))).GetProperty("conversationId").GetString()!;

        Assert.Empty(tool.Calls);
        var received = (await host.LogAsync(conversation)).Single(e => e.Type == "MessageReceived");
        Assert.Equal(("none", null), (received.Text("assurance"), received.Said("sender")));
        await EveryEventNamesAsync(host, conversation, agent, received.Text("for"));
        Assert.StartsWith("stand-in:", received.Text("for"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conversations.read", "messages.send")]
    [InlineData("messages.send", "conversations.read")]
    public async Task What_the_token_does_not_allow_is_403_and_the_challenge_names_the_scope(string has, string needs)
    {
        await using var host = await AgentHost.StartAsync();
        var agent = await OutsideAgent.RegisteredAsync(host, has);
        var rows = host.Rows();

        var refused = needs == AgentScopes.Send ? await agent.SayAsync(Question) : await agent.ReadAsync(new string('A', 43));

        await ProblemAssert.IsAsync(refused, 403, "insufficient-scope");
        Assert.EndsWith($"error=\"insufficient_scope\", scope=\"{needs}\"", refused.Headers.WwwAuthenticate.Single().Parameter, StringComparison.Ordinal);
        Assert.Equal(rows, host.Rows());
    }

    [Fact]
    public async Task Nobody_claims_customer_act_for_a_registration_that_nobody_claimed()
    {
        await using var host = await AgentHost.StartAsync();
        var agent = new OutsideAgent(host.Client);
        await agent.RegisterAsync();
        var refused = await agent.TryExchangeAsync("customer.act");
        Assert.Equal((400, "invalid_scope"), ((int)refused.StatusCode, (await refused.JsonAsync()).GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Another_registration_cannot_tell_that_the_conversation_exists()
    {
        await using var host = await AgentHost.StartAsync();
        var (one, other) = (await OutsideAgent.ClaimedAsync(host), await OutsideAgent.ClaimedAsync(host));
        var conversation = (await OutsideAgent.OkAsync(await one.SayAsync(Question))).GetProperty("conversationId").GetString()!;
        await host.DrainedAsync();
        var rows = host.Rows();

        await ProblemAssert.IsAsync(await other.ReadAsync(conversation), 404, "unknown-conversation");
        await ProblemAssert.IsAsync(await other.SayAsync("hello", conversation: conversation), 404, "unknown-conversation");
        Assert.Equal(rows, host.Rows());
        Assert.Equal(200, (int)(await one.ReadAsync(conversation)).StatusCode);
    }

    [Fact]
    public async Task A_revoked_token_is_401_at_once_and_the_assertion_makes_another()
    {
        await using var host = await AgentHost.StartAsync();
        var agent = await OutsideAgent.RegisteredAsync(host);
        Assert.Equal(200, (int)(await agent.RevokeAsync()).StatusCode);

        var refused = await agent.SayAsync(Question);
        await ProblemAssert.IsAsync(refused, 401, "unauthorized");
        Assert.EndsWith("error=\"invalid_token\"", refused.Headers.WwwAuthenticate.Single().Parameter, StringComparison.Ordinal);
        await agent.ExchangeAsync();
        await OutsideAgent.OkAsync(await agent.SayAsync(Question));
    }

    [Fact]
    public async Task A_claim_ends_the_tokens_from_before_it()
    {
        await using var host = await AgentHost.StartAsync();
        var agent = await OutsideAgent.RegisteredAsync(host);
        await agent.ClaimAsync(new(host.Host.Url), "ada@shop.example");
        await ProblemAssert.IsAsync(await agent.SayAsync(Question), 401, "unauthorized");
    }

    [Fact]
    public async Task Every_event_of_a_turn_names_the_registration_and_its_person()
    {
        await using var host = await AgentHost.StartAsync();
        var agent = await OutsideAgent.ClaimedAsync(host);
        var conversation = (await OutsideAgent.OkAsync(await agent.SayAsync(Question))).GetProperty("conversationId").GetString()!;
        await host.TurnsEndedAsync(conversation);
        var person = (await host.LogAsync(conversation)).Single(e => e.Type == "MessageReceived").Text("for");
        await EveryEventNamesAsync(host, conversation, agent, person);
    }

    [Fact]
    public async Task It_is_no_staff_and_reads_no_operators_route()
    {
        await using var host = await AgentHost.StartAsync();
        var agent = await OutsideAgent.ClaimedAsync(host);
        foreach (var path in (string[])["/api/operator/parked", "/api/operator/registrations", "/api/operator/me"])
            await ProblemAssert.IsAsync(await agent.SendAsync(HttpMethod.Get, path), 403, "missing-role");
    }

    private static async Task EveryEventNamesAsync(AgentHost host, string conversation, OutsideAgent agent, string? person)
    {
        await host.TurnsEndedAsync(conversation);
        await host.DrainedAsync();
        var log = await host.LogAsync(conversation);
        Assert.Contains(log, e => e.Type == "ReplySent");
        Assert.NotNull(person);
        Assert.All(log, e => Assert.Equal(($"registration:{agent.Id}", person), (e.Json.GetProperty("by").GetString(), e.Text("for"))));
    }

    private static ScriptPackage Rows()
    {
        var package = new ScriptPackage("""
            start_agent desk:
                description: "Finds."
                actions:
                    find:
                        description: "Finds."
                        target: "api://find"
                reply: ->
                    run @actions.find
                    | Done.

            """.ReplaceLineEndings("\n"));
        package.Write("tools/find.yaml", """
            target: "api://find"
            description: Calls find.
            effect: read
            http: { method: GET, url: "${Shop}/find?for={customer_id}", timeout: 2s }
            input: { type: object }
            output: { type: object }
            project: { status: $.status }
            require: { assurance: verified, scopes: [customer.act] }
            rows: { customer_id: "@caller.id" }
            """);
        return package;
    }
}
