using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using FunctionsAgent.Local;

namespace FunctionsAgent.Tests.Access;

/// <summary>Who ends a registration while a turn of its is under way: the call that is being made comes back, the next one is not made.</summary>
public sealed class RevokedInTheMiddleTests
{
    private const string Address = "https://agents.example";

    [Fact]
    public async Task Nobody_ends_it_and_both_calls_are_made()
    {
        var (held, calls, tool) = Shipped();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var agent = await OutsideAgent.RegisteredAsync(host);
        var turn = agent.SayAsync("Where is my order #W1001?");
        await calls.Task.WaitAsync(AgentHost.Patience);
        held.SetResult();
        await OutsideAgent.OkAsync(await turn);
        Assert.Equal(["get_order", "get_shipment"], tool.Calls.Select(call => call.Tool.Name));
    }

    [Fact]
    public async Task Staff_revoke_it_and_the_next_tool_call_is_not_made()
    {
        var (held, calls, tool) = Shipped();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var agent = await OutsideAgent.RegisteredAsync(host);
        await StoppedAsync(host, agent, held, calls, tool, async () =>
            Assert.Equal(0, await CommandLine.RunAsync(["registrations", "revoke", agent.Id, "--url", host.Host.Url.ToString(), "--token", host.Host.Key], TextWriter.Null, TextWriter.Null)));
    }

    [Fact]
    public async Task Its_provider_takes_it_back_and_the_next_tool_call_is_not_made()
    {
        await using var provider = await VouchingProvider.StartAsync();
        var (held, calls, tool) = Shipped();
        await using var host = await AgentHost.StartAsync(settings: provider.Settings(Address), configure: tool.Register);
        var agent = new OutsideAgent(host.Client);
        Assert.Equal(200, (int)(await agent.VouchedAsync(provider.IdJag(Address, "new@person.example"))).StatusCode);
        await agent.ExchangeAsync();
        await StoppedAsync(host, agent, held, calls, tool, async () =>
        {
            using var body = new StringContent(provider.TakenBack(Address), Encoding.ASCII) { Headers = { ContentType = new MediaTypeHeaderValue("application/secevent+jwt") } };
            Assert.Equal(202, (int)(await host.Client.PostAsync("/agent/event/notify", body)).StatusCode);
        });
        Assert.Equal(400, (int)(await agent.TryExchangeAsync()).StatusCode);
    }

    [Fact]
    public async Task Its_person_is_erased_and_the_next_tool_call_is_not_made()
    {
        var (held, calls, tool) = Shipped();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var agent = await OutsideAgent.ClaimedAsync(host, "gone@shop.example", "messages.send");
        await StoppedAsync(host, agent, held, calls, tool, () => host.Get<FunctionsAgent.Access.RegistrationCare>().EraseAsync("email", "gone@shop.example", "test", default));
    }

    private static async Task StoppedAsync(AgentHost host, OutsideAgent agent, TaskCompletionSource held, TaskCompletionSource entered, ScriptedTool tool, Func<Task> end)
    {
        var asked = agent.SayAsync("Where is my order #W1001?");
        await entered.Task.WaitAsync(AgentHost.Patience);
        await end();
        held.SetResult();
        var conversation = (await OutsideAgent.OkAsync(await asked)).GetProperty("conversationId").GetString()!;

        Assert.Equal(["get_order"], tool.Calls.Select(call => call.Tool.Name));
        var refused = (await host.TurnsEndedAsync(conversation)).Of("ToolCalled").Single(e => e.Text("tool") == "get_shipment");
        Assert.Equal(("refused", "registration-ended"), (refused.Text("outcome"), refused.Data.GetProperty("verdict").GetProperty("rule").GetString()));
        await ProblemAssert.IsAsync(await agent.SayAsync("hello"), 401, "unauthorized");
    }

    private static (TaskCompletionSource Held, TaskCompletionSource Entered, ScriptedTool Tool) Shipped()
    {
        var (held, entered) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return (held, entered, new ScriptedTool(async call =>
        {
            if (call.Tool.Name != "get_order") return new Ok(JsonElement.Parse("""{"carrier":"Parcelway","tracking":"PW1"}"""));
            entered.TrySetResult();
            await held.Task.WaitAsync(AgentHost.Patience);
            return new Ok(JsonElement.Parse("""{"id":"W1001","status":"shipped","shipment":"S1"}"""));
        }));
    }
}
