using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>A waiting caller's process and the queue work on the same turn at the same time.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class RunAheadTests(ITestOutputHelper output)
{
    private const int Conversations = 24;

    [Theory]
    [InlineData("refund")]
    [InlineData("credit")]
    [InlineData("cancel")]
    public async Task What_is_run_ahead_and_delivered_by_the_queue_at_once_happens_once(string what)
    {
        var watch = Stopwatch.StartNew();
        var rivals = new Rivals();
        await using var chaos = await ChaosHost.StartAsync(rivals.Decorate);
        rivals.Sender = chaos.Host.Get<SqliteQueues>();
        var threads = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations * Seeds.Times), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (c, ct) =>
        {
            var response = await chaos.Host.Staff.PostAsJsonAsync($"/api/agents/{ChaosAgent.Name}/messages?wait=25", new { text = $"{what} W{1001 + (c % 40)}", messageId = $"m{c}" }, ct);
            response.EnsureSuccessStatusCode();
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
            Assert.Equal("replied", body.GetProperty("status").GetString());
            Assert.Equal($"{what}: accepted", Assert.Single(body.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
            threads[c] = body.GetProperty("conversationId").GetString()!;
        });
        await chaos.IdleAsync();
        // The continuations proper come due as well.
        chaos.Time.Shift(TimeSpan.FromSeconds(58));
        await chaos.IdleAsync();

        foreach (var (c, thread) in threads)
        {
            var log = await chaos.CheckAsync(thread, [$"m{c}"]);
            Assert.Single(log, e => e.Type == "ToolCalled");
            Assert.Single(log, e => e.Type == "TurnEnded");
        }
        Assert.Equal(threads.Count, chaos.Shop.Asked.Count);
        Assert.All(chaos.Shop.Asked, asked => Assert.Equal(1, asked.Value));
        Seeds.Report(output, $"{what}: {threads.Count} turns run ahead, {rivals.Copies} copies of their continuations delivered meanwhile, {rivals.Met} rivals at the tool; {chaos.Shop.Asked.Values.Sum()} effects; {watch.Elapsed.TotalSeconds:0} s");
        Assert.Equal(threads.Count, rivals.Met);
    }

    /// <summary>While a tool is being called, has the queue deliver the turn's continuation, and waits until that handler is at the same call.</summary>
    private sealed class Rivals
    {
        private const int CopiesEach = 3;
        private readonly ConcurrentDictionary<string, Envelope> continuations = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, string> partitions = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, TaskCompletionSource> second = new(StringComparer.Ordinal);
        private int copies, met;

        public SqliteQueues Sender { get; set; } = null!;

        public int Copies => copies;

        public int Met => met;

        public void Decorate(IServiceCollection services) => services
            .Decorate<IQueueSender>(inner => new Listening(inner, this)).Decorate<ITables>(inner => new Watching(inner, this)).Decorate<ITool>(inner => new Meeting(inner, this));

        private async Task MeetAsync(string key)
        {
            var envelope = continuations[partitions[key]];
            for (var n = 0; n < CopiesEach; n++)
            {
                await Sender.SendAsync(QueueNames.Input, envelope.Partition, envelope with { Due = null });
                Interlocked.Increment(ref copies);
            }
            await second[key].Task.WaitAsync(AgentHost.Patience);
            Interlocked.Increment(ref met);
        }

        private sealed class Listening(IQueueSender inner, Rivals rivals) : IQueueSender
        {
            public Task SendAsync(string queue, string session, Envelope envelope, DateTimeOffset? due = null, CancellationToken ct = default)
            {
                if (due is not null && envelope.Timer is null) rivals.continuations[session] = envelope;
                return inner.SendAsync(queue, session, envelope, due, ct);
            }
        }

        private sealed class Watching(ITables inner, Rivals rivals) : ITables
        {
            public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken ct = default) => inner.GetAsync(table, partition, key, ct);

            public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken ct = default) =>
                inner.RangeAsync(table, partition, from, to, take, ct);

            public async Task<IReadOnlyList<string>> CommitAsync(string table, string partition, IReadOnlyList<Write> writes, CancellationToken ct = default)
            {
                if (writes is not [{ Kind: WriteKind.Insert } write] || !write.Key.StartsWith("r:", StringComparison.Ordinal)) return await inner.CommitAsync(table, partition, writes, ct);
                var key = write.Key[2..];
                rivals.partitions[key] = partition;
                var meeting = rivals.second.GetOrAdd(key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
                try
                {
                    return await inner.CommitAsync(table, partition, writes, ct);
                }
                catch (ConflictException)
                {
                    meeting.TrySetResult();
                    throw;
                }
            }
        }

        private sealed class Meeting(ITool inner, Rivals rivals) : ITool
        {
            public async Task<ToolResult> CallAsync(ToolCall call, CancellationToken ct)
            {
                await rivals.MeetAsync(call.Key);
                return await inner.CallAsync(call, ct);
            }

            public Task<ToolResult> ReconcileAsync(ToolCall call, CancellationToken ct) => inner.ReconcileAsync(call, ct);
        }
    }
}
