using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.DataCare;

/// <summary>What is older than its retention goes at night, the rest stays, and the logs verify at any moment.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly TablesDecorator tables = new();
    private AgentHost host = null!;

    // The nights are the tests' own: the host's, which falls due when days pass, would purge beside them.
    private static readonly Type[] WithoutNights = [.. typeof(FunctionsAgent.Local.LocalHost).Assembly.GetTypes().Where(type => type.FullName != "FunctionsAgent.Functions.Nightly")];

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(functions: WithoutNights, time: time, configure: tables.Register, settings: new Dictionary<string, string?>
    {
        ["Retention__Conversations"] = "30", ["Retention__Parked"] = "30", ["Retention__RollUps"] = "30",
    });

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task An_old_conversation_goes_and_one_that_went_on_stays_until_its_own_time()
    {
        var old = await TalkAsync();
        var going = await TalkAsync();
        await PassAsync(20);
        await going.SayAsync("Where is my order #W1002?");
        await host.DrainedAsync();
        await PassAsync(15);
        await NightAsync();

        Assert.Equal(["base", "head"], await KeysAsync(old.Conversation));
        Assert.Equal(2, (await host.LogAsync(going.Conversation)).Of("MessageReceived").Count);
        await VerifiesAsync(old.Conversation, purged: true);
        await VerifiesAsync(going.Conversation, purged: false);

        await PassAsync(20);
        await NightAsync();
        Assert.Equal(["base", "head"], await KeysAsync(going.Conversation));
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task Nothing_goes_before_its_time()
    {
        var chat = await TalkAsync();
        await PassAsync(29);
        await NightAsync();

        Assert.Single((await host.LogAsync(chat.Conversation)).Of("MessageReceived"));
        await VerifiesAsync(chat.Conversation, purged: false);
    }

    [Fact]
    public async Task A_purged_conversation_goes_on_behind_what_was_taken()
    {
        var chat = await TalkAsync();
        var last = (await host.LogAsync(chat.Conversation))[^1].Seq;
        await PassAsync(40);
        await NightAsync();

        Assert.Equal("replied", (await chat.SayAsync("Where is my order #W1002?")).Status);
        await host.DrainedAsync();
        var log = await host.LogAsync(chat.Conversation);
        Assert.True(log[0].Seq > last, $"{log[0]} stands at a sequence that was used.");
        Assert.Single(log.Of("MessageReceived"));
        await VerifiesAsync(chat.Conversation, purged: true);
    }

    [Fact]
    public async Task Interrupted_anywhere_the_log_verifies_and_the_next_night_finishes()
    {
        var places = 0;
        for (var at = 0; places == at; at++)
        {
            var chat = await TalkAsync();
            await PassAsync(40);
            var (commits, kill) = (0, at);
            tables.Before = _ => { if (commits++ >= kill) throw new StoreBusyException("Killed."); };
            try
            {
                await host.Get<Retention>().RunAsync(CancellationToken.None);
            }
            catch (StoreBusyException)
            {
                places = at + 1;
            }
            tables.Before = null;
            Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());

            await NightAsync();
            Assert.Equal(["base", "head"], await KeysAsync(chat.Conversation));
            Assert.Empty(await EntriesAsync());
        }
        Assert.True(places > 3, $"It was interrupted at {places} places only.");
    }

    [Fact]
    public async Task Two_instances_at_once_do_no_harm()
    {
        var chats = new List<ChatSession>();
        for (var i = 0; i < 5; i++) chats.Add(await TalkAsync());
        await PassAsync(40);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => host.Get<Retention>().RunAsync(CancellationToken.None))));
        await NightAsync();

        foreach (var chat in chats)
        {
            Assert.Equal(["base", "head"], await KeysAsync(chat.Conversation));
            await VerifiesAsync(chat.Conversation, purged: true);
        }
    }

    [Fact]
    public async Task Parked_messages_and_figures_go_in_their_time_too()
    {
        await host.Get<Parking>().ParkAsync("input", "{\"v\":99}", "unknown-version", "test", CancellationToken.None);
        await TalkAsync();
        await PassAsync(2);
        await NightAsync();
        Assert.Single(await host.Get<Parking>().ListAsync(CancellationToken.None));
        Assert.NotEmpty(await FiguresAsync());

        await PassAsync(50);
        await host.Get<Retention>().RunAsync(CancellationToken.None);

        Assert.Empty(await host.Get<Parking>().ListAsync(CancellationToken.None));
        Assert.DoesNotContain(await FiguresAsync(), row => string.CompareOrdinal(row.Key, "2026-11-20") < 0);
    }

    private async Task<ChatSession> TalkAsync()
    {
        var chat = await host.OpenChatAsync(new { email = "ann@customer.example" });
        await chat.SayAsync("Where is my order #W1001?");
        await host.DrainedAsync();
        return chat;
    }

    /// <summary>Days go by; what they make due is done.</summary>
    private async Task PassAsync(int days)
    {
        time.Advance(TimeSpan.FromDays(days));
        await host.DueAsync(time);
        await host.DrainedAsync();
    }

    private Task NightAsync() => host.Get<Night>().RunAsync(CancellationToken.None);

    private async Task VerifiesAsync(string conversation, bool purged)
    {
        var verdict = await host.VerifyAsync(conversation);
        Assert.True(verdict.GetProperty("ok").GetBoolean(), verdict.ToString());
        Assert.Equal(purged, verdict.GetProperty("purged").GetInt64() > 0);
    }

    private async Task<IEnumerable<string>> KeysAsync(string conversation) => (await host.Get<ITables>().RangeAsync(Keys.Table, conversation, "", "~", 500)).Select(row => row.Key);

    private Task<IReadOnlyList<Row>> FiguresAsync() => host.Get<ITables>().RangeAsync(FunctionsAgent.Feedback.RollUps.Table, "roll-up", "", "~", 1000);

    /// <summary>Entries of days and people that still lead to a conversation.</summary>
    private Task<IReadOnlyList<string>> EntriesAsync() => Task.FromResult<IReadOnlyList<string>>(host.Get<SqliteDatabase>().Read(c =>
    {
        var found = new List<string>();
        using var rows = c.Prepare("SELECT tbl || ' ' || pk FROM rows WHERE tbl IN ('ConversationDays', 'Contacts', 'Threads') AND pk <> 'agents'");
        while (rows.Step()) found.Add(rows.Text(0));
        return found;
    }));
}
