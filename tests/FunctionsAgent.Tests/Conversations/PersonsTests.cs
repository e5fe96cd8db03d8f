using System.Net.Http.Json;
using System.Text;
using FunctionsAgent.Access;
using FunctionsAgent.Conversations;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Doors;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Conversations;

/// <summary>Who is known by a verified identifier is one person on every channel; who is not, is nobody.</summary>
public sealed class PersonsTests
{
    private const string Ada = "zebra-ada@shop.example";

    [Theory]
    [InlineData("Ann@customer.example", "ann@CUSTOMER.example", true)]
    [InlineData("+1 (415) 555-0100", "+14155550100", true)]
    [InlineData("customer-17", "customer-17", true)]
    [InlineData("ann@customer.example", "ben@customer.example", false)]
    [InlineData("customer-17", "customer-18", false)]
    [InlineData("+14155550100", "14155550100", false)]
    public async Task The_same_identifier_is_the_same_person(string first, string second, bool same)
    {
        await using var host = await Wire.StartAsync();

        var one = await SaidAsync(host, first, "m1");
        var other = await SaidAsync(host, second, "m2");

        Assert.Equal(same, one == other);
        Assert.StartsWith("per_", one, StringComparison.Ordinal);
        Assert.StartsWith("per_", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_the_worlds_and_an_id_is_its_sources()
    {
        var settings = Wire.Settings();
        settings["Channels__Webhook__store__Secret"] = SignedWebhook.Secret;
        await using var host = await AgentHost.StartAsync(settings: settings);

        Assert.Equal(await SaidAsync(host, "ann@customer.example", "m1"), await SaidAsync(host, "ann@customer.example", "m2", "store"));
        Assert.NotEqual(await SaidAsync(host, "17", "m3"), await SaidAsync(host, "17", "m4", "store"));
    }

    [Fact]
    public async Task The_caller_of_a_phone_call_that_the_carrier_vouches_for_is_known_by_the_number()
    {
        await using var host = await Wire.StartAsync();

        var (vouched, claimed) = (await CalledAsync(host, 1, "TN-Validation-Passed-A"), await CalledAsync(host, 2, "TN-Validation-Passed-B"));

        Assert.Equal(await SaidAsync(host, "+14155550100", "m1"), vouched);
        Assert.Null(claimed);
    }

    [Fact]
    public async Task Who_only_states_something_is_nobody()
    {
        await using var host = await Wire.StartAsync();
        var chat = await host.OpenChatAsync(new { email = Ada, id = "c-17" });
        await chat.SayAsync("returns");
        var stated = await (await host.SendAsync(Wire.Webhook(new { text = "returns", conversation = "c1", customer = new { email = Ada } }))).ConversationAsync();
        var mail = await (await host.SendAsync(Mail.Request(Mail.Text()))).ConversationAsync();

        foreach (var conversation in (string[])[chat.Conversation, stated, mail])
            Assert.Null(Assert.Single((await host.LogWhenAsync(conversation, log => log.Of("MessageReceived").Count > 0)).Of("MessageReceived")).Text("person"));
        Assert.Equal(0, Rows(host));
    }

    [Fact]
    public async Task An_agent_that_acts_for_an_account_is_the_person_of_its_address()
    {
        await using var host = await Wire.StartAsync();
        var wrote = await SaidAsync(host, Ada, "m1");
        var agent = await OutsideAgent.ClaimedAsync(host, Ada);
        var neighbour = await OutsideAgent.ClaimedAsync(host, "giraffe@shop.example");

        Assert.Equal(wrote, await ActedAsync(host, agent));
        Assert.NotEqual(wrote, await ActedAsync(host, neighbour));
    }

    [Fact]
    public async Task Two_persons_who_turn_out_to_be_one_are_linked_and_one_from_then_on()
    {
        await using var host = await Wire.StartAsync();
        var agent = await OutsideAgent.ClaimedAsync(host, Ada);
        string[] two = [await ActedAsync(host, agent), await SaidAsync(host, "second@shop.example", "m1")];
        Assert.Equal(2, two.Distinct().Count());
        var account = (await host.Get<Accounts>().ByEmailAsync(Ada, default))!;
        await host.Get<Accounts>().SignedInAsync(account with { Email = "second@shop.example" }, default);

        var conversation = (await OutsideAgent.OkAsync(await agent.SayAsync("returns"))).GetProperty("conversationId").GetString()!;

        var log = await host.LogAsync(conversation);
        var link = Assert.Single(log.Of("PersonLinked"));
        Assert.Equal((two.Min(StringComparer.Ordinal), two.Max(StringComparer.Ordinal)), (link.Text("person"), link.Text("also")));
        var message = Assert.Single(log.Of("MessageReceived"));
        Assert.True(link.Seq < message.Seq);
        Assert.Equal($"{message.Seq}", log.Of("TurnStarted")[0].Text("received"));
        Assert.Equal(link.Text("person"), message.Text("person"));
        Assert.True((await host.VerifyAsync(conversation)).GetProperty("ok").GetBoolean());
        foreach (var person in (string[])[await ActedAsync(host, agent), await SaidAsync(host, "second@shop.example", "m2"), await SaidAsync(host, Ada, "m3")])
            Assert.Equal(link.Text("person"), person);
        Assert.Empty((await host.LogAsync((await OutsideAgent.OkAsync(await agent.SayAsync("returns"))).GetProperty("conversationId").GetString()!)).Of("PersonLinked"));
    }

    [Fact]
    public async Task Two_instances_that_meet_somebody_new_at_once_give_one_id()
    {
        var tables = new TablesDecorator();
        await using var host = await Wire.StartAsync(configure: tables.Register);
        var other = new Persons(host.Get<ITables>());
        var identifier = Identifier.Email(Ada);
        string? theirs = null;
        // Just before our row is written, the other instance writes its own.
        tables.Before = commit =>
        {
            if (theirs is not null || commit.Table != Persons.Table || commit.Partition != identifier.Contact) return;
            theirs = "";
            theirs = other.OfAsync([identifier], "per_other", default).GetAwaiter().GetResult().Person;
        };

        Assert.Equal("per_other", await SaidAsync(host, Ada, "m1"));
        Assert.Equal("per_other", theirs);
    }

    [Fact]
    public async Task An_id_says_nothing_of_the_identifier()
    {
        await using var one = await Wire.StartAsync();
        await using var two = await Wire.StartAsync();

        Assert.NotEqual(await SaidAsync(one, Ada, "m1"), await SaidAsync(two, Ada, "m1"));
    }

    [Theory]
    [InlineData("email", Ada)]
    [InlineData("person", null)]
    public async Task Whoever_is_erased_leads_nowhere_and_comes_back_as_somebody_new(string kind, string? identifier)
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            await using var host = await AgentHost.StartAsync(data, Wire.Settings());
            var neighbour = await SaidAsync(host, "giraffe@shop.example", "m0");
            var agent = await OutsideAgent.ClaimedAsync(host, Ada);
            var account = (await host.Get<Accounts>().ByEmailAsync(Ada, default))!.Id;
            var before = await ActedAsync(host, agent);
            var written = await (await host.SendAsync(Wire.Webhook(new { text = "returns", from = Ada, conversation = "c1" }, "m1"))).ConversationAsync();
            await host.WhenTurnsEndedAsync(written);
            await host.DrainedAsync();

            var response = await host.Staff.PostAsJsonAsync("/api/operator/erase", new Dictionary<string, string> { [kind] = identifier ?? account });
            response.EnsureSuccessStatusCode();

            // Found by the account, too: the address is known to be the same person's.
            Assert.Contains(written, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(0, Rows(host, before));
            Assert.Equal(before, Assert.Single((await host.LogAsync(written)).Of("MessageReceived")).Text("person"));
            Assert.True((await host.VerifyAsync(written)).GetProperty("ok").GetBoolean());
            Assert.NotEqual(before, await SaidAsync(host, Ada, "m2"));
            Assert.Equal(neighbour, await SaidAsync(host, "giraffe@shop.example", "m3"));
            await host.DrainedAsync();
            await host.Staff.PostAsJsonAsync("/api/operator/erase", new { email = Ada });
            Assert.DoesNotContain(Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("agent.lock", StringComparison.Ordinal)),
                file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Ada)) >= 0);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task However_often_forgetting_is_interrupted_it_is_finished_by_the_next_run()
    {
        var tables = new TablesDecorator();
        await using var host = await Wire.StartAsync(configure: tables.Register);
        var persons = host.Get<Persons>();
        Identifier[] identifiers = [Identifier.Email(Ada), Identifier.Phone("+14155550100"), Identifier.Account("jit:1")];
        for (var kill = 0; ; kill++)
        {
            await persons.OfAsync(identifiers, $"per_{kill}", default);
            var (at, commits, killed) = (kill, 0, false);
            tables.Before = commit =>
            {
                if (commit.Table != Persons.Table || commits++ < at) return;
                killed = true;
                throw new StoreBusyException("Killed.");
            };
            await Record.ExceptionAsync(() => persons.ForgetAsync([identifiers[1].Contact], default));
            tables.Before = null;
            await persons.ForgetAsync([identifiers[1].Contact], default);
            Assert.Equal(0, Rows(host));
            if (killed) continue;
            Assert.True(kill >= 6, $"It was killed at {kill} places only.");
            return;
        }
    }

    private static async Task<string> SaidAsync(AgentHost host, string from, string id, string source = "shop")
    {
        var request = Wire.Webhook(new { text = "How do returns work?", from, conversation = id }, id);
        var conversation = await (await host.SendAsync(request with { Url = request.Url.Replace("/shop", $"/{source}", StringComparison.Ordinal) })).ConversationAsync();
        return (await host.WhenTurnsEndedAsync(conversation)).Of("MessageReceived")[^1].Text("person")!;
    }

    private static async Task<string> ActedAsync(AgentHost host, OutsideAgent agent)
    {
        var conversation = (await OutsideAgent.OkAsync(await agent.SayAsync("How do returns work?"))).GetProperty("conversationId").GetString()!;
        return (await host.LogAsync(conversation)).Of("MessageReceived")[^1].Text("person")!;
    }

    private static async Task<string?> CalledAsync(AgentHost host, int turn, string verdict)
    {
        (await host.SendAsync(TwilioCall.Post($"/channels/voice/twilio/turn?n={turn}", fields: [("SpeechResult", "How do returns work?"), ("Confidence", "0.9"), ("StirVerstat", verdict)]))).EnsureSuccessStatusCode();
        var thread = ThreadId.For(AgentHost.Agent, "+14155550199", "voice", "CA1").Value;
        return (await host.LogWhenAsync(thread, log => log.Of("MessageReceived").Count == turn)).Of("MessageReceived")[^1].Text("person");
    }

    /// <summary>Of the index alone: the log goes on naming them.</summary>
    private static long Rows(AgentHost host, string text = "") =>
        host.Get<SqliteDatabase>().Read(c => c.Number($"SELECT count(*) FROM rows WHERE tbl = '{Persons.Table}' AND instr(pk || coalesce(json, ''), '{text}') > 0")!.Value);
}
