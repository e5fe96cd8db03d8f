using System.Text;
using System.Text.Json.Nodes;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.DataCare;

/// <summary>Whoever rewrites a whole log, hashes and head included, is caught by what was anchored about it.</summary>
public sealed class AnchorsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(time: time);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task An_honest_log_verifies_and_says_by_which_anchor()
    {
        var chat = await TalkAsync();
        Assert.Equal("null", (await host.VerifyAsync(chat.Conversation)).GetProperty("anchored").GetRawText());
        await AnchorAsync();
        await chat.SayAsync("Where is my order #W1002?");

        var verdict = await host.VerifyAsync(chat.Conversation);
        Assert.True(verdict.GetProperty("ok").GetBoolean(), verdict.ToString());
        Assert.Equal("2026-11-04", verdict.GetProperty("anchored").GetString());
    }

    [Fact]
    public async Task A_rewritten_chain_is_whole_in_itself_and_not_the_anchored_one()
    {
        var chat = await TalkAsync();
        await RewriteAsync(chat.Conversation, take: int.MaxValue);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());

        var anchored = await TalkAsync();
        await AnchorAsync();
        await RewriteAsync(anchored.Conversation, take: int.MaxValue);
        await NamedAsync(anchored.Conversation);
    }

    [Fact]
    public async Task A_log_that_lost_its_end_is_named()
    {
        var chat = await TalkAsync();
        await AnchorAsync();
        await RewriteAsync(chat.Conversation, take: 3);
        await NamedAsync(chat.Conversation);
    }

    [Fact]
    public async Task An_erased_log_is_still_the_anchored_one()
    {
        var chat = await TalkAsync();
        await AnchorAsync();
        await host.Get<Erasure>().RunAsync(chat.Conversation, "test", CancellationToken.None);
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_anchor_is_written_once()
    {
        var chat = await TalkAsync();
        await AnchorAsync();
        var shard = Indexes.Shard(chat.Conversation);
        var first = await host.Get<IBlobs>().GetAsync($"anchors/2026-11-04-{shard:x}");
        await chat.SayAsync("Where is my order #W1002?");
        await AnchorAsync();

        Assert.Equal(first, await host.Get<IBlobs>().GetAsync($"anchors/2026-11-04-{shard:x}"));
        Assert.False(await host.Get<IBlobs>().PutNewAsync($"anchors/2026-11-04-{shard:x}", new byte[] { 1 }));
        var next = JsonNode.Parse(await host.Get<IBlobs>().GetAsync($"anchors/2026-11-05-{shard:x}"))!;
        Assert.Equal(Hashing.Of(first), next["prev"]!.GetValue<string>());
    }

    private async Task<ChatSession> TalkAsync()
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?");
        await host.DrainedAsync();
        return chat;
    }

    private async Task AnchorAsync()
    {
        time.Advance(TimeSpan.FromDays(1));
        await host.DrainedAsync();
        await host.Get<Anchors>().WriteAsync([AgentHost.Agent], CancellationToken.None);
    }

    private async Task NamedAsync(string conversation)
    {
        var verdict = await host.VerifyAsync(conversation);
        Assert.False(verdict.GetProperty("ok").GetBoolean());
        Assert.Contains(verdict.GetProperty("problems").EnumerateArray(), p => p.GetProperty("problem").GetString()!.Contains("not the one that was anchored", StringComparison.Ordinal));
    }

    /// <summary>The whole store is the forger's: another version of the agent in the first event, every hash and the head made anew.</summary>
    private async Task RewriteAsync(string conversation, int take)
    {
        var tables = host.Get<ITables>();
        var rows = await tables.RangeAsync(Keys.Table, conversation, Keys.Event(0), "e;", 500);
        var (head, prev) = (Head.Empty, (string?)null);
        foreach (var row in rows.Take(take))
        {
            var json = JsonNode.Parse(row.Cells.Json!)!.AsObject();
            if (prev is null) json["data"]!["version"] = "000000000000";
            else json["prev"] = prev;
            var text = json.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            var cells = row.Cells with { Json = text, Hash = Hashing.Of(Encoding.UTF8.GetBytes(text)) };
            await tables.CommitAsync(Keys.Table, conversation, [Write.Update(row.Key, row.ETag, cells)]);
            prev = cells.Hash;
            head = head.Apply(EventJson.Read(row with { Cells = cells }));
        }
        await tables.DeleteAsync(Keys.Table, conversation, [.. rows.Skip(take)], CancellationToken.None);
        await tables.CommitAsync(Keys.Table, conversation, [Write.Upsert(Keys.Head, new Cells(head.ToJson()))]);
    }
}
