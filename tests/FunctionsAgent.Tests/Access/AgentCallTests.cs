using System.Text.Json;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Access;

/// <summary>Applications with the role Agent.Call speak to agents, and read what is theirs.</summary>
public sealed class AgentCallTests(EntraHost entra) : IClassFixture<EntraHost>
{
    private const string Messages = $"/api/agents/{AgentHost.Agent}/messages?wait=20";
    private const string Question = """{"text":"Where is my order #W1001?"}""";

    [Fact]
    public async Task An_application_with_the_role_is_answered_and_reads_its_conversation()
    {
        var token = entra.Issuer.App("Agent.Call");
        var answer = await (await entra.PostAsync(Messages, token, Question)).JsonAsync();
        var conversation = answer.GetProperty("conversationId").GetString()!;

        Assert.Equal("replied", answer.GetProperty("status").GetString());
        Assert.Equal(200, (int)(await entra.GetAsync($"/api/conversations/{conversation}", token)).StatusCode);
        Assert.Equal("app:caller-app", (await entra.Host.LogAsync(conversation))[0].Text("route"));
    }

    [Fact]
    public async Task Another_application_cannot_tell_that_the_conversation_exists()
    {
        var conversation = (await (await entra.PostAsync(Messages, entra.Issuer.App("Agent.Call"), Question)).JsonAsync()).GetProperty("conversationId").GetString()!;
        var claims = entra.Issuer.AppClaims("Agent.Call");
        claims["azp"] = "another-app";
        var other = entra.Issuer.Sign(claims);
        var rows = entra.Host.Rows();

        await ProblemAssert.IsAsync(await entra.GetAsync($"/api/conversations/{conversation}", other), 404, "unknown-conversation");
        await ProblemAssert.IsAsync(await entra.PostAsync(Messages, other, JsonSerializer.Serialize(new { text = "hello", conversationId = conversation })), 404, "unknown-conversation");
        Assert.Equal(rows, entra.Host.Rows());
    }

    [Fact]
    public async Task It_does_not_read_what_customers_said_to_others()
    {
        var chat = await entra.Host.OpenChatAsync();
        await chat.SayAsync("returns");

        await ProblemAssert.IsAsync(await entra.GetAsync($"/api/conversations/{chat.Conversation}", entra.Issuer.App("Agent.Call")), 404, "unknown-conversation");
        Assert.Equal(200, (int)(await entra.GetAsync($"/api/conversations/{chat.Conversation}", entra.Issuer.App("Agent.Call", "Reviewer"))).StatusCode);
    }

    [Fact]
    public async Task Without_the_role_and_as_a_person_nobody_speaks_to_agents()
    {
        string[] refused = [entra.Issuer.App("Admin"), entra.Issuer.App("agent.call"), entra.Issuer.User("Agent.Call", "Admin")];
        foreach (var token in refused)
        {
            await ProblemAssert.IsAsync(await entra.PostAsync(Messages, token, Question), 403, "missing-role");
            await ProblemAssert.IsAsync(await entra.GetAsync($"/api/conversations/{new string('A', 43)}", token), 403, "missing-role");
        }
    }

    [Fact]
    public async Task An_application_that_was_given_no_role_at_all_is_nobody() =>
        await ProblemAssert.IsAsync(await entra.PostAsync(Messages, entra.Issuer.App(), Question), 401, "unauthorized");

    [Fact]
    public async Task A_system_is_no_staff() =>
        await ProblemAssert.IsAsync(await entra.GetAsync("/api/operator/parked", entra.Issuer.App("Agent.Call")), 403, "missing-role");
}
