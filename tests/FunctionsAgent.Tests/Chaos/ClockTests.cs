using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Clocks are set under running turns, and two instances do not agree on the time.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class ClockTests(ITestOutputHelper output)
{
    private const int Conversations = 60;
    private const int Pairs = 24;
    private const int MessagesOfPair = 4;

    [Theory]
    [InlineData(24 * 60)]
    [InlineData(-60)]
    [InlineData(0)]
    public async Task A_clock_that_is_set_in_the_middle_of_turns_loses_no_message_and_answers_none_twice(int minutes)
    {
        var watch = Stopwatch.StartNew();
        var (time, gate, jumps) = (new ClockJumping(), new CallGate(), 0);
        await using var host = await AgentHost.StartAsync(time: time, configure: services => services.WatchIdle().Decorate<ITables>(gate.Around));
        var asked = new ConcurrentDictionary<string, (ChatSession Chat, string[] Ids)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations * Seeds.Times), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (c, _) =>
        {
            var random = new Random(Seeds.First + c);
            var chat = await host.OpenChatAsync();
            asked[chat.Conversation] = (chat, [$"m{c}-1", $"m{c}-2"]);
            // One in six sets the clock; nought minutes: there and back again, by a day and by an hour.
            if (c % 6 == 0) gate.Arrange(chat.Conversation, [random.Next(4, 40)], () =>
            {
                var by = minutes != 0 ? minutes : Interlocked.Increment(ref jumps) % 2 == 0 ? -60 : 24 * 60;
                time.Jump(TimeSpan.FromMinutes(by));
                return Task.CompletedTask;
            });
            await chat.PostAsync($"Where is my order #W{1001 + (c % 40)}?", $"m{c}-1", wait: null);
            await chat.PostAsync("How do returns work?", $"m{c}-2", wait: null);
        });
        var left = 0;
        foreach (var thread in asked.Keys) left += await gate.FinishAsync(thread);
        foreach (var (thread, (_, ids)) in asked) await host.LogWhenAsync(thread, log => log.Answered().Distinct().Count() >= ids.Length);
        await host.Get<IdleWatch>().IdleAsync(TimeSpan.FromSeconds(60));

        var overdue = 0;
        foreach (var (thread, (_, ids)) in asked)
        {
            var log = await host.LogAsync(thread);
            Assert.Equal(ids, log.Answered());
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
            Assert.DoesNotContain(log, e => e.Type is "HandoffOpened" or "StageFailed");
            Assert.True((await host.VerifyAsync(thread)).GetProperty("ok").GetBoolean());
            overdue += log.Count(e => e.Text("signal") == "turn-overdue");
        }
        Assert.Empty(await host.Staff.ListAsync("/api/operator/parked"));
        // A session of the chat has no age: its token is as good as before.
        foreach (var (chat, _) in asked.Values.Take(6)) Assert.Equal("replied", (await chat.SayAsync("How do returns work?")).Status);
        Seeds.Report(output, $"clock set by {(minutes == 0 ? "a day and back by hours" : $"{minutes} min")}, {Conversations * Seeds.Times / 6} times ({left} after their turn): {asked.Count} conversations, "
            + $"{asked.Count * 2} messages answered once, {overdue} turns looked after early; {watch.Elapsed.TotalSeconds:0} s");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task Two_instances_whose_clocks_differ_by_minutes_answer_one_after_the_other_and_each_timer_fires_once(int minutes)
    {
        var watch = Stopwatch.StartNew();
        var (one, two) = (new ShiftedTime(TimeSpan.Zero), new ShiftedTime(TimeSpan.FromMinutes(minutes)));
        await using var a = await AgentHost.StartAsync(time: one, configure: services => services.WatchIdle().AddSingleton(new ProcessIdentity("a", sole: false)));
        // The stores and queues of both are those of the first, and so is the clock that schedules.
        await using var b = await AgentHost.StartAsync(time: two, configure: services => services
            .AddSingleton(a.Get<ITables>()).AddSingleton(a.Get<IBlobs>()).AddSingleton(a.Get<IQueueSender>()).AddSingleton<IQueueReceiver>(new ByQueuesClock(a.Get<IQueueReceiver>(), two.GetUtcNow() - one.GetUtcNow())).AddSingleton(a.Get<IQueueDepths>())
            .AddSingleton(new ProcessIdentity("b", sole: false)));
        var threads = new ConcurrentBag<(string Thread, string[] Ids)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Pairs * Seeds.Times), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (c, _) =>
        {
            var chat = await (c % 2 == 0 ? a : b).OpenChatAsync();
            var ids = Enumerable.Range(0, MessagesOfPair).Select(m => $"m{c}-{m}").ToArray();
            for (var m = 0; m < MessagesOfPair; m++)
            {
                var (status, texts) = await (chat with { Host = m % 2 == 0 ? a : b }).SayAsync(m % 2 == 0 ? "Where is my order #W1001?" : "How do returns work?", ids[m]);
                Assert.Equal(("replied", 1), (status, texts.Count));
            }
            threads.Add((chat.Conversation, ids));
        });
        await a.Get<IdleWatch>().IdleAsync(TimeSpan.FromSeconds(60));
        // The quiet half-hour is over by every clock.
        one.Shift(TimeSpan.FromMinutes(40));
        two.Shift(TimeSpan.FromMinutes(40));
        var backwards = 0;
        foreach (var (thread, ids) in threads)
        {
            await a.LogWhenAsync(thread, log => log.Any(e => e.Type == "ConversationClosed"));
            await a.Get<IdleWatch>().IdleAsync(TimeSpan.FromSeconds(60));
            var log = await b.LogAsync(thread);
            Assert.Equal(ids, log.Answered());
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
            Assert.Single(log.Of("ConversationClosed"));
            Assert.DoesNotContain(log, e => e.Type is "HandoffOpened" or "StageFailed" or "DecisionSuperseded" || e.Text("signal") == "turn-overdue");
            Assert.True((await a.VerifyAsync(thread)).GetProperty("ok").GetBoolean());
            backwards += log.Zip(log.Skip(1)).Count(pair => pair.Second.At < pair.First.At);
        }
        Assert.Empty(await a.Staff.ListAsync("/api/operator/parked"));
        Assert.True(backwards > 0, "Only one of the two did anything.");
        Seeds.Report(output, $"two instances, {minutes} min apart: {threads.Count} conversations, {threads.Count * MessagesOfPair} messages at alternate doors answered once in order, {threads.Count} timers fired once, "
            + $"{backwards} events in sequence though their times are not; {watch.Elapsed.TotalSeconds:0} s");
    }

    /// <summary>Locks are kept by the queue's clock: that is its client's business, whatever the instance's own clock says.</summary>
    private sealed class ByQueuesClock(IQueueReceiver inner, TimeSpan ahead) : IQueueReceiver
    {
        public async Task<Received> AcceptAsync(string queue, CancellationToken ct = default)
        {
            var message = await inner.AcceptAsync(queue, ct);
            return message with { LockedUntil = message.LockedUntil + ahead };
        }

        public async Task<DateTimeOffset> RenewAsync(Received message, CancellationToken ct = default) => await inner.RenewAsync(message, ct) + ahead;

        public Task CompleteAsync(Received message, CancellationToken ct = default) => inner.CompleteAsync(message, ct);

        public Task AbandonAsync(Received message, CancellationToken ct = default) => inner.AbandonAsync(message, ct);

        public Task DeadLetterAsync(Received message, string reason, string description, CancellationToken ct = default) => inner.DeadLetterAsync(message, reason, description, ct);
    }
}
