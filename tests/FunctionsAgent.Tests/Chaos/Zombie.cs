using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// Holds the first handler of a stage at one place, deaf to its cancellation, until it is released. One that nobody tells
/// is run beside the queue, so that no lock keeper can reach it.
/// </summary>
internal sealed class Zombie(string place, string stage, bool told)
{
    private readonly TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StageRunner> runner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string place = place, stage = stage;
    private readonly bool told = told;
    private int held, started;

    public StageRunner Runner { set => runner.TrySetResult(value); }

    public Task Stuck => stuck.Task;

    /// <summary>The handler that nobody tells; a told one ends with its host.</summary>
    public Task Run { get; private set; } = Task.CompletedTask;

    public void Release() => released.TrySetResult();

    public void Decorate(IServiceCollection services) => services
        .Decorate<IQueueSender>(inner => new Sender(inner, this)).Decorate<ITables>(inner => new Tables(inner, this)).Decorate<ITool>(inner => new Tool(inner, this))
        .DecorateOutbounds((_, inner) => new Out(inner, this));

    private async Task HoldAsync(string here)
    {
        if (here != place || Interlocked.Exchange(ref held, 1) == 1) return;
        stuck.TrySetResult();
        await released.Task;
    }

    private sealed class Sender(IQueueSender inner, Zombie zombie) : IQueueSender
    {
        public async Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
        {
            if (!zombie.told && queue == zombie.stage && due is null && Interlocked.Exchange(ref zombie.started, 1) == 0)
            {
                var runner = await zombie.runner.Task;
                zombie.Run = Task.Run(() => runner.HandleAsync(queue, envelope.ToJson(), CancellationToken.None), CancellationToken.None);
                await zombie.Stuck;
            }
            await inner.SendAsync(queue, session, envelope, due, ct);
        }
    }

    private sealed class Tables(ITables inner, Zombie zombie) : ITables
    {
        public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => inner.GetAsync(table, partition, key, ct);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
            inner.RangeAsync(table, partition, from, to, take, ct);

        public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
        {
            if (writes.FirstOrDefault(w => w.Key.StartsWith("e:", StringComparison.Ordinal)) is { } e && JsonDocument.Parse(e.Cells.Json!).RootElement.GetProperty("stage").GetString() == zombie.stage)
                await zombie.HoldAsync("commit");
            // A frozen process does not hear that it was cancelled before its write has left.
            return await inner.CommitAsync(table, partition, writes, CancellationToken.None);
        }
    }

    private sealed class Tool(ITool inner, Zombie zombie) : ITool
    {
        public async Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
        {
            await zombie.HoldAsync("tool");
            return await inner.CallAsync(call, ct);
        }

        public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => inner.ReconcileAsync(call, ct);
    }

    private sealed class Out(IOutbound inner, Zombie zombie) : IOutbound
    {
        public bool Dedupes => inner.Dedupes;

        public string? MessageIdOf(Outbound message) => inner.MessageIdOf(message);

        public async Task<Delivery> SendAsync(Outbound message, CancellationToken ct)
        {
            await zombie.HoldAsync("outbound");
            return await inner.SendAsync(message, ct);
        }
    }
}
