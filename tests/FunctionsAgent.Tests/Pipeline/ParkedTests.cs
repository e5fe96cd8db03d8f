using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>What cannot be handled is kept whole, with its cause, until a person has it sent again.</summary>
public sealed class ParkedTests
{
    [Theory]
    [InlineData("input", """{"v":2,"id":"a:1:0","partition":"a","stage":"input","cause":"door"}""", "unknown-version")]
    [InlineData("input", """{"v":0,"id":"a:1:0","partition":"a","stage":"input","cause":"door"}""", "unknown-version")]
    [InlineData("tools", """{"v":1,"id":"a:1:0","partition":"a","stage":"input","cause":"door"}""", "wrong-queue", 1)]
    [InlineData("reasoning", """{"v":1,"id":"a:1:0","partition":"a","stage":"dreaming","cause":"door"}""", "wrong-queue")]
    [InlineData("output", """{"v":1,"partition":"a","stage":"output","cause":"door"}""", "not-an-envelope")]
    [InlineData("delivery", """{"id":"a:1:0"}""", "not-an-envelope")]
    [InlineData("handoff", "[]", "not-an-envelope")]
    [InlineData("feedback", "{\"v\":1,", "malformed")]
    [InlineData("input", "hello", "malformed")]
    [InlineData("input", "", "malformed")]
    public async Task A_body_that_is_no_envelope_of_ours_is_parked_with_its_cause(string queue, string body, string cause, int requeued = 0)
    {
        await using var host = await AgentHost.StartAsync();
        await host.Get<SqliteQueues>().SendAsync(queue, "anything", body);
        await host.Get<SqliteQueues>().SendAsync(queue, "anything", body);
        await Settled.UntilAsync("it is parked", async () => (await host.Staff.ListAsync("/api/operator/parked")).Count > 0);
        await host.DrainedAsync();

        var parked = Assert.Single(await host.Staff.ListAsync("/api/operator/parked"));

        Assert.Equal(queue, parked.GetProperty("queue").GetString());
        Assert.Equal(cause, parked.GetProperty("cause").GetString());
        Assert.Equal(2, parked.GetProperty("count").GetInt32());
        Assert.Equal(body, Encoding.UTF8.GetString((await host.Get<Parking>().BodyAsync(queue, parked.GetProperty("id").GetString()!, CancellationToken.None))!));
        Assert.Equal((requeued, 1 - requeued), await RequeueAsync(host, new { all = true }));
    }

    [Fact]
    public async Task A_dead_letter_is_parked_with_the_queues_reason_and_answered_after_requeue()
    {
        var tables = new TablesDecorator { Before = commit => { if (commit.Appends("TurnStarted")) throw new StoreBusyException("The store is out."); } };
        await using var host = await AgentHost.StartAsync(settings: new Dictionary<string, string?> { ["Pipeline__BackOffSeconds"] = "0" }, configure: tables.Register);
        var chat = await host.OpenChatAsync();
        await chat.PostAsync("Where is my order #W1001?", "m-1", wait: null);
        await Settled.UntilAsync("it is parked", async () => (await host.Staff.ListAsync("/api/operator/parked")).Count > 0);

        var parked = Assert.Single(await host.Staff.ListAsync("/api/operator/parked"));
        Assert.Equal(("input", "MaxDeliveryCountExceeded"), (parked.GetProperty("queue").GetString(), parked.GetProperty("cause").GetString()));
        Assert.Matches("Delivered 20 times .+ limit is 20", parked.GetProperty("reason").GetString());
        Assert.Equal(chat.Conversation, parked.GetProperty("partition").GetString());

        tables.Before = null;
        Assert.Equal((1, 0), await RequeueAsync(host, new { cause = "MaxDeliveryCountExceeded" }));
        var log = await host.TurnsEndedAsync(chat.Conversation);
        Assert.Equal((0, 0), await RequeueAsync(host, new { cause = "MaxDeliveryCountExceeded" }));
        await host.DrainedAsync();

        Assert.Equal(["m-1"], (await host.LogAsync(chat.Conversation)).Answered());
        Assert.Equal(log.Count, (await host.LogAsync(chat.Conversation)).Count);
        Assert.Equal("embedded-key", (await host.Staff.ListAsync("/api/operator/parked"))[0].GetProperty("requeuedBy").GetString());
    }

    [Fact]
    public async Task A_short_outage_is_waited_for_and_parks_nothing()
    {
        var failures = 3;
        var tables = new TablesDecorator { Before = commit => { if (commit.Appends("TurnStarted") && Interlocked.Decrement(ref failures) >= 0) throw new StoreBusyException("The store is out."); } };
        await using var host = await AgentHost.StartAsync(configure: tables.Register);
        var chat = await host.OpenChatAsync();

        await chat.PostAsync("returns", "m-1", wait: null);

        Assert.Equal(["m-1"], (await host.TurnsEndedAsync(chat.Conversation)).Answered());
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"x","all":true}""")]
    [InlineData("""{"all":"yes"}""")]
    [InlineData("""{"cause":7}""")]
    public async Task Requeue_wants_exactly_one_choice(string body)
    {
        await using var host = await AgentHost.StartAsync();

        using var request = ProblemAssert.Request(HttpMethod.Post, "/api/operator/requeue", body: ProblemAssert.Utf8(body));
        await ProblemAssert.IsAsync(await host.Staff.SendAsync(request), 400, "one-of");
    }

    internal static async Task<(int Requeued, int Skipped)> RequeueAsync(AgentHost host, object order)
    {
        var response = await host.Staff.PostAsJsonAsync("/api/operator/requeue", order);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("requeued").GetInt32(), body.GetProperty("skipped").GetInt32());
    }
}
