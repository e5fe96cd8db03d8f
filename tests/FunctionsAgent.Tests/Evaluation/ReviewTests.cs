using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary>People mark turns, by the front door: once, again, differently, at the same time, and see what is left to look at.</summary>
public sealed class ReviewTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly MemoryLog logged = new();
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(time: time, logging: builder => builder.AddProvider(logged));

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => logged.Dispose();

    [Fact]
    public async Task A_mark_stands_in_the_log_with_who_made_it_and_said_again_changes_nothing()
    {
        var (chat, turn) = await AskedAsync("Where is my order #W1001?");

        var first = await MarkAsync(chat, turn, "tone", "too short for me");
        var again = await MarkAsync(chat, turn, "tone", "too short for me");

        Assert.True(first.GetProperty("marked").GetBoolean());
        Assert.False(again.GetProperty("marked").GetBoolean());
        var e = Assert.Single((await host.LogAsync(chat.Conversation)).Of("TurnReviewed"));
        Assert.Equal((turn, "tone"), (e.Text("ofTurn"), e.Text("category")));
        Assert.False(string.IsNullOrEmpty(e.Json.GetProperty("by").GetString()));
        Assert.DoesNotContain("too short", e.Data.GetRawText(), StringComparison.Ordinal);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
        Assert.DoesNotContain(logged.Lines, line => line.Contains("too short", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_changes_their_mind_is_counted_by_the_last_word()
    {
        var (chat, turn) = await AskedAsync("Where is my order #W1001?");
        await MarkAsync(chat, turn, "logic");
        await MarkAsync(chat, turn, "ok");

        var marks = await host.Staff.GetFromJsonAsync<JsonElement>("/api/operator/reviews");

        Assert.Equal("ok", Assert.Single(marks.GetProperty("marks").EnumerateArray()).GetProperty("category").GetString());
        Assert.Equal(2, (await host.LogAsync(chat.Conversation)).Of("TurnReviewed").Count);
    }

    [Fact]
    public async Task Agreement_with_the_rules_waits_for_the_outcome()
    {
        var (held, turn) = await AskedAsync("Where is my order #W1001?");
        var (handed, other) = await AskedAsync("I want a person");
        await MarkAsync(held, turn, "ok");
        await MarkAsync(handed, other, "ok");
        Assert.Equal(2, (await AgreementAsync()).GetProperty("undecided").GetInt32());

        time.Advance(TimeSpan.FromHours(2));
        var rules = (await AgreementAsync()).GetProperty("rules");

        Assert.Equal((2, 0.5), (rules.GetProperty("n").GetInt32(), rules.GetProperty("share").GetDouble()));
        Assert.Equal([[1, 1], [0, 0]], rules.GetProperty("table").EnumerateArray().Select(row => row.EnumerateArray().Select(n => n.GetInt32()).ToArray()));
    }

    [Fact]
    public async Task What_is_left_has_the_flagged_first_and_never_what_I_marked()
    {
        var (plain, _) = await AskedAsync("Where is my order #W1001?");
        var (flagged, turn) = await AskedAsync("Do you sell insurance?");
        await host.LogWhenAsync(flagged.Conversation, log => log.Any(e => e.Type == "SignalRaised"));

        var before = await NextAsync();
        Assert.Equal([flagged.Conversation, plain.Conversation], before.Select(i => i.GetProperty("conversationId").GetString()));
        Assert.Contains("no-intent", before[0].GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal("Do you sell insurance?", before[0].GetProperty("said").GetString());
        Assert.Equal(before.Select(i => i.ToString()), (await NextAsync()).Select(i => i.ToString()));

        await MarkAsync(flagged, turn, "coverage");

        Assert.Equal([plain.Conversation], (await NextAsync()).Select(i => i.GetProperty("conversationId").GetString()));
    }

    [Fact]
    public async Task Many_marks_at_once_lose_none()
    {
        var (chat, _) = await AskedAsync("Where is my order #W1001?");
        await chat.SayAsync("How do I return a lamp?");
        await host.DrainedAsync();
        var turns = (await host.LogAsync(chat.Conversation)).Of("TurnStarted").Select(e => $"t{e.Seq}").ToList();

        await Task.WhenAll(from turn in turns from category in new[] { "ok", "tone", "logic" } select MarkAsync(chat, turn, category));

        var marks = (await host.LogAsync(chat.Conversation)).Of("TurnReviewed");
        Assert.Equal(turns.Order(StringComparer.Ordinal), marks.Select(e => e.Text("ofTurn")).Distinct().Order(StringComparer.Ordinal)!);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_closed_conversation_is_marked_too_and_an_erased_one_shows_no_words()
    {
        var (chat, turn) = await AskedAsync("Where is my order #W1001?");
        Assert.True((await host.Staff.PostAsJsonAsync("/api/operator/erase", new { conversationId = chat.Conversation })).IsSuccessStatusCode);
        await host.DrainedAsync();

        Assert.True((await MarkAsync(chat, turn, "logic", "seen before it went")).GetProperty("marked").GetBoolean());
        Assert.Empty(await NextAsync());
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("unknown-turn", "t999", "ok", null, 404)]
    [InlineData("unknown-category", null, "bad", null, 400)]
    [InlineData("no-turn", "", "ok", null, 400)]
    [InlineData(null, null, "ok", 2001, 413)]
    public async Task What_cannot_be_a_mark_is_refused_and_leaves_nothing(string? problem, string? turn, string category, int? note, int status)
    {
        var (chat, known) = await AskedAsync("Where is my order #W1001?");
        var before = (await host.LogAsync(chat.Conversation)).Count;
        var body = new Dictionary<string, object?> { ["conversationId"] = chat.Conversation, ["category"] = category };
        if (turn != "") body["turn"] = turn ?? known;
        if (note is { } length) body["note"] = new string('x', length);

        var answer = await host.Staff.PostAsJsonAsync("/api/operator/reviews", body);

        Assert.Equal(status, (int)answer.StatusCode);
        if (problem is not null) await ProblemAssert.IsAsync(answer, status, problem);
        Assert.Equal(before, (await host.LogAsync(chat.Conversation)).Count);
    }

    [Theory]
    [InlineData("GET", "/api/operator/reviews/next")]
    [InlineData("GET", "/api/operator/reviews")]
    [InlineData("POST", "/api/operator/reviews")]
    public async Task Nobody_reviews_without_being_staff(string method, string path)
    {
        var (chat, _) = await AskedAsync("Where is my order #W1001?");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new("Bearer", chat.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("?count=0")]
    [InlineData("?count=101")]
    [InlineData("?days=32")]
    [InlineData("?days=x")]
    public async Task Numbers_that_are_none_are_refused(string query) => Assert.Equal(HttpStatusCode.BadRequest, (await host.Staff.GetAsync("/api/operator/reviews/next" + query)).StatusCode);

    [Fact]
    public async Task A_log_that_does_not_hold_is_left_out_and_counted()
    {
        var (chat, _) = await AskedAsync("Where is my order #W1001?");
        await AskedAsync("How do I return a lamp?");
        await host.Get<ITables>().CommitAsync(Keys.Table, chat.Conversation, [Write.Delete(Keys.Event(5))]);

        var answer = await host.Staff.GetFromJsonAsync<JsonElement>("/api/operator/reviews/next");

        Assert.Equal((1, 1), (answer.GetProperty("items").GetArrayLength(), answer.GetProperty("broken").GetInt32()));
    }

    private async Task<(ChatSession Chat, string Turn)> AskedAsync(string text)
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync(text);
        await host.DrainedAsync();
        return (chat, $"t{(await host.LogAsync(chat.Conversation)).Of("TurnStarted")[0].Seq}");
    }

    private async Task<JsonElement> MarkAsync(ChatSession chat, string turn, string category, string? note = null)
    {
        var answer = await host.Staff.PostAsJsonAsync("/api/operator/reviews", new { conversationId = chat.Conversation, turn, category, note });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> AgreementAsync() => (await host.Staff.GetFromJsonAsync<JsonElement>("/api/operator/reviews")).GetProperty("agreement");

    private async Task<List<JsonElement>> NextAsync() => [.. (await host.Staff.GetFromJsonAsync<JsonElement>("/api/operator/reviews/next")).GetProperty("items").EnumerateArray()];
}
