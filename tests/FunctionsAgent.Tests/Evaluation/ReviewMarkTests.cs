using System.Net;
using FunctionsAgent.Conversations;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Access;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary><c>review mark</c>: what people of the staff say of a turn.</summary>
public sealed class ReviewMarkTests(EntraHost entra) : IClassFixture<EntraHost>
{
    private AgentHost Host => entra.Host;

    private string Ada => entra.Issuer.User("Reviewer");

    private string Machine => entra.Issuer.App("Reviewer");

    [Fact]
    public async Task Said_again_it_is_no_second_event_and_of_another_category_or_note_the_last_counts()
    {
        var chat = await Host.ToldAsync("returns");

        Assert.Equal("true", (await MarkAsync(Ada, chat, "tone", "curt")).Text("marked"));
        Assert.Equal("false", (await MarkAsync(Ada, chat, "tone", " curt ")).Text("marked"));
        Assert.Equal("false", (await MarkAsync(Ada, chat, "tone")).Text("marked"));
        var changed = await MarkAsync(Ada, chat, "logic", "wrong");
        var noted = await MarkAsync(Ada, chat, "logic", "very wrong");

        Assert.Equal(["user:person-1 tone false", "user:person-1 logic true"], changed.Reviews());
        Assert.Equal(["user:person-1 tone false", "user:person-1 logic false", "user:person-1 logic true"], noted.Reviews());
        var reviewed = (await Host.LogAsync(chat.Conversation)).Of("TurnReviewed");
        Assert.Equal(["curt", "wrong", "very wrong"], reviewed.Select(e => e.Said("note")));
        Assert.All(reviewed, e => Assert.Equal((noted.Text("turn"), "user:person-1"), (e.Text("ofTurn"), e.Json.Text("by"))));
        var content = reviewed[0].Json.Items("content")[0];
        Assert.Equal(("internal", "staff"), (content.Text("class"), content.Text("provenance")));
        Assert.True((await Host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Two_people_may_disagree_and_both_stand()
    {
        var chat = await Host.ToldAsync("returns");
        await MarkAsync(Ada, chat, "ok");

        Assert.Equal(["user:person-1 ok true", "app:caller-app data-quality true"], (await MarkAsync(Machine, chat, "data-quality")).Reviews());
        Assert.Equal(["user:person-1 ok false", "app:caller-app data-quality true", "user:person-1 coverage true"], (await MarkAsync(Ada, chat, "coverage")).Reviews());
        Assert.Equal(["data-quality by app:caller-app true", "coverage by user:person-1 true", "ok by user:person-1 false"],
            (await ExplainTests.ExplainAsync(Host, chat, "last")).Items("reviews").Select(r => $"{r.Text("category")} by {r.Text("by")} {r.Text("counts")}").OrderByDescending(r => r.EndsWith("true", StringComparison.Ordinal)).ThenByDescending(r => r, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_nothing_is_written()
    {
        var chat = await Host.ToldAsync("returns");
        var turn = (await Host.LogAsync(chat.Conversation)).Of("TurnStarted")[0].Json.Text("turn");
        var silent = await Host.OpenChatAsync();
        var rows = Host.Rows();

        foreach (var wrong in (string[])["t1", "t999", "m2", "nonsense", "", "T3"])
        {
            var response = await PostAsync(Ada, chat.Conversation, wrong, "ok");
            if (wrong.Length > 0) Assert.Contains(turn, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await ProblemAssert.IsAsync(response, 404, "unknown-turn");
        }
        await ProblemAssert.IsAsync(await PostAsync(Ada, new string('A', 43), "last", "ok"), 404, "unknown-conversation");
        await ProblemAssert.IsAsync(await PostAsync(Ada, "../" + chat.Conversation, "last", "ok"), 404, "unknown-conversation");
        foreach (var category in (string[])["OK", "Tone", "other", "ok,tone", ""]) await ProblemAssert.IsAsync(await PostAsync(Ada, chat.Conversation, turn, category), 400, "unknown-category");
        await ProblemAssert.IsAsync(await entra.PostAsync(Reviewing.Marks, Ada, $$"""{"conversationId":"{{chat.Conversation}}","category":"ok"}"""), 400, "no-turn");
        foreach (var body in (string[])["", "[]", "nonsense", """{"conversationId":7,"turn":"last","category":"ok"}""", """{"conversationId":"x","turn":{},"category":"ok"}"""])
            Assert.InRange((int)(await entra.PostAsync(Reviewing.Marks, Ada, body)).StatusCode, 400, 499);
        await ProblemAssert.IsAsync(await PostAsync(Ada, silent.Conversation, "last", "ok"), 404, "unknown-turn");

        Assert.Empty((await Host.LogAsync(chat.Conversation)).Of("TurnReviewed"));
        Assert.Equal(rows, Host.Rows());
    }

    [Fact]
    public async Task A_note_has_a_limit_and_may_be_anything_within()
    {
        var chat = await Host.ToldAsync("returns");

        // Each of them takes six bytes on the wire.
        var longest = $"é{new string('\u001b', Reviews.MaxNote - 2)}<";
        await ProblemAssert.IsAsync(await PostAsync(Ada, chat.Conversation, "last", "tone", longest + "x"), 413, "too-large");
        Assert.Equal("true", (await MarkAsync(Ada, chat, "tone", longest)).Text("marked"));
        await MarkAsync(Ada, chat, "ok", " \n ");

        Assert.Equal([longest, null], (await Host.LogAsync(chat.Conversation)).Of("TurnReviewed").Select(e => e.Said("note")));
    }

    [Fact]
    public async Task A_turn_that_is_under_way_is_not_judged_yet()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync(Wire.Question, wait: null);
        await tool.Entered;

        await ProblemAssert.IsAsync(await host.Staff.PostMarkAsync(chat.Conversation, "last", "ok"), 409, "turn-open");
        tool.Release();
        await host.TurnsEndedAsync(chat.Conversation);

        Assert.Equal("true", (await host.MarkAsync(chat, "ok")).Text("marked"));
    }

    [Fact]
    public async Task Neither_a_customer_nor_an_outside_agent_judges_or_reads_marks()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.ToldAsync("returns");
        var body = ProblemAssert.Utf8($$"""{"conversationId":"{{chat.Conversation}}","turn":"last","category":"ok"}""");
        foreach (var (token, status) in ((string?, HttpStatusCode)[])[(null, HttpStatusCode.Unauthorized), (chat.Token, HttpStatusCode.Unauthorized), ((await OutsideAgent.ClaimedAsync(host)).Token, HttpStatusCode.Forbidden)])
            foreach (var (path, sent) in ((string, byte[]?)[])[(Reviewing.Marks, null), (Reviewing.Next, null), (Reviewing.Marks, body)])
                Assert.Equal(status, (await host.Client.SendAsync(ProblemAssert.Request(sent is null ? HttpMethod.Get : HttpMethod.Post, path, token, sent))).StatusCode);
        var entras = await Host.ToldAsync("returns");
        await ProblemAssert.IsAsync(await PostAsync(entra.Issuer.User("Visitor"), entras.Conversation, "last", "ok"), 403, "missing-role");

        foreach (var (on, which) in ((AgentHost, ChatSession)[])[(host, chat), (Host, entras)]) Assert.Empty((await on.LogAsync(which.Conversation)).Of("TurnReviewed"));
    }

    [Fact]
    public async Task A_closed_conversation_takes_a_mark_and_stays_closed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.ToldAsync("returns");
        await host.LogAfterAsync(time, TimeSpan.FromMinutes(30), chat.Conversation, log => log.Of("ConversationClosed").Count == 1);

        await host.MarkAsync(chat, "ok", "fine");
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(("TurnReviewed", 1), (log[^1].Type, log[^1].Episode));
        await chat.SayAsync("returns again");
        log = await host.LogAsync(chat.Conversation);

        Assert.Equal(2, log.Of("ConversationStarted").Count);
        Assert.Equal("false", (await host.MarkAsync(chat, "ok", turn: log.Of("TurnStarted")[0].Json.Text("turn"))).Text("marked"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_erased_conversation_takes_a_mark_and_erasing_takes_its_notes()
    {
        var chat = await Host.ToldAsync("returns");
        await MarkAsync(Ada, chat, "tone", "zebra was curt");
        await EraseAsync(chat);
        var erased = (await MarkAsync(Ada, chat, "tone")).Items("reviews")[0];
        Assert.Equal(("true", "tone"), (erased.Text("erased"), erased.Text("category")));

        await MarkAsync(Machine, chat, "logic", "giraffe");
        await EraseAsync(chat);

        var marked = await MarkAsync(Machine, chat, "logic");
        Assert.Equal("false", marked.Text("marked"));
        Assert.All(marked.Items("reviews"), r => Assert.Equal("true", r.Text("erased")));
        Assert.DoesNotContain("giraffe", (await Reviewing.FineAsync(await entra.GetAsync(Reviewing.Marks, Ada))).ToString(), StringComparison.Ordinal);
        Assert.True((await Host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());

        async Task EraseAsync(ChatSession who) => (await entra.PostAsync("/api/operator/erase", entra.Issuer.App("Admin"), $$"""{"conversationId":"{{who.Conversation}}"}""")).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("embedded-key", 1)]
    [InlineData("user:another", 2)]
    public async Task Two_instances_that_mark_at_once_leave_one_event_of_each_person(string other, int events)
    {
        var tables = new TablesDecorator();
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var chat = await host.ToldAsync("returns");
        var begun = false;
        // Just before our mark is written, the other instance writes its own.
        tables.Before = commit =>
        {
            if (begun || !commit.Appends(EventTypes.TurnReviewed)) return;
            begun = true;
            host.Get<Reviews>().MarkAsync(chat.Conversation, "last", "ok", null, other, CancellationToken.None).GetAwaiter().GetResult();
        };

        await host.MarkAsync(chat, "ok");

        Assert.True(begun);
        Assert.Equal(events, (await host.LogAsync(chat.Conversation)).Of("TurnReviewed").Count);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task The_same_mark_sent_many_times_at_once_is_one_event()
    {
        var chat = await Host.ToldAsync("returns");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MarkAsync(Ada, chat, "tone")));

        Assert.Single(answers, answer => answer.Text("marked") == "true");
        Assert.Single((await Host.LogAsync(chat.Conversation)).Of("TurnReviewed"));
    }

    [Fact]
    public async Task A_conversation_that_is_written_to_all_the_time_is_said_to_be_busy()
    {
        var tables = new TablesDecorator();
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var chat = await host.ToldAsync("returns");
        tables.Before = commit =>
        {
            if (commit.Appends(EventTypes.TurnReviewed)) throw new ConflictException("Somebody else.");
        };

        await ProblemAssert.IsAsync(await host.Staff.PostMarkAsync(chat.Conversation, "last", "ok"), 409, "conversation-busy");
        tables.Before = null;
        // An entry that leads to no mark is harmless.
        Assert.Empty((await host.MarksAsync()).Items("marks"));
        Assert.Equal("true", (await host.MarkAsync(chat, "ok")).Text("marked"));
    }

    [Fact]
    public async Task An_interrupted_mark_is_made_by_saying_it_again()
    {
        var tables = new TablesDecorator();
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var chat = await host.ToldAsync("returns");
        tables.After = commit =>
        {
            if (commit.Appends(EventTypes.TurnReviewed) || commit.Table == ReviewIndex.Table) throw new StoreBusyException("The connection broke.");
        };
        for (var attempt = 0; attempt < 2; attempt++) Assert.False((await host.Staff.PostMarkAsync(chat.Conversation, "last", "logic")).IsSuccessStatusCode);
        tables.After = null;

        await host.MarkAsync(chat, "logic");

        Assert.Single((await host.LogAsync(chat.Conversation)).Of("TurnReviewed"));
        Assert.Single((await host.MarksAsync()).Items("marks"));
    }

    [Fact]
    public async Task A_broken_log_takes_no_mark()
    {
        var chat = await Host.ToldAsync("returns");
        var row = (await Host.Get<ITables>().GetAsync(Keys.Table, chat.Conversation, Keys.Event(2)))!;
        await Host.Get<ITables>().CommitAsync(Keys.Table, chat.Conversation, [Write.Update(row.Key, row.ETag, row.Cells with { Json = "{" })]);

        await ProblemAssert.IsAsync(await PostAsync(Ada, chat.Conversation, "last", "ok"), 409, "broken-log");
    }

    [Fact]
    public async Task Neither_a_note_nor_a_customers_words_are_in_a_line_of_the_program()
    {
        using var memory = new MemoryLog();
        await using var host = await AgentHost.StartAsync(logging: logging => logging.AddProvider(memory).SetMinimumLevel(LogLevel.Trace));
        var chat = await host.ToldAsync("giraffe returns");
        await host.MarkAsync(chat, "tone", "the zebra is curt");
        Assert.Contains("giraffe", (await host.NextAsync()).ToString() + (await host.MarksAsync()) + await host.Staff.GetStringAsync($"/api/operator/conversations/{chat.Conversation}/log"), StringComparison.Ordinal);
        await host.Staff.PostMarkAsync(chat.Conversation, "t999", "tone", "another zebra");

        Assert.NotEmpty(memory.Lines);
        Assert.DoesNotContain(memory.Lines, line => line.Contains("zebra", StringComparison.Ordinal) || line.Contains("giraffe", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> PostAsync(string? token, string conversation, string turn, string category, string? note = null) =>
        entra.PostAsync(Reviewing.Marks, token, System.Text.Json.JsonSerializer.Serialize(new { conversationId = conversation, turn, category, note }));

    private async Task<System.Text.Json.JsonElement> MarkAsync(string token, ChatSession chat, string category, string? note = null) =>
        await Reviewing.FineAsync(await PostAsync(token, chat.Conversation, "last", category, note));
}
