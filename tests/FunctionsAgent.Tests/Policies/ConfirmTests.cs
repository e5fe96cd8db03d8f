using FunctionsAgent.Policies;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using static FunctionsAgent.Tests.Policies.Written;

namespace FunctionsAgent.Tests.Policies;

/// <summary>A call that waits for the customer's word, across turns, processes and deliveries.</summary>
public sealed class ConfirmTests
{
    private const string Question = "Shall I really look it up?";

    private readonly ScriptedTool tool = new(call => ScriptedTool.Order(call, "late"));

    [Fact]
    public async Task The_call_is_made_once_when_the_customer_agrees()
    {
        await using var host = await StartAsync();
        var chat = await host.OpenChatAsync();

        Assert.Equal([Question], (await chat.SayAsync("W1001", "m-1")).Texts);
        Assert.Empty(tool.Calls);
        Assert.Equal(["Order W1001 is late."], (await chat.SayAsync("Yes, please.", "m-2")).Texts);
        Assert.Single(tool.Calls);
        Assert.Equal(["Which order?"], (await chat.SayAsync("yes", "m-3")).Texts);

        Assert.Single(tool.Calls);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(["confirm", "allow"], log.Of("PolicyApplied").Select(e => e.Text("do")));
        Assert.Equal(["ask", "answer", "answer"], log.Of("ReplySent").Select(e => e.Text("kind")));
        Assert.Equal(["m-1", "m-2", "m-3"], log.Answered());
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task It_is_not_made_when_the_customer_does_not_and_the_script_hears_so()
    {
        await using var host = await StartAsync();
        var chat = await host.OpenChatAsync();

        await chat.SayAsync("W1001");
        Assert.Equal(["It failed: declined."], (await chat.SayAsync("No!")).Texts);
        Assert.Equal(["Which order?"], (await chat.SayAsync("yes")).Texts);

        Assert.Empty(tool.Calls);
        Assert.Equal(["confirm", "refuse"], (await host.LogAsync(chat.Conversation)).Of("PolicyApplied").Select(e => e.Text("do")));
    }

    [Fact]
    public async Task Anything_else_is_a_message_like_any_other_and_a_later_yes_is_no_consent()
    {
        await using var host = await StartAsync();
        var chat = await host.OpenChatAsync();

        await chat.SayAsync("W1001");
        Assert.Equal(["Which order?"], (await chat.SayAsync("yes, but what does it cost")).Texts);
        Assert.Equal(["Which order?"], (await chat.SayAsync("yes")).Texts);
        Assert.Equal([Question], (await chat.SayAsync("W1001")).Texts);

        Assert.Empty(tool.Calls);
    }

    [Fact]
    public async Task Consent_is_to_one_call_and_not_to_the_next()
    {
        await using var host = await StartAsync();
        var chat = await host.OpenChatAsync();

        await chat.SayAsync("W1001");
        await chat.SayAsync("yes");
        Assert.Equal([Question], (await chat.SayAsync("W1001")).Texts);

        Assert.Single(tool.Calls);
    }

    [Fact]
    public async Task Two_policies_that_ask_are_both_answered()
    {
        var second = Policy("tool:get_order", "True", Do.Confirm, "Really sure?");
        await using var host = await StartAsync(new Renamed(second, "another-rule"));
        var chat = await host.OpenChatAsync();

        Assert.Equal([Question], (await chat.SayAsync("W1001")).Texts);
        Assert.Equal(["Really sure?"], (await chat.SayAsync("yes")).Texts);
        Assert.Empty(tool.Calls);
        Assert.Equal(["Order W1001 is late."], (await chat.SayAsync("yes")).Texts);
    }

    [Fact]
    public async Task A_redelivery_of_everything_makes_no_second_call()
    {
        var sender = new SenderDecorator();
        await using var host = await AgentHost.StartAsync(configure: services =>
        {
            Register(services, []);
            sender.Register(services);
        });
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("W1001");
        await chat.SayAsync("yes");

        foreach (var item in sender.Sent.Where(s => s.Envelope.Timer is null)) await host.Get<IQueueSender>().SendAsync(item.Queue, chat.Conversation, item.Envelope);
        await host.DrainedAsync();

        Assert.Single(tool.Calls);
        Assert.Equal(2, (await host.LogAsync(chat.Conversation)).Of("ReplySent").Count);
    }

    [Fact]
    public async Task The_answer_counts_in_another_process()
    {
        var folder = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            string conversation, token;
            await using (var first = await StartAsync(folder))
            {
                var chat = await first.OpenChatAsync();
                (conversation, token) = (chat.Conversation, chat.Token);
                await chat.SayAsync("W1001");
            }
            await using var second = await StartAsync(folder);

            Assert.Equal(["Order W1001 is late."], (await new ChatSession(second, conversation, token).SayAsync("yes")).Texts);
            Assert.Single(tool.Calls);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<AgentHost> StartAsync(params IPolicy[] more) => StartAsync(null, more);

    private Task<AgentHost> StartAsync(string? folder, params IPolicy[] more) => AgentHost.StartAsync(folder, configure: services => Register(services, more));

    private void Register(IServiceCollection services, IPolicy[] more)
    {
        ScriptedFlow.Serve(Orders.Package([Policy("tool:get_order", "@args.order_id is not None", Do.Confirm, Question), .. more]))(services);
        tool.Register(services);
    }

    private sealed class Renamed(IPolicy policy, string name) : IPolicy
    {
        public RuleInfo Info => policy.Info with { Name = name };

        public Verdict? Decide(Facts facts) => policy.Decide(facts) is { } verdict ? verdict with { Rule = name } : null;
    }
}
