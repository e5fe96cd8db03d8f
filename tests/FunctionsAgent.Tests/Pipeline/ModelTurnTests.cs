using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Turns in which a script asks a model, from the chat's door to the log, against stand-ins that speak the providers' wire formats.</summary>
public sealed class ModelTurnTests : IAsyncLifetime
{
    private const string Script = """
        variables:
            order_number: mutable string
                description: "The order the customer asked about last"
        start_agent desk:
            description: "Answers whatever no other node does"
            actions:
                get_order:
                    description: "Looks up one order"
                    inputs:
                        order_id: string
                            description: "W and four digits"
                            is_required: True
                    outputs:
                        status: string
                            description: "Where it is"
                    target: "api://get_order"
                refund:
                    description: "Refunds an order"
                    inputs:
                        order_id: string
                            description: "W and four digits"
                            is_required: True
                    outputs:
                        status: string
                            description: "What became of it"
                    target: "api://refund"
            reasoning:
                instructions: ->
                    | Answer in one sentence.
                actions:
                    get_order: @actions.get_order
                        with order_id=...
                    refund: @actions.refund
                        with order_id=...
        subagent hours:
            description: "When the shop is open"
            intent:
                words:
                    - "open"
                    - "hours"
            reply: ->
                | We are open from nine to five.
        """;

    private const string Returns = """
        ---
        title: Returns
        owner: returns@shop.example
        review: 2099-01-01
        ---
        # Returns

        You can return a lamp within 30 days of delivery.
        """;

    private ModelStandIn standIn = null!;

    public async Task InitializeAsync() => standIn = await ModelStandIn.StartAsync();

    public async Task DisposeAsync() => await standIn.DisposeAsync();

    private static ScriptPackage Package(string models = "{}", bool articles = false)
    {
        var package = new ScriptPackage(Script).Tool("get_order").Tool("refund", effect: "write");
        var manifest = Path.Combine(package.Path, ScriptPackage.Agent, "agent.yaml");
        package.Write("agent.yaml", File.ReadAllText(manifest) + $"\nmodels: {models}\n");
        if (articles) package.Write("knowledge/returns.md", Returns);
        return package;
    }

    private async Task<AgentHost> StartAsync(ScriptPackage package, string kind = "azure-openai", ScriptedTool? tool = null, params (string Key, string? Value)[] more)
    {
        Directory.CreateDirectory(package.Data);
        var settings = standIn.Settings("main", kind, more);
        settings["Agents__Path"] = package.Path;
        return await AgentHost.StartAsync(package.Data, settings, configure: services => (tool ?? new ScriptedTool(call => ScriptedTool.Order(call, "shipped"))).Register(services));
    }

    private static async Task<(string Status, IReadOnlyList<string> Texts, IReadOnlyList<LoggedEvent> Log)> SayAsync(AgentHost host, string text)
    {
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        var (status, texts) = await chat.SayAsync(text);
        return (status, texts, await host.LogWhenAsync(chat.Conversation, log => log.Any(e => e.Type is "TurnEnded" or "HandoffOpened")));
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task The_same_turn_over_every_wire_format(string kind)
    {
        standIn.Calls("get_order", new { order_id = "W1001" }).Says("It has shipped.");
        using var package = Package();
        await using var host = await StartAsync(package, kind);
        var (status, texts, log) = await SayAsync(host, "What about W1001?");

        Assert.Equal(("replied", "It has shipped."), (status, Assert.Single(texts)));
        Assert.Empty(standIn.Violations);
        Assert.Equal(2, standIn.Requests.Count);
        Assert.Equal(["get_order", "refund"], standIn.Requests[0].Tools.Order());
        Assert.Contains("shipped", standIn.Requests[1].Text, StringComparison.Ordinal);
        Assert.Equal(["ContextBuilt", "ModelCalled", "ToolCalled", "ContextBuilt", "ModelCalled"], log.Select(e => e.Type).Where(t => t is "ContextBuilt" or "ModelCalled" or "ToolCalled"));
        var called = log.Last(e => e.Type == "ModelCalled");
        Assert.Equal(("ok", "main", ModelStandIn.Deployment), (called.Text("outcome"), called.Text("endpoint"), called.Text("deployment")));
        Assert.True(called.Data.GetProperty("inputTokens").GetInt64() > 0);
        Assert.Contains("model", log.Last(e => e.Type == "OutputChecked").Json.ToString(), StringComparison.Ordinal);
        Assert.Equal("answer", log.Last(e => e.Type == "ReplySent").Text("kind"));
    }

    [Fact]
    public async Task A_script_that_knows_the_answer_asks_no_model()
    {
        using var package = Package();
        await using var host = await StartAsync(package);
        var (_, texts, log) = await SayAsync(host, "When are you open?");
        Assert.Equal("We are open from nine to five.", Assert.Single(texts));
        Assert.Empty(standIn.Requests);
        Assert.DoesNotContain(log, e => e.Type is "ModelCalled" or "ContextBuilt");
    }

    [Fact]
    public async Task The_receipt_says_what_was_offered_and_sent_and_holds_no_words()
    {
        standIn.Says("Within 30 days.");
        using var package = Package(articles: true);
        await using var host = await StartAsync(package);
        var (_, _, log) = await SayAsync(host, "May I return a lamp? My name is Zanzibar.");
        var receipt = log.Single(e => e.Type == "ContextBuilt");
        Assert.Equal("desk", receipt.Text("node"));
        Assert.Contains("returns#", receipt.Text("articles"), StringComparison.Ordinal);
        Assert.True(receipt.Data.GetProperty("sources").GetProperty("knowledge").GetProperty("sent").GetInt32() > 0);
        Assert.DoesNotContain("Zanzibar", receipt.Data.ToString(), StringComparison.Ordinal);
        Assert.Contains("30 days", standIn.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains("returns#", log.Single(e => e.Type == "ReplySent").Text("sources"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_before_is_in_the_next_prompt_once()
    {
        standIn.Says("Hello Ann.").Says("You are Ann.");
        using var package = Package();
        await using var host = await StartAsync(package);
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        await chat.SayAsync("I am Ann.");
        await chat.SayAsync("Who am I?");
        var messages = standIn.Requests[1].Body.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("role").GetString() != "system").Select(m => $"{m.GetProperty("role")}: {m.GetProperty("content")}");
        Assert.Equal(["user: I am Ann.", "assistant: Hello Ann.", "user: Who am I?"], messages);
    }

    public static TheoryData<string> Failures => ["half", "filtered", "rubbish", "throttled", "deployment", "bearer", "empty"];

    private void Fail(string how)
    {
        _ = how switch
        {
            "half" => standIn.Says("It has", StreamEnd.HalfWay),
            "filtered" => standIn.FiltersPrompt(),
            "rubbish" => standIn.CallsWith("get_order", "{ nonsense"),
            "throttled" => standIn.Throttles("retry-after", "3600"),
            "deployment" => standIn.Refuses(404, "DeploymentNotFound"),
            "bearer" => standIn.Refuses(401, "401"),
            _ => standIn.Says(" "),
        };
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_model_that_fails_leaves_the_customer_with_a_person_and_the_log_says_why(string how)
    {
        Fail(how);
        using var package = Package();
        await using var host = await StartAsync(package);
        var (status, texts, log) = await SayAsync(host, "What about W1001?");
        Assert.Equal("handed-off", status);
        Assert.DoesNotContain("It has", string.Concat(texts), StringComparison.Ordinal);
        var step = log.Last(e => e.Type == "ScriptStepped");
        Assert.Equal("person", step.Text("fallback"));
        Assert.NotEmpty(step.Text("because")!);
        if (how != "empty") Assert.Equal("failed", log.Last(e => e.Type == "ModelCalled").Text("outcome"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Or_with_an_article_and_its_source(string how)
    {
        Fail(how);
        using var package = Package(articles: true);
        await using var host = await StartAsync(package);
        var (status, texts, log) = await SayAsync(host, "Can I return a lamp?");
        Assert.Equal("replied", status);
        Assert.Contains("You can return a lamp within 30 days of delivery.", Assert.Single(texts), StringComparison.Ordinal);
        Assert.Equal("extractive", log.Last(e => e.Type == "ScriptStepped").Text("fallback"));
        Assert.Contains("returns#", log.Last(e => e.Type == "ReplySent").Text("sources"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_model_it_is_the_same()
    {
        using var package = Package(articles: true);
        await using var host = await package.StartAsync(new ScriptedTool(ScriptedTool.Processing));
        var (status, _, log) = await SayAsync(host, "Can I return a lamp?");
        Assert.Equal("replied", status);
        Assert.Equal("no_model", log.Last(e => e.Type == "ScriptStepped").Text("because"));
        Assert.DoesNotContain(log, e => e.Type is "ModelCalled" or "ContextBuilt");
        Assert.Equal("handed-off", (await SayAsync(host, "Something nobody wrote about xyzzy")).Status);
    }

    [Fact]
    public async Task A_tool_nobody_offered_is_not_called()
    {
        standIn.Calls("refund_processor", new { order_id = "W1001" }).Says("I cannot do that.");
        var tool = new ScriptedTool(call => ScriptedTool.Order(call, "shipped"));
        using var package = Package();
        await using var host = await StartAsync(package, tool: tool);
        var (_, texts, _) = await SayAsync(host, "Refund W1001!");
        Assert.Equal("I cannot do that.", Assert.Single(texts));
        Assert.Empty(tool.Calls);
        Assert.Contains("unknown_tool", standIn.Requests[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_never_ends_its_loop_is_ended()
    {
        standIn.Calls("get_order", new { order_id = "W1001" });
        using var package = Package("{ tokens: { turn: 1000000, node: 1000000 } }");
        await using var host = await StartAsync(package);
        var (status, _, log) = await SayAsync(host, "What about W1001?");
        Assert.Equal("handed-off", status);
        Assert.Equal(8, standIn.Requests.Count);
        Assert.Equal("model_gave_up", log.Last(e => e.Type == "ScriptStepped").Text("because"));
    }

    [Fact]
    public async Task A_turn_that_has_used_its_tokens_asks_no_more()
    {
        standIn.Calls("get_order", new { order_id = "W1001" });
        using var package = Package("{ tokens: { turn: 100, node: 100 } }");
        await using var host = await StartAsync(package);
        var (status, _, log) = await SayAsync(host, "What about W1001?");
        Assert.Equal("handed-off", status);
        Assert.Single(standIn.Requests);
        Assert.Equal("budget", log.Last(e => e.Type == "ModelCalled").Text("class"));
    }

    [Fact]
    public async Task After_a_write_a_person_says_how_far_it_came_not_an_article()
    {
        standIn.Calls("refund", new { order_id = "W1001" }).Says("Refund", StreamEnd.Broken);
        using var package = Package(articles: true);
        await using var host = await StartAsync(package);
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        Assert.Contains("W1001", Assert.Single((await chat.SayAsync("Return a lamp and refund it")).Texts), StringComparison.Ordinal);
        Assert.Equal("handed-off", (await chat.SayAsync("yes")).Status);
        var log = await host.LogWhenAsync(chat.Conversation, log => log.Any(e => e.Type is "HandoffOpened"));
        Assert.Equal("person", log.Last(e => e.Type == "ScriptStepped").Text("fallback"));
    }

    [Fact]
    public async Task A_prompt_over_its_budget_fails_a_test_and_is_noted_otherwise()
    {
        standIn.Says("Hello! How can I help you?");
        using var package = Package("{ context: { instructions: 10 } }");
        await using var host = await StartAsync(package);
        var (status, _, log) = await SayAsync(host, "Hello there");
        Assert.Equal("replied", status);
        Assert.Contains("instructions", log.Single(e => e.Type == "ContextBuilt").Text("breach"), StringComparison.Ordinal);

        var chat = await host.OpenTestChatAsync(ScriptPackage.Agent);
        await chat.PostAsync("Hello there", wait: null);
        var failed = await host.LogWhenAsync(chat.Conversation, events => events.Any(e => e.Type == "StageFailed"));
        Assert.Equal("context-breach", failed.Last(e => e.Type == "StageFailed").Text("class"));
    }

    [Fact]
    public async Task The_answer_of_a_call_that_could_not_be_committed_is_found_and_not_asked_for_again()
    {
        standIn.Says("First answer.").Says("Second answer.");
        using var package = Package();
        var lost = 0;
        Directory.CreateDirectory(package.Data);
        var settings = standIn.Settings("main");
        settings["Agents__Path"] = package.Path;
        await using var host = await AgentHost.StartAsync(package.Data, settings, configure: services =>
        {
            new ScriptedTool(ScriptedTool.Processing).Register(services);
            // The commit that would hold the model's answer is lost once: the stage runs again.
            new TablesDecorator
            {
                Before = commit =>
                {
                    if (commit.Appends("ModelCalled") && Interlocked.Increment(ref lost) == 1) throw new StoreBusyException("The commit is lost.");
                },
            }.Register(services);
        });
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        await chat.PostAsync("Hello there", wait: null);
        var log = await host.LogWhenAsync(chat.Conversation, events => events.Any(e => e.Type == "TurnEnded"));
        Assert.True(lost > 0);
        Assert.Equal("First answer.", log.Single(e => e.Type == "ReplySent").Said("text"));
        Assert.Single(log, e => e.Type == "ModelCalled");
        Assert.Single(standIn.Requests);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_waiting_caller_may_have_it_sentence_by_sentence_after_the_output_stage()
    {
        standIn.Says("It has shipped. It arrives on Friday! Anything else?");
        using var package = Package();
        await using var host = await StartAsync(package);
        var chat = await host.OpenChatAsync(agent: ScriptPackage.Agent);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{chat.Conversation}/messages?wait=20")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { text = "Has it shipped, and does it arrive on Friday?" }), Headers = { { "Authorization", $"Bearer {chat.Token}" }, { "Accept", "text/event-stream" } },
        };
        using var response = await host.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var frames = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(f => f.StartsWith("event:", StringComparison.Ordinal)).Select(f => f.Split("\ndata: ")).ToList();
        Assert.Equal(["event: sentence", "event: sentence", "event: sentence", "event: answer"], frames.Select(f => f[0]));
        Assert.Equal("It has shipped. It arrives on Friday! Anything else?", string.Concat(frames.SkipLast(1).Select(f => JsonDocument.Parse(f[1]).RootElement.GetProperty("text").GetString())));
        Assert.Equal("replied", JsonDocument.Parse(frames[^1][1]).RootElement.GetProperty("status").GetString());
    }
}
