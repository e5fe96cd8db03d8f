using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary><c>guards egress</c>: what left the installation, from the log alone.</summary>
public sealed class EgressTests
{
    private const string Route = "/api/operator/egress";

    [Fact]
    public async Task Every_call_that_left_is_listed_with_where_it_went_and_what_it_carried()
    {
        await using var desk = await OrderDesk.StartAsync();
        var turn = await desk.SayAsync(LenientShop.Bob, GullibleModel.Calling("{}"));
        var thread = (await desk.Host.AskAsync("")).Items("calls")[0].Plain("conversationId");

        foreach (var listed in (JsonElement[])[await desk.Host.AskAsync(""), await desk.Host.AskAsync($"?conversation={thread}"), await desk.Host.AskAsync($"?conversation={thread}/1"), await desk.Host.AskAsync("?agent=scripted&days=1")])
        {
            Assert.Equal(["model main personal tenant 0 zero retention personal-in-boundary ok", "tool get_orders personal ok", "model main personal tenant 0 zero retention personal-in-boundary ok"], listed.Items("calls").Select(Line));
            Assert.Equal("${Shop}", listed.Items("calls")[1].Plain("address"));
            Assert.Equal(["model main personal tenant 0 zero retention 2", "tool get_orders personal 1"], listed.Items("totals").Select(Line));
            Assert.Equal(turn.Log.Where(e => e.Type is "ModelCalled" or "ToolCalled").Select(e => $"{e.Seq}"), listed.Items("calls").Select(call => call.Plain("seq")));
            Assert.Empty(listed.Items("incomplete"));
        }
        Assert.Empty((await desk.Host.AskAsync($"?conversation={thread}/2")).Items("calls"));
    }

    [Fact]
    public async Task The_log_says_which_rule_admitted_a_class_where_it_went_and_who_was_refused()
    {
        await using var strict = await ModelStandIn.StartAsync();
        await using var desk = await OrderDesk.StartAsync(more: [.. strict.Settings("azure", more: [("Contract", null), ("Boundary", "eu")]), .. strict.Settings("busy", "anthropic"), .. strict.Settings("trains", "openai", ("Training", "true"))]);
        strict.Throttles("retry-after", "600");
        var turn = await desk.SayAsync(LenientShop.Bob, "Hello");

        var called = turn.Log.Single(e => e.Type == "ModelCalled");
        Assert.Equal(("personal", "0", "model-boundary 1"), (called.Text("dataClass"), called.Text("maxRetentionDays"), called.Text("rules")));
        Assert.Equal(["azure boundary kept-too-long eu 30 False", "trains boundary trained-on tenant 0 False", "busy throttled personal-in-boundary tenant 0 True", "main ok personal-in-boundary tenant 0 True"],
            called.Data.GetProperty("attempts").EnumerateArray().Select(a => $"{a.Plain("endpoint")} {a.Plain("result")} {a.Plain("rule")} {a.Plain("boundary")} {a.Plain("retentionDays")} {a.GetProperty("sent").GetBoolean()}"));
        Assert.DoesNotContain(ModelStandIn.Key, called.Json.ToString(), StringComparison.Ordinal);
        // One that was too busy to answer had the words all the same.
        Assert.Equal(["busy throttled", "main ok"], (await desk.Host.AskAsync("")).Items("calls").Select(call => $"{call.Plain("to")} {call.Plain("result")}"));
    }

    [Fact]
    public async Task Nothing_leaves_where_nothing_may_and_the_listing_says_so()
    {
        await using var desk = await OrderDesk.StartAsync(more: new Dictionary<string, string?> { ["Models:main:Contract"] = null, ["Models:main:Kind"] = "azure-openai" });
        var turn = await desk.SayAsync(LenientShop.Bob, GullibleModel.Calling("{}"));
        Assert.Empty(desk.Model.Requests);
        Assert.Equal("boundary", turn.Log.Single(e => e.Type == "ModelCalled").Text("class"));
        Assert.Empty((await desk.Host.AskAsync("")).Items("calls"));
        var (code, output, _) = await desk.Host.VerbAsync("guards", "egress");
        Assert.Equal((0, "Nothing left the installation.\n1 days of conversations were read.\n"), (code, output));
    }

    [Fact]
    public async Task Refused_calls_and_our_own_articles_leave_nothing_and_words_to_a_provider_do()
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        var conversation = await (await host.SendAsync(Mail.Request(Mail.Text("How do returns work?")))).ConversationAsync();
        await host.WhenTurnsEndedAsync(conversation);
        var calls = (await host.AskAsync("")).Items("calls");
        Assert.Equal(["channel email support@shop.example public sent"], calls.Select(Line));
    }

    [Fact]
    public async Task A_broken_and_a_half_erased_conversation_are_named_and_hide_neither_the_rest_nor_their_own_rest()
    {
        await using var desk = await OrderDesk.StartAsync();
        var turns = new List<DeskTurn>();
        foreach (var conversation in (string[])["whole", "broken", "holed", "erased"]) turns.Add(await desk.SayAsync(LenientShop.Bob, GullibleModel.Calling("{}"), conversation));
        await desk.Host.DrainedAsync();
        string[] threads = [.. (await desk.Host.AskAsync("")).Items("calls").Select(call => call.Plain("conversationId")).Distinct()];
        var ids = turns.Select(turn => threads.Single(thread => ThreadId.For(ScriptPackage.Agent, "shop", "webhook", $"shop:conversation:{((string[])["whole", "broken", "holed", "erased"])[turns.IndexOf(turn)]}").Value == thread)).ToList();
        var tables = desk.Host.Get<ITables>();
        await tables.CommitAsync(Keys.Table, ids[1], [Write.Upsert(Keys.Event(turns[1].Log.First(e => e.Type == "ModelCalled").Seq), new Cells("{ torn"))]);
        await tables.CommitAsync(Keys.Table, ids[2], [Write.Delete(Keys.Event(turns[2].Log.First(e => e.Type == "ToolCalled").Seq))]);
        await desk.Host.Staff.PostAsync("/api/operator/erase", JsonContent(new { conversationId = ids[3] }));

        var listed = await desk.Host.AskAsync("");

        Assert.Equal([3, 2, 2, 3], ids.Select(id => listed.Items("calls").Count(call => call.Plain("conversationId") == id)));
        Assert.Equal(ids.Skip(1).Order(), listed.Items("incomplete").Select(gap => gap.Plain("conversationId")).Order());
        Assert.Equal(["1 0 0", "0 1 0"], ids.Skip(1).Take(2).Select(id => listed.Items("incomplete").Single(gap => gap.Plain("conversationId") == id)).Select(gap => $"{gap.Plain("broken")} {gap.Plain("missing")} {gap.Plain("erased")}"));
        Assert.True(int.Parse(listed.Items("incomplete").Single(gap => gap.Plain("conversationId") == ids[3]).Plain("erased"), CultureInfo.InvariantCulture) > 0);

        var (code, output, _) = await desk.Host.VerbAsync("guards", "egress", "--days", "2");
        Assert.Equal(0, code);
        Assert.Contains($"{ids[1]} does not tell everything: 1 events are broken, 0 missing, 0 erased.", output, StringComparison.Ordinal);
        Assert.Contains("4 days of conversations were read; 3 of them do not tell everything.", output, StringComparison.Ordinal);
        var (_, json, _) = await desk.Host.VerbAsync("guards", "egress", "--json");
        var whole = JsonElement.Parse(json);
        Assert.Equal((10, 3, "4"), (whole.Items("calls").Count, whole.Items("incomplete").Count, whole.Plain("conversations")));
        Assert.Equal(10, whole.Items("totals").Sum(total => total.GetProperty("calls").GetInt32()));
    }

    [Fact]
    public async Task Page_by_page_each_call_of_the_window_comes_once_whatever_midnight_did()
    {
        await using var host = await AgentHost.StartAsync();
        var (tables, indexes) = (host.Get<ITables>(), host.Get<Indexes>());
        var random = new Random(8);
        var expected = new List<string>();
        var begin = new DateTimeOffset(2026, 11, 10, 22, 0, 0, TimeSpan.Zero);
        for (var n = 0; n < 300; n++)
        {
            var (agent, thread) = ($"a{n % 3}", Hashing.Id($"t{n}"));
            var (at, day, writes, calls) = (begin.AddHours(random.Next(0, 60)), "", new List<Write>(), random.Next(1, 12));
            for (var seq = 1; seq <= calls * 2; seq++)
            {
                // A message enters its day, as the input stage does; a call may come after midnight.
                var isMessage = seq % 2 == 1;
                if (isMessage && Indexes.Day(at) != day) await indexes.EnterDayAsync(agent, day = Indexes.Day(at), thread, default, random.Next(2) == 0 ? 1 : seq);
                var body = isMessage ? new EventBody(EventTypes.MessageReceived, []) : new EventBody(EventTypes.ToolCalled, new JsonObject { ["tool"] = "get_order", ["target"] = "api://get_order", ["outcome"] = "ok" });
                writes.Add(Write.Insert(Keys.Event(seq), EventJson.Write(body, seq, 1, at, "t1", "tools", "c", null).Cells));
                if (!isMessage && at >= new DateTimeOffset(2026, 11, 12, 0, 0, 0, TimeSpan.Zero) && at < new DateTimeOffset(2026, 11, 15, 0, 0, 0, TimeSpan.Zero)) expected.Add($"{thread}:{seq}");
                at = at.AddMinutes(random.Next(0, 200));
            }
            await tables.CommitAsync(Keys.Table, thread, writes);
        }
        var (found, pages, scan) = (new List<string>(), 0, host.Get<EgressScan>());
        for (var at = EgressCursor.Of(new(2026, 11, 12), new(2026, 11, 14)); at is not null; pages++)
        {
            var page = await scan.DaysAsync(EgressCursor.Parse(at.ToString())!, null, default);
            Assert.Empty(page.Incomplete);
            Assert.True(page.Calls.Count < EgressScan.MostCalls + 300);
            found.AddRange(page.Calls.Select(call => $"{call.ConversationId}:{call.Seq}"));
            at = page.Next;
        }
        Assert.True(pages > 1);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_older_event_that_does_not_say_what_it_carried_counts_as_personal()
    {
        static Event Of(string type, string data) => new(7, 1, type, DateTimeOffset.UnixEpoch, "t1", "reasoning", "c", null, JsonElement.Parse(data), null, null, ImmutableArray<Piece>.Empty, "");
        var called = Of("ModelCalled", """{"outcome":"ok","endpoint":"eu"}""");
        var over = Of("ModelCalled", """{"outcome":"failed","class":"timeout","attempts":[{"endpoint":"us","result":"boundary"},{"endpoint":"eu","result":"timeout"},{"endpoint":"x","result":"circuit_open"},"torn"]}""");
        Assert.Equal(["model eu personal ok", "model eu personal timeout"], ((Event[])[called, over]).SelectMany(e => EgressReader.Of("c1", e)).Select(call => $"{call.Kind} {call.To} {call.DataClass} {call.Result}"));
        Assert.Empty(EgressReader.Of("c1", Of("ModelCalled", """{"outcome":"failed","class":"budget"}""")));
        Assert.Empty(EgressReader.Of("c1", Of("ToolCalled", """{"tool":"t","target":"api://t","outcome":"refused"}""")));
        Assert.Empty(EgressReader.Of("c1", Of("ToolCalled", """{"tool":"t","target":"api://t","outcome":"failed","class":"invalid_arguments"}""")));
        Assert.Empty(EgressReader.Of("c1", Of("ToolCalled", """{"target":"api://t","outcome":"failed","class":"undefined_tool"}""")));
        Assert.Equal("timeout", Assert.Single(EgressReader.Of("c1", Of("ToolCalled", """{"tool":"t","target":"api://t","outcome":"failed","class":"timeout"}"""))).Result);
    }

    [Theory]
    [InlineData("?days=0", 400, "invalid-days")]
    [InlineData("?days=401", 400, "invalid-days")]
    [InlineData("?days=x", 400, "invalid-days")]
    [InlineData("?after=nonsense", 400, "invalid-after")]
    [InlineData("?after=%F0%9F%8E%89", 400, "invalid-after")]
    [InlineData("?agent=nobody", 404, "unknown-agent")]
    [InlineData("?conversation=nobody", 404, "unknown-conversation")]
    [InlineData("?conversation=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404, "unknown-conversation")]
    public async Task What_cannot_be_asked_is_refused(string query, int status, string type)
    {
        await using var host = await AgentHost.StartAsync();
        await (await host.Staff.GetAsync(Route + query)).ProblemAsync(status, type);
        var endless = new EgressCursor("0001-01-01", "2026-11-23", "2026-11-23").ToString();
        await (await host.Staff.GetAsync($"{Route}?after={endless}")).ProblemAsync(400, "invalid-after");
    }

    [Theory]
    [InlineData("guards egress --conversation c1 --days 2", "--conversation names all")]
    [InlineData("guards egress --days many", "many")]
    [InlineData("guards", "Required command was not provided")]
    public async Task Wrong_use_exits_with_2(string line, string message)
    {
        using var error = new StringWriter();
        Assert.Equal(2, await FunctionsAgent.Local.CommandLine.RunAsync(line.Split(' '), TextWriter.Null, error));
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    private static StringContent JsonContent(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private static string Line(JsonElement call) =>
        string.Join(' ', ((string[])["kind", "to", "dataClass", "boundary", "retentionDays", "contract", "rule", "result", "calls"]).Select(name => call.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "").Where(text => text.Length > 0));
}

file static class EgressAsking
{
    public static async Task<JsonElement> AskAsync(this AgentHost host, string query) => await Evaluation.Reviewing.FineAsync(await host.Staff.GetAsync("/api/operator/egress" + query));

    public static Task<(int Code, string Output, string Error)> VerbAsync(this AgentHost host, params string[] args) => Evaluation.Reviewing.VerbAsync(host, args);

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) => Evaluation.ExplainedJson.Items(json, name);

    public static string Plain(this JsonElement json, string name) => Evaluation.ExplainedJson.Text(json, name);
}
