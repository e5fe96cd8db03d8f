using System.Globalization;
using FunctionsAgent.Conversations;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary><c>review next</c>: what was flagged, and a sample of everything else.</summary>
public sealed class ReviewNextTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_flagged_comes_first_and_then_one_of_each_kind_in_turn()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        for (var i = 0; i < 3; i++) await host.ToldAsync("I want a person");
        for (var i = 0; i < 4; i++) await host.ToldAsync("How do returns work?");
        await host.ToldAsync("Where is #W1001?");
        time.Advance(TimeSpan.FromSeconds(1));

        var next = await host.NextAsync("?count=4");

        Assert.Equal(["True", "True", "False", "False"], next.Items("items").Select(i => i.GetProperty("flagged").GetBoolean().ToString()));
        Assert.All(next.Items("items").Take(2), i => Assert.Equal(("signal escalation; escalated (asked)", "person", "I want a person"), (i.Text("why"), i.Text("intent"), i.Text("said"))));
        Assert.Equal(["sample of open, chat, order_status, 1 there", "sample of open, chat, returns, 4 there"], next.Items("items").Skip(2).Select(i => i.Text("why")));
        Assert.Contains("30 days", next.Items("items")[3].Text("answered"), StringComparison.Ordinal);
        Assert.Equal(("8", "true", "0", "0"), (next.Text("conversations"), next.Text("complete"), next.Text("broken"), next.Text("tooLong")));
        Assert.Equal((3, 5), (await host.NextAsync("?count=100")).Items("items") is var all ? (all.TakeWhile(i => i.GetProperty("flagged").GetBoolean()).Count(), all.Count(i => !i.GetProperty("flagged").GetBoolean())) : default);
    }

    [Fact]
    public async Task On_one_day_it_is_the_same_whenever_and_by_whomever_it_is_asked_and_on_another_day_it_is_another()
    {
        var time = new FakeTimeProvider(Morning);
        await using var host = await AgentHost.StartAsync(time: time);
        for (var i = 0; i < 12; i++) await host.ToldAsync("How do returns work?");
        time.Advance(TimeSpan.FromSeconds(1));

        var first = (await host.NextAsync("?count=12")).Ids();
        Assert.Equal(12, first.Distinct().Count());
        Assert.Equal(first, (await host.NextAsync("?count=12")).Ids());
        Assert.Equal(first.Take(5), (await host.NextAsync("?count=5")).Ids());
        time.Advance(TimeSpan.FromDays(1));
        var tomorrow = (await host.NextAsync("?count=12")).Ids();

        Assert.NotEqual(first, tomorrow);
        Assert.Equal(first.Order(StringComparer.Ordinal), tomorrow.Order(StringComparer.Ordinal));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await host.NextAsync("?days=2")).Ids());
        Assert.Equal(12, (await host.NextAsync("?days=3&count=100")).Ids().Count);
    }

    [Fact]
    public async Task What_I_marked_never_comes_again_and_to_another_it_does()
    {
        await using var host = await AgentHost.StartAsync();
        ChatSession[] chats = [await host.ToldAsync("returns"), await host.ToldAsync("I want a person"), await host.ToldAsync("returns")];
        var before = (await host.NextAsync()).Ids();
        Assert.Equal(3, before.Count);

        await host.MarkAsync(chats[0], "ok");
        await host.MarkAsync(chats[1], "tone");
        await host.Get<Reviews>().MarkAsync(chats[2].Conversation, "last", "ok", null, "user:another", CancellationToken.None);

        Assert.StartsWith(chats[2].Conversation, Assert.Single((await host.NextAsync()).Ids()), StringComparison.Ordinal);
        await host.MarkAsync(chats[2], "ok");
        Assert.Empty((await host.NextAsync()).Ids());
        await chats[0].SayAsync("Where is #W1001?");
        await host.DrainedAsync();
        Assert.StartsWith(chats[0].Conversation, Assert.Single((await host.NextAsync()).Ids()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Greetings_tests_erased_words_and_what_a_person_answered_are_not_shown()
    {
        await using var host = await AgentHost.StartAsync();
        var kept = await host.ToldAsync("returns");
        await host.ToldAsync("hello");
        await host.EraseAsync(await host.ToldAsync("returns"));
        var handed = await host.ToldAsync("I want a person");
        await handed.SayAsync("Are you there?");
        await host.DrainedAsync();

        var ids = (await host.NextAsync()).Ids();

        Assert.Equal(new[] { kept.Conversation, handed.Conversation }.Order(StringComparer.Ordinal), ids.Select(id => id.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_guards_refusal_a_low_score_and_asking_again_are_flags()
    {
        await using var host = await AgentHost.StartAsync();
        await host.ToldAsync(new string('x', 8_001));
        var again = await host.ToldAsync("How do returns work?");
        await again.SayAsync("How do returns work?");
        await host.DrainedAsync();

        var why = (await host.NextAsync()).Items("items").Where(i => i.GetProperty("flagged").GetBoolean()).Select(i => i.Text("why")).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(["asked again", "stopped by a guard"], why);
    }

    [Fact]
    public async Task Broken_logs_and_too_long_ones_are_left_out_and_counted()
    {
        await using var host = await AgentHost.StartAsync();
        var tables = host.Get<ITables>();
        ChatSession[] chats = [await host.ToldAsync("returns"), await host.ToldAsync("returns"), await host.ToldAsync("returns"), await host.ToldAsync("returns")];
        foreach (var chat in chats) await host.MarkAsync(chat, "ok");
        var unreadable = (await tables.GetAsync(Keys.Table, chats[0].Conversation, Keys.Event(2)))!;
        await tables.CommitAsync(Keys.Table, chats[0].Conversation, [Write.Update(unreadable.Key, unreadable.ETag, unreadable.Cells with { Json = "{" })]);
        await tables.CommitAsync(Keys.Table, chats[1].Conversation, [Write.Delete(Keys.Event(3))]);
        var one = (await tables.GetAsync(Keys.Table, chats[2].Conversation, Keys.Event(2)))!;
        foreach (var rows in Enumerable.Range(100, 2_000).Chunk(90))
            await tables.CommitAsync(Keys.Table, chats[2].Conversation, [.. rows.Select(seq => Write.Insert(Keys.Event(seq), one.Cells with { Json = one.Cells.Json!.Replace("\"seq\":2,", $"\"seq\":{seq},", StringComparison.Ordinal) }))]);
        var fresh = await host.ToldAsync("returns");

        var next = await host.NextAsync();
        var marks = await host.MarksAsync();

        Assert.Equal(("2", "1"), (next.Text("broken"), next.Text("tooLong")));
        Assert.StartsWith(fresh.Conversation, Assert.Single(next.Ids()), StringComparison.Ordinal);
        Assert.Equal(("2", "1"), (marks.Text("broken"), marks.Text("tooLong")));
        Assert.Equal(chats[3].Conversation, Assert.Single(marks.Items("marks")).Text("conversationId"));
        var printed = (await host.VerbAsync("review", "next")).Output;
        Assert.Contains("! 2 left out: the log is broken, see verify.\n! 1 left out: the log is too long.\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_conversations_than_are_read_are_said_to_be_more()
    {
        await using var host = await AgentHost.StartAsync();
        var day = Indexes.Day(DateTimeOffset.UtcNow);
        var threads = Enumerable.Range(0, ReviewScan.MostThreads + 200).Select(n => Hashing.Id(n.ToString(CultureInfo.InvariantCulture))).ToList();
        foreach (var shard in threads.GroupBy(Indexes.Shard))
            foreach (var rows in shard.Chunk(90)) await host.Get<ITables>().CommitAsync(Indexes.Days, Indexes.DayPartition(AgentHost.Agent, day, shard.Key), [.. rows.Select(thread => Write.Upsert(thread, new Cells("1")))]);
        foreach (var rows in threads.Chunk(90)) await host.Get<ITables>().CommitAsync(ReviewIndex.Table, AgentHost.Agent, [.. rows.Select(thread => Write.Upsert($"{day}|{thread}", new Cells()))]);

        var next = await host.NextAsync();
        Assert.Equal(("false", ReviewScan.MostThreads), (next.Text("complete"), next.GetProperty("conversations").GetInt32()));
        Assert.Contains($"! {ReviewScan.MostThreads} conversations were read, at most {ReviewScan.MostThreads}; there are more.\n", (await host.VerbAsync("review", "next")).Output, StringComparison.Ordinal);

        // Their logs are gone, so whoever meets the entries takes them away.
        Assert.Equal("false", (await host.MarksAsync()).Text("complete"));
        Assert.Equal("true", (await host.MarksAsync()).Text("complete"));
        Assert.Empty(await host.Get<ITables>().RangeAsync(ReviewIndex.Table, AgentHost.Agent, "", "\uffff", 1));
    }

    [Theory]
    [InlineData("?count=0", 400, "invalid-count")]
    [InlineData("?count=101", 400, "invalid-count")]
    [InlineData("?count=-1", 400, "invalid-count")]
    [InlineData("?days=32", 400, "invalid-days")]
    [InlineData("?days=x", 400, "invalid-days")]
    [InlineData("?agent=nobody", 404, "unknown-agent")]
    public async Task What_it_cannot_be_asked_is_refused(string query, int status, string type)
    {
        await using var host = await AgentHost.StartAsync();
        await ProblemAssert.IsAsync(await host.Staff.GetAsync(Reviewing.Next + query), status, type);
        if (type != "invalid-count") await ProblemAssert.IsAsync(await host.Staff.GetAsync(Reviewing.Marks + (query == "?days=32" ? "?days=401" : query)), status, type);
    }
}
