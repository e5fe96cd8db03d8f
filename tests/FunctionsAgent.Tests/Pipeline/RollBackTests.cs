using System.Net.Http.Json;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Deployments that meet each other's envelopes. The next version is this program told to read one more.</summary>
public sealed class RollBackTests
{
    private const int Next = Envelope.Version + 1;

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, true)]
    [InlineData(2, 2, true)]
    [InlineData(2, 1, false)]
    [InlineData(1, 3, false)]
    [InlineData(0, 1, false)]
    [InlineData(-1, 1, false)]
    public void A_version_reads_itself_and_the_one_before(int written, int newest, bool read)
    {
        var body = (new Envelope("p:1:0", "p", null, "input", "door") with { V = written }).ToJson();
        if (read) Assert.Equal("p:1:0", Envelope.Parse(body, newest).Id);
        else Assert.Equal("unknown-version", Assert.Throws<EnvelopeException>(() => Envelope.Parse(body, newest)).Cause);
    }

    [Fact]
    public async Task Rolled_back_while_the_newer_ones_messages_are_queued_nothing_is_lost_and_rolled_forward_all_is_answered_once()
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
        try
        {
            string conversation;
            await using (var old = await AgentHost.StartAsync(data))
            {
                var chat = await old.OpenChatAsync();
                conversation = chat.Conversation;
                await chat.SayAsync("Where is my order #W1001?", "m1");
                await old.DrainedAsync();
                // The newer version took this message before it was rolled back: the message lies in its row, the envelope on the queue.
                await old.Get<FunctionsAgent.Conversations.ConversationLog>().AcceptAsync(conversation, "m2", "f", new(
                    FunctionsAgent.Conversations.Keys.Pending(DateTimeOffset.UtcNow.UtcTicks, "m2"), "m2", AgentHost.Agent, "chat", "web", "none", DateTimeOffset.UtcNow, null,
                    "Where is my order #W1002?", null, null, null), CancellationToken.None);
                await old.Get<IQueueSender>().SendAsync(QueueNames.Input, conversation, new Envelope($"{conversation}:d:m2", conversation, null, QueueNames.Input, "door") with { V = Next }, null);
                await old.DrainedAsync();

                var parked = Assert.Single(await old.Staff.ListAsync("/api/operator/parked"));
                Assert.Equal("unknown-version", parked.GetProperty("cause").GetString());
                (await old.Staff.PostAsJsonAsync("/api/operator/requeue", new { cause = "unknown-version" })).EnsureSuccessStatusCode();
                Assert.Equal(["m1"], (await old.LogAsync(conversation)).Answered());
            }

            await using var again = await AgentHost.StartAsync(data, configure: services => services.AddSingleton(new PipelineOptions { EnvelopeVersion = Next }));
            (await again.Staff.PostAsJsonAsync("/api/operator/requeue", new { cause = "unknown-version" })).EnsureSuccessStatusCode();
            await again.TurnsEndedAsync(conversation, 2);
            await again.DrainedAsync();

            Assert.Equal(["m1", "m2"], (await again.LogAsync(conversation)).Answered());
            Assert.True((await again.VerifyAsync(conversation)).GetProperty("ok").GetBoolean());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_newer_version_handles_what_the_older_one_left_on_the_queues()
    {
        await using var host = await AgentHost.StartAsync(configure: services => services.AddSingleton(new PipelineOptions { EnvelopeVersion = Next, RunAhead = RunAhead.Never }));
        var chat = await host.OpenChatAsync();
        Assert.Equal("replied", (await chat.SayAsync("Where is my order #W1001?")).Status);
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
    }
}
