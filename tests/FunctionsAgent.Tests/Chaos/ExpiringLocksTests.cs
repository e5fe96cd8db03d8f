using System.Diagnostics;
using FunctionsAgent.Queues;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Session locks run out under handlers that stand still: two workers have the same message, and the log does not show it.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class ExpiringLocksTests(ITestOutputHelper output)
{
    private const int Conversations = 500;

    /// <summary>One call in so many stands still, up to as many handlers as there are conversations.</summary>
    private const int Odds = 25;

    [Fact]
    public async Task Five_hundred_conversations_whose_locks_run_out_in_the_middle_answer_each_message_once()
    {
        var watch = Stopwatch.StartNew();
        var conversations = LoadConversation.Many(Conversations * Seeds.Times, [LoadDoor.Quiet, LoadDoor.Posted]);
        var locks = new ExpiringLocks(Seeds.First, Odds, conversations.Length);
        await using var chaos = await ChaosHost.StartAsync(locks.Decorate);
        var load = new Load(chaos);
        await load.DeliverAsync(conversations, 1, new Random(Seeds.First));

        await locks.RunAsync(chaos.Host.Get<IQueueDepths>(), chaos.Time, TimeSpan.FromSeconds(60));
        await chaos.IdleAsync();
        var worked = watch.Elapsed.TotalSeconds;

        var check = new LoadCheck(chaos);
        await check.RunAsync(conversations, load.Threads, alike: false);
        var repeated = chaos.Shop.Asked.Values.Sum() - chaos.Shop.Asked.Count;
        Seeds.Report(output, $"{conversations.Length} conversations: {locks.Stood} handlers stood still past their locks, up to {locks.MostAtOnce} at once, in {locks.Shifts} moves of the clock; "
            + $"{locks.Met} of their messages were taken up by a second worker meanwhile, beside {locks.Together} of which the first went on; {locks.Redeliveries} redeliveries, at most {locks.MostDeliveries} of one message; "
            + $"{check}; {repeated} writes repeated under their key where the tool allows it; {worked:0} s and {watch.Elapsed.TotalSeconds - worked:0} s to check");
        check.NoWriteTwice();
        // One that stands still a second time, without a lock, has no rival.
        Assert.InRange(locks.Met, locks.Stood / 4, locks.Stood);
        Assert.InRange(locks.Together, 1, locks.Met);
    }
}
