using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Local;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Agents;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary><c>explain</c>: what decided a turn, by which rule and version, on what, and what else could have.</summary>
public sealed class ExplainTests(RunningHost running) : IClassFixture<RunningHost>
{
    private AgentHost Host => running.Host;

    [Fact]
    public async Task An_intent_that_decided_is_told_with_its_path_its_calls_and_what_else_was_meant()
    {
        var chat = await Host.OpenChatAsync(new { state = "CA" });
        await chat.SayAsync("Can I return the order #W1001?");
        await Host.DrainedAsync();

        var e = await ExplainAsync(Host, chat, "last");

        Assert.Equal(("intent", "intent returns by retail_support", "over"), (e.Decided("kind"), e.Decided("text"), e.Text("state")));
        Assert.Equal(Samples.RetailSupport.Version, e.Text("version"));
        var message = Assert.Single(e.Items("messages"));
        Assert.Equal(("none", "Can I return the order #W1001?"), (message.Text("assurance"), message.Text("text")));
        Assert.Equal(["size allow", "harm allow", "tone allow", "injection allow (shadow)"], e.Items("guardsIn").Select(g => $"{g.Text("rule")} {g.Text("do")}"));
        var policy = e.Items("policies")[0];
        Assert.All(e.Items("policies"), p => Assert.Equal("did not apply", p.Text("outcome")));
        Assert.Equal(("hawaii-not-served", "did not apply", "true"), (policy.Text("name"), policy.Text("outcome"), policy.Text("again")));
        // Both read the number; the word decides.
        var won = Assert.Single(e.Items("intents"), i => i.GetProperty("won").GetBoolean());
        Assert.Equal(("returns", "true"), (won.Text("name"), won.Text("matches")));
        Assert.Contains(e.Items("intents"), i => i.Text("name") == "order_status" && !i.GetProperty("won").GetBoolean());
        Assert.All(e.Items("intents"), i => Assert.NotEmpty(i.Text("why")!));
        Assert.Contains(e.Items("path").SelectMany(s => s.Items("trace")), t => t.Text("kind") == "intent" && t.Text("name") == "returns" && t.GetProperty("line").GetInt32() > 1);
        var call = e.Items("calls")[0];
        Assert.Equal(("get_order", "ok", """{"order_id":"W1001"}"""), (call.Text("tool"), call.Text("outcome"), call.Text("arguments")));
        Assert.Contains("result.status", call.GetProperty("results").EnumerateObject().Select(p => p.Name));
        Assert.Equal(e.GetProperty("drafted").Text("text"), Assert.Single(e.Items("said")).Text("text"));
        Assert.Equal(["secrets allow", "grounding allow", "voice allow", "toxicity allow"], e.Items("guardsOut").Select(g => $"{g.Text("rule")} {g.Text("do")}"));
        Assert.True(e.GetProperty("times").GetProperty("totalMilliseconds").GetInt64() >= 0);
        Assert.Empty(e.Items("disagreements"));
        Assert.Empty(e.Items("notes"));
    }

    [Fact]
    public async Task A_policy_that_decided_is_told_with_its_evidence_and_what_would_have_been_said_without_it()
    {
        var chat = await Host.OpenChatAsync(new { state = "HI" });
        await chat.SayAsync("How do I return a lamp?");

        var e = await ExplainAsync(Host, chat, "last");

        Assert.Equal(("policy", "policy hawaii-not-served 1"), (e.Decided("kind"), e.Decided("text")));
        var policy = e.Items("policies")[0];
        Assert.Equal(["not reached"], e.Items("policies").Skip(1).Select(p => p.Text("outcome")).Distinct());
        Assert.Equal(("applied", "answer", "false"), (policy.Text("outcome"), policy.Text("do"), policy.Text("again")));
        Assert.Contains("customer.state", policy.GetProperty("evidence").ToString(), StringComparison.Ordinal);
        Assert.All(e.Items("intents"), i => Assert.Contains("the script was not asked", i.Text("why"), StringComparison.Ordinal));
        var otherwise = Assert.Single(e.Items("otherwise"));
        Assert.Equal(("policy hawaii-not-served 1", "intent returns by retail_support", "Reply"), (otherwise.Text("without"), otherwise.Text("decidedBy"), otherwise.Text("effect")));
        Assert.Contains("30 days", otherwise.Text("says"), StringComparison.Ordinal);
        Assert.Empty(e.Items("disagreements"));
    }

    [Fact]
    public async Task An_answer_to_a_question_is_told_as_one_and_not_as_an_intent_of_its_own()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("Where is my order?");
        await chat.SayAsync("1001");

        var e = await ExplainAsync(Host, chat, "last");

        Assert.Equal("intent order_status by retail_support", e.Decided("text"));
        var won = Assert.Single(e.Items("intents"));
        Assert.Equal(("order_status", "the message answers the question for order_number"), (won.Text("name"), won.Text("why")));
        Assert.Equal("get_order", e.Items("calls")[0].Text("tool"));
        Assert.Empty(e.Items("disagreements"));
    }

    [Fact]
    public async Task No_intent_is_told_with_what_came_near()
    {
        using var package = new ScriptPackage("""
            start_agent front:
                description: "Front"
                reply: ->
                    | I do not know.
            subagent warranty:
                description: "Warranty"
                intent:
                    examples:
                        - "Is the lamp under warranty?"
                reply: ->
                    | Two years.
            """);
        await using var host = await package.StartAsync();
        var chat = await host.OpenChatAsync(agent: package.Name);
        await chat.SayAsync("I want a lamp");

        var e = await ExplainAsync(host, chat, "last");

        Assert.Equal("no-intent", e.Decided("kind"));
        var near = Assert.Single(e.Items("intents"));
        Assert.Equal(("warranty", "false"), (near.Text("name"), near.Text("won")));
        Assert.Contains("33 % of the words of \"Is the lamp under warranty?\"", near.Text("why"), StringComparison.Ordinal);
        Assert.Empty(e.Items("disagreements"));
    }

    [Fact]
    public async Task A_guard_that_stopped_it_left_the_policies_unasked()
    {
        var chat = await Host.OpenChatAsync(new { state = "HI" });
        await chat.SayAsync($"returns {new string('x', 8_001)}");

        var e = await ExplainAsync(Host, chat, "last");

        Assert.Equal("guard size 1", e.Decided("text"));
        Assert.Equal(["refuse", "allow", "allow", "allow (shadow)"], e.Items("guardsIn").Select(v => v.Text("do")));
        Assert.Equal(["not reached"], e.Items("policies").Select(p => p.Text("outcome")).Distinct());
        Assert.Equal("policy hawaii-not-served 1", Assert.Single(e.Items("otherwise")).Text("decidedBy"));
        Assert.Empty(e.Items("path"));
    }

    [Fact]
    public async Task A_hand_off_and_what_was_said_to_the_person_after_it_are_explained_too()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("I want a person");
        await chat.SayAsync("Where is W1001?");
        await Host.DrainedAsync();
        var received = (await Host.LogAsync(chat.Conversation)).Of("MessageReceived")[1].Seq;

        var handed = await ExplainAsync(Host, chat, (await Host.LogAsync(chat.Conversation)).Of("TurnStarted")[0].Json.GetProperty("turn").GetString()!);
        var after = await ExplainAsync(Host, chat, "last");

        Assert.Equal("intent person by retail_support", handed.Decided("text"));
        Assert.Equal(("handed-off", "sent"), (Assert.Single(handed.Items("said")).Text("kind"), handed.Items("said")[0].Text("outcome")));
        Assert.Contains("escalation (coverage)", handed.Items("signals").Select(s => s.GetString()));
        Assert.Equal(($"m{received}", "person", "with-person"), (after.Text("turn"), after.Decided("kind"), Assert.Single(after.Items("said")).Text("kind")));
        Assert.Equal("intent order_status by retail_support", Assert.Single(after.Items("otherwise")).Text("decidedBy"));
        Assert.Equal("api://get_order", after.Items("otherwise")[0].Text("target"));
    }

    [Fact]
    public async Task A_failed_turn_names_the_stage_and_a_call_that_failed_its_class()
    {
        var armed = false;
        var flow = new ScriptedFlow((frame, _) => armed ? throw new FormatException("zebra") : new Step(frame with { Intent = "scripted" }, new Reply("Fine.")));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(ScriptedFlow.Package(flow)));
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("hello");
        armed = true;
        await chat.PostAsync("hello again");
        await host.TurnsEndedAsync(chat.Conversation, 2);
        await host.DrainedAsync();

        var e = await ExplainAsync(host, chat, "last");

        Assert.Equal(("failure", "failure FormatException in reasoning"), (e.Decided("kind"), e.Decided("text")));
        Assert.Equal("apology", Assert.Single(e.Items("said")).Text("kind"));
        Assert.Contains("stage-failed (logic)", e.Items("signals").Select(s => s.GetString()));
        Assert.Contains(e.Items("notes"), note => note.GetString()!.Contains("C#", StringComparison.Ordinal));
        Assert.Empty(e.Items("disagreements"));
    }

    [Fact]
    public async Task A_policy_at_a_call_stands_with_the_call_and_so_does_the_consent_to_it()
    {
        using var package = Refunds("""[ { name: ask-first, version: 3, at: "tool:refund", when: '@args.amount > 10', do: confirm, text: "Shall I?" }, { name: too-much, version: 1, at: "tool:refund", when: '@args.amount > 1000', do: refuse, text: "No." } ]""");
        await using var host = await package.StartAsync(new ScriptedTool(_ => new Ok(JsonSerializer.SerializeToElement(new { status = "done" }), 10)));
        var chat = await host.OpenChatAsync(agent: package.Name);
        Assert.Equal(["Shall I?"], (await chat.SayAsync("refund 50")).Texts);
        var asked = await ExplainAsync(host, chat, "last");
        Assert.Equal(["It is done."], (await chat.SayAsync("yes")).Texts);
        var agreed = await ExplainAsync(host, chat, "last");

        Assert.Equal("policy ask-first 3", asked.Decided("text"));
        var refused = Assert.Single(asked.Items("calls"));
        Assert.Equal(("refused", "ask-first"), (refused.Text("outcome"), refused.GetProperty("refusedBy").Text("rule")));
        Assert.Equal(["ask-first applied", "too-much not reached"], refused.Items("policies").Select(p => $"{p.Text("name")} {p.Text("outcome")}"));
        Assert.Equal("consent", agreed.Decided("kind"));
        Assert.Equal(["ask-first did not apply", "too-much did not apply"], Assert.Single(agreed.Items("calls")).Items("policies").Select(p => $"{p.Text("name")} {p.Text("outcome")}"));
        Assert.All([asked, agreed], e => Assert.Empty(e.Items("disagreements")));
    }

    [Fact]
    public async Task A_policy_at_reply_tells_what_was_drafted_before_it()
    {
        using var package = Refunds("""[ { name: hush, version: 2, at: reply, when: 'contains(@reply.text, "Welcome")', do: answer, text: "Good day." } ]""");
        await using var host = await package.StartAsync();
        var chat = await host.OpenChatAsync(agent: package.Name);
        await chat.SayAsync("what");

        var e = await ExplainAsync(host, chat, "last");

        Assert.Equal("policy hush 2", e.Decided("text"));
        Assert.Equal(("Welcome to refunds.", "Good day."), (e.GetProperty("drafted").Text("text"), Assert.Single(e.Items("said")).Text("text")));
        Assert.Equal("applied", Assert.Single(e.Items("policies")).Text("outcome"));
        Assert.Empty(e.Items("disagreements"));
    }

    [Fact]
    public async Task Erased_words_are_told_as_erased_and_the_rest_stays()
    {
        var chat = await Host.OpenChatAsync(new { state = "CA" });
        await chat.SayAsync("Where is zebra-order #W1001?");
        await Host.DrainedAsync();
        var turn = (await ExplainAsync(Host, chat, "last")).Text("turn");
        (await Host.Staff.PostAsJsonAsync("/api/operator/erase", new { conversationId = chat.Conversation })).EnsureSuccessStatusCode();

        var e = await ExplainAsync(Host, chat, turn);
        var (code, print) = await RunAsync(Host, "explain", chat.Conversation, turn);

        Assert.Equal("intent order_status by retail_support", e.Decided("text"));
        Assert.Equal((JsonValueKind.Null, "true"), (Assert.Single(e.Items("messages")).GetProperty("text").ValueKind, e.Items("messages")[0].Text("erased")));
        Assert.All(e.Items("calls"), call => Assert.Equal(("true", JsonValueKind.Null), (call.Text("erased"), call.GetProperty("arguments").ValueKind)));
        Assert.Equal(["unknown"], e.Items("policies").Select(p => p.Text("outcome")).Distinct());
        Assert.Contains(e.Items("notes"), n => n.GetString()!.Contains("erased", StringComparison.Ordinal));
        Assert.DoesNotContain("zebra", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Contains("CAME IN\n  erased", print, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("damaged")]
    public async Task A_lost_version_is_said_to_be_lost_and_nothing_is_guessed_with_another(string loss)
    {
        using var package = ScriptedDesk.Package();
        ChatSession chat;
        await using (var host = await package.StartAsync(new ScriptedTool(ScriptedDesk.Answer)))
        {
            chat = await host.OpenChatAsync(agent: package.Name);
            await chat.SayAsync("count");
            if (loss == "damaged") File.Delete(System.IO.Path.Combine(package.Data, "blobs", "packages", package.Files.Hash));
            else await host.Get<ITables>().CommitAsync(PackageStore.Table, package.Name, [Write.Delete($"v:{package.Files.Version}")]);
        }
        package.Script("""
            start_agent front:
                description: "Another"
                reply: ->
                    | Another.
            """);
        await using var again = await package.StartAsync(new ScriptedTool(ScriptedDesk.Answer));

        var e = await ExplainAsync(again, chat with { Host = again }, "last");

        Assert.Contains(e.Items("notes"), n => n.GetString()!.Contains("is lost", StringComparison.Ordinal));
        Assert.Empty(e.Items("intents"));
        Assert.Empty(e.Items("policies"));
        Assert.StartsWith("intent count", e.Decided("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_out_otherwise_now_is_said_to_disagree()
    {
        var first = true;
        var flow = new ScriptedFlow((frame, _) => new Step(frame with { Intent = first ? "one" : "two" }, new Reply("Fine.")));
        await using var host = await AgentHost.StartAsync(configure: ScriptedFlow.Serve(ScriptedFlow.Package(flow)));
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("hello");
        Assert.Empty((await ExplainAsync(host, chat, "last")).Items("disagreements"));
        first = false;

        var e = await ExplainAsync(host, chat, "last");

        Assert.Contains("the log has intent one", Assert.Single(e.Items("disagreements")).GetString(), StringComparison.Ordinal);
        Assert.Equal("intent one by scripted", e.Decided("text"));
    }

    [Fact]
    public async Task Unknown_turns_are_answered_with_those_there_are()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("returns");
        var turn = (await ExplainAsync(Host, chat, "last")).Text("turn");

        foreach (var wrong in (string[])["t1", "m3", "t0", "nonsense", "..%2F", "t99999999999999999999"])
        {
            var response = await Host.Staff.GetAsync(Path(chat, wrong));
            Assert.Contains(turn, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await ProblemAssert.IsAsync(response, 404, "unknown-turn");
        }
        await ProblemAssert.IsAsync(await Host.Staff.GetAsync($"{Path(chat, turn)}?episode=2"), 404, "unknown-turn");
        await ProblemAssert.IsAsync(await Host.Staff.GetAsync($"{Path(chat, turn)}?episode=x"), 400, "invalid-episode");
        await ProblemAssert.IsAsync(await Host.Staff.GetAsync(Path(chat with { Conversation = new string('A', 43) }, "last")), 404, "unknown-conversation");
        await ProblemAssert.IsAsync(await Host.Staff.GetAsync(Path(chat with { Conversation = "x" }, "last")), 404, "unknown-conversation");
        var silent = await Host.OpenChatAsync();
        await ProblemAssert.IsAsync(await Host.Staff.GetAsync(Path(silent, "last")), 404, "unknown-turn");
    }

    [Fact]
    public async Task A_customer_cannot_have_it_explained()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("returns");

        await ProblemAssert.IsAsync(await Host.Client.GetAsync(Path(chat, "last")), 401, "unauthorized");
        await ProblemAssert.IsAsync(await Host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, Path(chat, "last"), chat.Token)), 401, "unauthorized");
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, Path(chat, "last"), (await OutsideAgent.ClaimedAsync(Host)).Token))).StatusCode);
    }

    [Fact]
    public async Task The_terminal_shows_what_decided_and_hostile_words_do_not_steer_it()
    {
        var chat = await Host.OpenChatAsync(new { state = "HI" });
        await chat.SayAsync("returns \u001b[2J\n\u0007now");

        var (code, print) = await RunAsync(Host, "explain", chat.Conversation);

        Assert.Equal(0, code);
        Assert.Contains("\ndecided by: policy hawaii-not-served 1\n", print, StringComparison.Ordinal);
        Assert.Contains("without policy hawaii-not-served 1: intent returns by retail_support, Reply, \"You can return", print, StringComparison.Ordinal);
        Assert.DoesNotContain(print, c => char.IsControl(c) && c != '\n');
        var (json, text) = await RunAsync(Host, "explain", chat.Conversation, "last", "--json");
        Assert.Equal((0, "policy"), (json, JsonElement.Parse(text).Decided("kind")));
        Assert.Equal(1, (await RunAsync(Host, "explain", chat.Conversation, "t999")).Code);
        Assert.Equal(1, (await RunAsync(Host, "explain", $"{chat.Conversation}/7")).Code);
    }

    private static ScriptPackage Refunds(string policies) => new ScriptPackage("""
        variables:
            amount: mutable number
        start_agent front:
            description: "Front"
            reply: ->
                | Welcome to refunds.
        subagent refunds:
            description: "Refunds"
            intent:
                words:
                    - "refund"
                slots:
                    amount: number
                        pattern: "[0-9]+"
            actions:
                refund:
                    description: "Refunds"
                    inputs:
                        amount: number
                    outputs:
                        status: string
                    target: "api://refund"
            reply: ->
                run @actions.refund
                    with amount=@variables.amount
                | It is done.
        """, policies: policies).Tool("refund", effect: "irreversible");

    private static string Path(ChatSession chat, string turn) => $"/api/operator/conversations/{chat.Conversation}/turns/{turn}/explanation";

    internal static async Task<JsonElement> ExplainAsync(AgentHost host, ChatSession chat, string turn)
    {
        var response = await host.Staff.GetAsync(Path(chat, turn));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<(int Code, string Output)> RunAsync(AgentHost host, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync([.. args, "--url", host.Host.Url.ToString(), "--token", host.Host.Key], output, error);
        return (code, output.ToString().ReplaceLineEndings("\n"));
    }
}

internal static class ExplainedJson
{
    public static string Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "";

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray()];

    public static string Decided(this JsonElement json, string name) => json.GetProperty("decidedBy").Text(name);
}
