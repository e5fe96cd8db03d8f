using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class DrainTests(ITestOutputHelper output)
{
    private const int Sessions = 500;
    private const int AtOnce = 32;

    [Fact]
    public async Task Five_hundred_sessions_of_one_message_drain_at_full_rate()
    {
        var watch = Stopwatch.StartNew();
        var crowd = new Crowd(AtOnce);
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<ITool>(inner => new Crowded(inner, crowd)));
        var threads = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Sessions), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (c, _) =>
            threads[c] = await chaos.DeliverAsync($"c{c}", $"m{c}", $"Where is my order #W{1001 + (c % 48)}?"));
        await chaos.IdleAsync();

        foreach (var (c, thread) in threads) Assert.Single(await chaos.CheckAsync(thread, [$"m{c}"]), e => e.Type == "ReplySent");
        Seeds.Report(output, $"{threads.Count} sessions answered, up to {crowd.Most} handlers in a tool call at once; {watch.Elapsed.TotalSeconds:0} s");
        Assert.InRange(crowd.Most, AtOnce, int.MaxValue);
    }

    /// <summary>Nobody gets past before so many are there at once.</summary>
    private sealed class Crowd(int wanted)
    {
        private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int inside, most;

        public int Most => most;

        public async Task<T> InsideAsync<T>(Func<Task<T>> call)
        {
            var now = Interlocked.Increment(ref inside);
            for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
            if (now >= wanted) enough.TrySetResult();
            try
            {
                await enough.Task.WaitAsync(AgentHost.Patience);
                return await call();
            }
            finally
            {
                Interlocked.Decrement(ref inside);
            }
        }
    }

    private sealed class Crowded(ITool inner, Crowd crowd) : ITool
    {
        public Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct) => crowd.InsideAsync(() => inner.CallAsync(call, ct));

        public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => inner.ReconcileAsync(call, ct);
    }
}
