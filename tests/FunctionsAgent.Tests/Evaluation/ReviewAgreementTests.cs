using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary><c>review marks</c>: how far people agree with each other and with the outcome rules.</summary>
public sealed class ReviewAgreementTests
{
    private const string Another = "user:another";

    [Fact]
    public void Share_interval_and_kappa_are_those_counted_by_hand()
    {
        // 20 both yes, 15 both no, 5 and 10 apart: 35 of 50 the same; by chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5, so kappa is 0.2 / 0.5.
        var pairs = Enumerable.Repeat((0, 0), 20).Concat(Enumerable.Repeat((0, 1), 5)).Concat(Enumerable.Repeat((1, 0), 10)).Concat(Enumerable.Repeat((1, 1), 15));

        var found = ReviewAgreement.Compare("a", "b", ["yes", "no"], ["yes", "no"], pairs);

        Assert.Equal((50, 0.7), (found.N, found.Share));
        Assert.Equal((0.562, 0.809), (Math.Round(found.Low!.Value, 3), Math.Round(found.High!.Value, 3)));
        Assert.Equal(0.4, found.Kappa!.Value, 12);
        Assert.Equal<IEnumerable<int>>([[20, 5], [10, 15]], found.Table);
    }

    [Fact]
    public void Where_there_is_nothing_to_agree_on_nothing_is_claimed()
    {
        var none = ReviewAgreement.Compare("a", "b", ["yes", "no"], ["yes", "no"], []);
        Assert.Equal((0, null, null, null, null), (none.N, none.Share, none.Low, none.High, none.Kappa));

        var same = ReviewAgreement.Compare("a", "b", ["yes", "no"], ["yes", "no"], [(0, 0), (0, 0)]);
        Assert.Equal((2, 1.0, null), (same.N, same.Share, same.Kappa));
        Assert.Equal(-1, ReviewAgreement.Compare("a", "b", ["yes", "no"], ["yes", "no"], [(0, 1), (1, 0)]).Kappa);
        var unknown = ReviewAgreement.Compare("a", "b", ["yes", "no"], ["yes", "no"], [(0, -1), (1, 1)]);
        Assert.Equal(1, unknown.N);
    }

    [Fact]
    public async Task People_and_rules_are_compared_over_the_last_marks_of_decided_cases()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(time: time);
        // Answered and quiet: held. Asked again: not. Handed over: not. The last is still open.
        var (held, wrong, again, handed) = (await host.ToldAsync("returns"), await host.ToldAsync("returns"), await host.ToldAsync("returns"), await host.ToldAsync("I want a person"));
        await again.SayAsync("returns");
        await host.DrainedAsync();
        await PassAsync(host, time, 45);
        var open = await host.ToldAsync("returns");
        await host.MarkAsync(held, "ok");
        await host.MarkAsync(wrong, "ok");
        await host.MarkAsync(wrong, "tone", "curt");
        await host.MarkAsync(again, "logic");
        await host.MarkAsync(handed, "ok");
        await host.MarkAsync(open, "coverage");
        foreach (var (chat, category) in ((ChatSession, string)[])[(held, "ok"), (wrong, "logic"), (again, "logic")]) await host.Get<Reviews>().MarkAsync(chat.Conversation, "last", category, null, Another, default);

        var found = await host.MarksAsync();

        Assert.Equal(8, found.Items("marks").Count);
        Assert.Equal("tone curt true", Assert.Single(found.Items("marks"), m => m.Text("conversationId") == wrong.Conversation && m.Text("by") == "embedded-key") is var m ? $"{m.Text("category")} {m.Text("note")} {m.Text("held")}" : "");
        // ok: held (twice), handed. Not ok: wrong (twice) although it held, again (twice) rightly. The open one is not decided.
        Assert.Equal("people rules 7 0.571 0.16 [[2,1],[2,2]]", Counted(found.GetProperty("agreement").GetProperty("rules")));
        Assert.Equal("1", found.GetProperty("agreement").Text("undecided"));
        var people = Assert.Single(found.GetProperty("agreement").Items("people"));
        Assert.Equal("embedded-key user:another 3 0.667 0.5 [[1,0,0,0,0],[0,0,1,0,0],[0,0,1,0,0],[0,0,0,0,0],[0,0,0,0,0]]", Counted(people));
        Assert.Equal("8", found.GetProperty("agreement").Text("marks"));
    }

    [Fact]
    public async Task Marks_of_earlier_days_are_left_out()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(time: time);
        var chat = await host.ToldAsync("returns");
        await host.MarkAsync(chat, "ok");
        await PassAsync(host, time, 3 * 24 * 60);
        await host.Get<Reviews>().MarkAsync(chat.Conversation, "last", "tone", null, Another, default);

        Assert.Equal(Another, Assert.Single((await host.MarksAsync("?days=3")).Items("marks")).Text("by"));
        Assert.Equal(2, (await host.MarksAsync("?days=4")).Items("marks").Count);
        Assert.Equal(2, (await host.MarksAsync($"?days=4&agent={AgentHost.Agent}")).Items("marks").Count);
    }

    [Theory]
    [InlineData("ann@customer.example", "false")]
    [InlineData("ben@customer.example", "true")]
    public async Task A_return_in_another_conversation_undoes_the_outcome_of_the_same_person_alone(string later, string held)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(settings: Wire.Settings(), time: time);
        var first = await WroteAsync(host, "ann@customer.example", "m1");
        await PassAsync(host, time, 24 * 60);
        await WroteAsync(host, later, "m2", 24 * 60 * 60);
        await Reviewing.FineAsync(await host.Staff.PostMarkAsync(first, "last", "ok"));

        Assert.Equal(held, Assert.Single((await host.MarksAsync()).Items("marks")).Text("held"));
    }

    [Fact]
    public async Task Whoever_turned_out_to_be_one_person_returns_as_one()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await AgentHost.StartAsync(settings: Wire.Settings(), time: time);
        var agent = await OutsideAgent.ClaimedAsync(host, "ada@shop.example");
        var acted = await ActedAsync(host, agent);
        var wrote = await WroteAsync(host, "second@shop.example", "m1");
        await PassAsync(host, time, 35);
        var account = (await host.Get<Accounts>().ByEmailAsync("ada@shop.example", default))!;
        await host.Get<Accounts>().SignedInAsync(account with { Email = "second@shop.example" }, default);
        var link = Assert.Single((await host.LogAsync(await ActedAsync(host, agent))).Of("PersonLinked"));
        // The one whose id leads nowhere any more.
        foreach (var conversation in (string[])[acted, wrote])
            if ((await host.LogAsync(conversation)).Of("MessageReceived")[0].Text("person") == link.Text("also")) await Reviewing.FineAsync(await host.Staff.PostMarkAsync(conversation, "last", "ok"));

        Assert.Equal("false", Assert.Single((await host.MarksAsync()).Items("marks")).Text("held"));
    }

    private static string Counted(JsonElement pair) => string.Create(CultureInfo.InvariantCulture,
        $"{pair.Text("first")} {pair.Text("second")} {pair.Text("n")} {pair.GetProperty("share").GetDouble():0.###} {pair.GetProperty("kappa").GetDouble():0.##} {pair.GetProperty("table").GetRawText()}");

    /// <summary>Until everything is quiet.</summary>
    private static async Task PassAsync(AgentHost host, FakeTimeProvider time, double minutes)
    {
        time.Advance(TimeSpan.FromMinutes(minutes));
        await host.DrainedAsync();
    }

    private static async Task<string> WroteAsync(AgentHost host, string from, string id, long later = 0)
    {
        var conversation = await (await host.SendAsync(Wire.Webhook(new { text = "How do returns work?", from, conversation = id }, id, offset: later))).ConversationAsync();
        await host.WhenTurnsEndedAsync(conversation);
        await host.DrainedAsync();
        return conversation;
    }

    private static async Task<string> ActedAsync(AgentHost host, OutsideAgent agent)
    {
        var conversation = (await OutsideAgent.OkAsync(await agent.SayAsync("How do returns work?"))).GetProperty("conversationId").GetString()!;
        await host.DrainedAsync();
        return conversation;
    }
}
