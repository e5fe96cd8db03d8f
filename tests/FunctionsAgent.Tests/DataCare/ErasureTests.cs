using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.DataCare;

/// <summary>A person's words go from everywhere, and what is left still verifies.</summary>
public sealed class ErasureTests
{
    private const string Marked = "zebra-marked-words";
    private const string Neighbour = "giraffe-marked-words";

    [Fact]
    public async Task Nothing_of_the_words_is_left_on_the_disk_and_the_chain_holds()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            await using (var host = await AgentHost.StartAsync(data, Wire.Settings()))
            {
                var chat = await host.OpenChatAsync(new { email = $"{Marked}@customer.example", note = Marked });
                await chat.SayAsync($"Where is my order #W1001? {Marked}");
                var large = await (await host.SendAsync(Mail.Request(Mail.Text(string.Concat(Enumerable.Repeat($"{Marked} ", 6000)), $"Subject: {Marked}\r\n").Replace("ann@", $"{Marked}@", StringComparison.Ordinal)))).ConversationAsync();
                await host.LogWhenAsync(large, log => log.Any(e => e.Type == "TurnStarted"));
                var other = await host.OpenChatAsync();
                await other.SayAsync($"returns? {Neighbour}");

                var erased = await EraseAsync(host, new { email = $"{Marked}@CUSTOMER.example" });

                Assert.Equal(new[] { chat.Conversation, large }.Order(StringComparer.Ordinal), erased.Select(e => e.GetProperty("conversationId").GetString()!).Order(StringComparer.Ordinal));
                foreach (var conversation in (string[])[chat.Conversation, large])
                {
                    var verdict = await host.VerifyAsync(conversation);
                    Assert.True(verdict.GetProperty("ok").GetBoolean(), verdict.ToString());
                    Assert.True(verdict.GetProperty("erased").GetInt64() > 0);
                    var log = await host.LogAsync(conversation);
                    Assert.Single(log.Of("CustomerErased"));
                    Assert.All(log, e => Assert.Equal(JsonValueKind.Null, e.Json.GetProperty("content").ValueKind));
                }
                Assert.Empty(await FindAsync(host, new { email = $"{Marked}@customer.example" }));
                // Not only once the host has stopped: the write-ahead log shows what was there before.
                Assert.DoesNotContain(Files(data).Where(file => !file.EndsWith("agent.lock", StringComparison.Ordinal)), file => Holds(file, Marked));
                Assert.True((await host.VerifyAsync(other.Conversation)).GetProperty("ok").GetBoolean());
            }

            Assert.DoesNotContain(Files(data), file => Holds(file, Marked));
            Assert.Contains(Files(data), file => Holds(file, Neighbour));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Erasing_again_changes_nothing()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await TalkAsync(host);
        await EraseAsync(host, new { conversationId = chat.Conversation });
        var before = await host.LogAsync(chat.Conversation);

        var again = Assert.Single(await EraseAsync(host, new { conversationId = chat.Conversation }));

        Assert.Equal(0, again.GetProperty("events").GetInt32());
        Assert.Equal(before.Count, (await host.LogAsync(chat.Conversation)).Count);
    }

    [Fact]
    public async Task The_conversation_goes_on_and_its_new_words_stay_until_they_are_erased_too()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await TalkAsync(host);
        await EraseAsync(host, new { conversationId = chat.Conversation });

        Assert.Equal("replied", (await chat.SayAsync("Where is my order #W1002?")).Status);
        await host.Get<Erasure>().ResumeAsync(CancellationToken.None);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal("Where is my order #W1002?", log.Of("MessageReceived")[^1].Said("text"));
        Assert.Equal(2, log[^1].Episode);

        await EraseAsync(host, new { conversationId = chat.Conversation });
        log = await host.LogAsync(chat.Conversation);
        Assert.Equal(2, log.Of("CustomerErased").Count);
        Assert.All(log, e => Assert.Equal(JsonValueKind.Null, e.Json.GetProperty("content").ValueKind));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task However_often_it_is_killed_the_night_finishes_it_with_one_event()
    {
        var killedAt = 0;
        for (var at = 0; killedAt == at; at++)
        {
            var tables = new TablesDecorator();
            await using var host = await AgentHost.StartAsync(configure: tables.Register);
            var chat = await TalkAsync(host);
            await host.DrainedAsync();
            var (commits, kill) = (0, at);
            // Of the commits it makes, the first so many are made; and half of the time the one that fails was made too.
            tables.Before = _ => { if (kill % 2 == 0 && commits++ >= kill / 2) throw new StoreBusyException("Killed."); };
            tables.After = _ => { if (kill % 2 == 1 && commits++ >= kill / 2) throw new StoreBusyException("Killed."); };
            try
            {
                await host.Get<Erasure>().RunAsync(chat.Conversation, "test", CancellationToken.None);
            }
            catch (StoreBusyException)
            {
                killedAt = at + 1;
            }
            (tables.Before, tables.After) = (null, null);
            await host.Get<Erasure>().ResumeAsync(CancellationToken.None);
            if (at == 0) await host.Get<Erasure>().RunAsync(chat.Conversation, "test", CancellationToken.None);

            var log = await host.LogAsync(chat.Conversation);
            Assert.Single(log.Of("CustomerErased"));
            Assert.All(log, e => Assert.Equal(JsonValueKind.Null, e.Json.GetProperty("content").ValueKind));
            Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
            Assert.Empty(await host.Get<ITables>().RangeAsync(Erasure.Table, "open", "", "~", 10));
        }
        Assert.True(killedAt > 6, $"It was killed at {killedAt} places only.");
    }

    [Fact]
    public async Task What_waits_in_a_pause_is_never_answered()
    {
        await using var host = await AgentHost.StartAsync();
        (await host.Staff.PostAsJsonAsync("/api/operator/pause", new { agent = AgentHost.Agent })).EnsureSuccessStatusCode();
        var chat = await host.OpenChatAsync();
        await chat.PostAsync($"Where is my order #W1001? {Marked}", wait: null);
        await host.PendingAsync(chat.Conversation, 1);
        await host.DrainedAsync();

        await EraseAsync(host, new { conversationId = chat.Conversation });
        (await host.Staff.PostAsJsonAsync("/api/operator/resume", new { agent = AgentHost.Agent })).EnsureSuccessStatusCode();
        await host.DrainedAsync();

        var log = await host.LogAsync(chat.Conversation);
        Assert.Empty(log.Of("MessageReceived"));
        Assert.Empty(log.Answered());
    }

    [Fact]
    public async Task A_turn_under_way_says_nothing_more_and_what_its_call_brings_goes_too()
    {
        var tool = new HeldTool();
        await using var host = await AgentHost.StartAsync(configure: tool.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", wait: null);
        await tool.Entered;

        var first = Assert.Single(await EraseAsync(host, new { conversationId = chat.Conversation }));
        Assert.True(first.GetProperty("unfinished").GetBoolean());
        tool.Release();
        await host.DrainedAsync();
        await host.Get<Erasure>().ResumeAsync(CancellationToken.None);

        var log = await host.LogAsync(chat.Conversation);
        Assert.Empty(log.Of("ReplySent"));
        Assert.All(log, e => Assert.Equal(JsonValueKind.Null, e.Json.GetProperty("content").ValueKind));
        var calls = await host.Get<ITables>().RangeAsync(Keys.Table, chat.Conversation, "r:", "r;", 10);
        Assert.NotEmpty(calls);
        Assert.All(calls, row => Assert.Null(row.Cells.Content));
        Assert.Empty(await host.Get<ITables>().RangeAsync(Erasure.Table, "open", "", "~", 10));
    }

    [Theory]
    [InlineData("email", "ANN <Ann@customer.example>")]
    [InlineData("provider-id", "<m1@customer.example>")]
    public async Task A_mail_is_found_by_its_sender_and_by_its_id(string kind, string identifier)
    {
        await using var host = await Wire.StartAsync();
        var conversation = await (await host.SendAsync(Mail.Request(Mail.Text()))).ConversationAsync();

        var found = Assert.Single(await FindAsync(host, new Dictionary<string, string> { [kind] = identifier }));
        Assert.Equal(conversation, found.GetProperty("conversationId").GetString());
        Assert.Empty(await FindAsync(host, new Dictionary<string, string> { [kind] = identifier.Replace("customer", "nobody", StringComparison.Ordinal) }));
    }

    [Theory]
    [InlineData("phone", "+1 (415) 555-0100")]
    [InlineData("person", "c-17")]
    public async Task A_chat_is_found_by_what_was_stated(string kind, string identifier)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync(new { phone = "+14155550100", id = "c-17" });

        var found = Assert.Single(await FindAsync(host, new Dictionary<string, string> { [kind] = identifier }));
        Assert.Equal(chat.Conversation, found.GetProperty("conversationId").GetString());
    }

    [Theory]
    [InlineData("find", """{}""", 400, "one-of")]
    [InlineData("find", """{"email":"a@b.example","phone":"1"}""", 400, "one-of")]
    [InlineData("erase", """{}""", 400, "one-of")]
    [InlineData("erase", """{"conversationId":"x","email":"a@b.example"}""", 400, "one-of")]
    [InlineData("erase", """{"conversationId":"nobody"}""", 404, "unknown-conversation")]
    public async Task An_order_that_names_nobody_is_refused(string verb, string body, int status, string type)
    {
        await using var host = await AgentHost.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await ProblemAssert.IsAsync(await host.Staff.PostAsync($"/api/operator/{verb}", content), status, type);
        using var again = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal(401, (int)(await host.Client.PostAsync($"/api/operator/{verb}", again)).StatusCode);
    }

    private static async Task<ChatSession> TalkAsync(AgentHost host)
    {
        var chat = await host.OpenChatAsync(new { note = Marked });
        await chat.SayAsync($"Where is my order #W1001? {Marked}");
        return chat;
    }

    private static Task<IReadOnlyList<JsonElement>> EraseAsync(AgentHost host, object body) => ListAsync(host, "erase", body);

    private static Task<IReadOnlyList<JsonElement>> FindAsync(AgentHost host, object body) => ListAsync(host, "find", body);

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(AgentHost host, string verb, object body)
    {
        var response = await host.Staff.PostAsJsonAsync($"/api/operator/{verb}", body);
        response.EnsureSuccessStatusCode();
        return [.. (await response.JsonAsync()).EnumerateArray()];
    }

    private static IEnumerable<string> Files(string data) => Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories);

    private static bool Holds(string file, string words) => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0;
}
