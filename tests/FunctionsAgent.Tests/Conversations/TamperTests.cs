using System.Text;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Conversations;

/// <summary>What is changed in the store behind the product's back comes to light.</summary>
public sealed class TamperTests(RunningHost running) : IClassFixture<RunningHost>
{
    private readonly Dictionary<string, string> tokens = [];

    private AgentHost Host => running.Host;

    [Fact]
    public async Task An_untouched_log_verifies()
    {
        var conversation = await TalkAsync();

        var found = await Host.VerifyAsync(conversation);

        Assert.True(found.GetProperty("ok").GetBoolean());
        Assert.Equal((await Host.LogAsync(conversation)).Count, found.GetProperty("events").GetInt32());
        Assert.Empty(found.GetProperty("problems").EnumerateArray());
        Assert.Equal((await HeadAsync(conversation)).Hash, found.GetProperty("hash").GetString());
    }

    [Theory]
    [InlineData("json", 2, "hash does not fit its JSON")]
    [InlineData("json and hash", 3, "chain is broken")]
    [InlineData("no json", 2, "not an event")]
    [InlineData("content", 2, "content was changed")]
    [InlineData("salt", 2, "content was changed")]
    [InlineData("content added", 3, "content was changed")]
    [InlineData("removed", 3, "expected 2")]
    public async Task A_changed_event_is_named(string change, long seq, string problem)
    {
        var conversation = await TalkAsync();
        var message = await RowAsync(conversation, Keys.Event(2));
        var json = message.Cells.Json!.Replace("\"assurance\":\"none\"", "\"assurance\":\"verified\"", StringComparison.Ordinal);
        Assert.NotEqual(json, message.Cells.Json);
        var next = await RowAsync(conversation, Keys.Event(3));
        await CommitAsync(conversation, change switch
        {
            "json" => Write.Update(message.Key, message.ETag, message.Cells with { Json = json }),
            "json and hash" => Write.Update(message.Key, message.ETag, message.Cells with { Json = json, Hash = Hashing.Of(Encoding.UTF8.GetBytes(json)) }),
            "no json" => Write.Update(message.Key, message.ETag, message.Cells with { Json = "{" }),
            "content" => Write.Update(message.Key, message.ETag, message.Cells with { Content = Encoding.UTF8.GetBytes("[]") }),
            "salt" => Write.Update(message.Key, message.ETag, message.Cells with { Salt = new byte[16] }),
            "content added" => Write.Update(next.Key, next.ETag, next.Cells with { Content = Encoding.UTF8.GetBytes("[]") }),
            _ => Write.Delete(message.Key),
        });

        var found = await Host.VerifyAsync(conversation);

        Assert.False(found.GetProperty("ok").GetBoolean());
        Assert.Contains(Problems(found), p => p.What.Contains(problem, StringComparison.Ordinal) && (p.Seq == seq || change == "removed"));
    }

    [Fact]
    public async Task A_changed_head_is_named()
    {
        var conversation = await TalkAsync();
        var head = await RowAsync(conversation, Keys.Head);
        await CommitAsync(conversation, Write.Update(Keys.Head, head.ETag, new Cells((Head.Parse(head.Cells.Json!) with { Turns = 7 }).ToJson())));

        Assert.Contains(Problems(await Host.VerifyAsync(conversation)), p => p.What.Contains("head is not the fold", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_head_that_was_set_back_is_named()
    {
        var conversation = await TalkAsync();
        var head = await RowAsync(conversation, Keys.Head);
        await TalkAsync(conversation);
        var now = await RowAsync(conversation, Keys.Head);
        await CommitAsync(conversation, Write.Update(Keys.Head, now.ETag, head.Cells));

        Assert.Contains(Problems(await Host.VerifyAsync(conversation)), p => p.What.Contains("behind the head", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_conversation_that_goes_on_while_it_is_verified_verifies()
    {
        var conversation = await TalkAsync();
        var before = (await HeadAsync(conversation)).Seq;
        var tables = new Meanwhile(Host.Get<ITables>(), () => TalkAsync(conversation));

        var found = await new Verifier(tables, Host.Get<IBlobs>(), Host.Get<Anchors>()).VerifyAsync(conversation, CancellationToken.None);

        Assert.Empty(found.Flaws);
        Assert.Equal(before, found.Events);
        Assert.True((await HeadAsync(conversation)).Seq > before);
    }

    /// <summary>Something happens once before events are read.</summary>
    private sealed class Meanwhile(ITables inner, Func<Task> happens) : ITables
    {
        private int times;

        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => inner.GetAsync(table, partition, key, ct);

        public async Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default)
        {
            if (Interlocked.Increment(ref times) == 1) await happens();
            return await inner.RangeAsync(table, partition, from, to, take, ct);
        }

        public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) => inner.CommitAsync(table, partition, writes, ct);
    }

    [Fact]
    public async Task Erased_content_leaves_the_chain_whole_and_is_counted()
    {
        var conversation = await TalkAsync();
        var message = await RowAsync(conversation, Keys.Event(2));
        await CommitAsync(conversation, Write.Update(message.Key, message.ETag, message.Cells with { Content = null, Salt = null }));

        var found = await Host.VerifyAsync(conversation);

        Assert.True(found.GetProperty("ok").GetBoolean());
        Assert.Equal(1, found.GetProperty("erased").GetInt32());
        Assert.Null((await Host.LogAsync(conversation))[1].Said("text"));
    }

    [Fact]
    public async Task The_same_words_have_another_salt_and_hash_each_time()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("returns please");
        await chat.SayAsync("returns please");

        var received = (await Host.LogAsync(chat.Conversation)).Of("MessageReceived");
        var rows = await Task.WhenAll(received.Select(e => RowAsync(chat.Conversation, Keys.Event(e.Seq))));

        Assert.Equal(rows[0].Cells.Content!, rows[1].Cells.Content!);
        Assert.NotEqual(rows[0].Cells.Salt!, rows[1].Cells.Salt!);
        var hashes = rows.Select(r => JsonDocument.Parse(r.Cells.Json!).RootElement.GetProperty("contentHash").GetString()).ToList();
        Assert.NotEqual(hashes[0], hashes[1]);
    }

    [Fact]
    public async Task The_head_is_the_fold_of_the_events()
    {
        var conversation = await TalkAsync();
        var events = await Host.Get<ConversationLog>().EventsAsync(conversation, 1, 500, CancellationToken.None);

        var folded = events.Aggregate(Head.Empty, (head, e) => head.Apply(e));

        Assert.Equal(folded.ToJson(), (await RowAsync(conversation, Keys.Head)).Cells.Json);
    }

    private async Task<string> TalkAsync()
    {
        var chat = await Host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?");
        tokens[chat.Conversation] = chat.Token;
        return chat.Conversation;
    }

    private async Task TalkAsync(string conversation) => await new ChatSession(Host, conversation, tokens[conversation]).SayAsync("How do I return a lamp?");

    private async Task<Row> RowAsync(string conversation, string key) => (await Host.Get<ITables>().GetAsync(Keys.Table, conversation, key))!;

    private async Task<Head> HeadAsync(string conversation) => Head.Parse((await RowAsync(conversation, Keys.Head)).Cells.Json!);

    private async Task CommitAsync(string conversation, Write write) => await Host.Get<ITables>().CommitAsync(Keys.Table, conversation, [write]);

    private static List<(long Seq, string What)> Problems(JsonElement found) =>
        [.. found.GetProperty("problems").EnumerateArray().Select(p => (p.GetProperty("seq").GetInt64(), p.GetProperty("problem").GetString()!))];
}
