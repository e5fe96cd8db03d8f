using FunctionsAgent.Conversations;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Head and state are two rows, read one after the other, and another worker may commit in between.</summary>
public sealed class TornReadTests
{
    private static readonly Dictionary<string, string?> Never = new() { ["Pipeline__RunAhead"] = "never" };

    [Theory]
    [InlineData(QueueNames.Reasoning)]
    [InlineData(QueueNames.Tools)]
    [InlineData(QueueNames.Output)]
    public async Task A_stage_that_another_worker_finishes_while_it_reads_decides_on_no_mixture_of_before_and_after(string stage)
    {
        var sender = new SenderDecorator();
        var rival = new Rival(stage, sender);
        await using var host = await AgentHost.StartAsync(settings: Never, configure: services =>
        {
            sender.Register(services);
            services.Decorate<ITables>(rival.Around);
        });
        rival.Runner = host.Get<StageRunner>();
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?", "m-1");
        await host.DrainedAsync();

        Assert.True(rival.Came);
        Assert.Equal("replied", status);
        Assert.Contains("tracking number", Assert.Single(texts), StringComparison.Ordinal);
        var log = await host.LogAsync(chat.Conversation);
        Assert.Single(log, e => e.Type == "ReplySent");
        Assert.DoesNotContain(log, e => e.Type == "StageFailed");
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }

    /// <summary>Has the same envelope handled to its end between the stage's read of the head and that of the state.</summary>
    private sealed class Rival(string stage, SenderDecorator sender)
    {
        private int came;

        public StageRunner Runner { get; set; } = null!;

        public bool Came => came == 1;

        public ITables Around(ITables inner) => new Tables(inner, this);

        private async Task FinishAsync(string key, CancellationToken ct)
        {
            if (key != Keys.State || sender.Sent.FirstOrDefault(s => s.Queue == stage) is not { } sent || Interlocked.Exchange(ref came, 1) == 1) return;
            await Runner.HandleAsync(stage, sent.Envelope.ToJson(), ct);
        }

        private sealed class Tables(ITables inner, Rival rival) : ITables
        {
            public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default)
            {
                await rival.FinishAsync(key, ct);
                return await inner.GetAsync(table, partition, key, ct);
            }

            public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
                inner.RangeAsync(table, partition, from, to, take, ct);

            public Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default) =>
                inner.CommitAsync(table, partition, writes, ct);
        }
    }
}
