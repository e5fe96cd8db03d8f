using System.Diagnostics;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Providers deliver at least once, in no order, to everybody at once: the logs do not show it.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Conversations = 1000;

    [Fact]
    public async Task A_thousand_conversations_with_every_delivery_five_times_in_random_order_answer_each_message_once()
    {
        await using var chaos = await ChaosHost.StartAsync();
        await RepeatedLoad.RunAsync(chaos, "sqlite", Conversations * Seeds.Times, output);
    }
}

/// <summary>Every delivery five times, in random order, on whatever stores the host has.</summary>
internal static class RepeatedLoad
{
    private const int Deliveries = 5;

    public static async Task RunAsync(ChaosHost chaos, string stores, int count, ITestOutputHelper output)
    {
        var watch = Stopwatch.StartNew();
        var conversations = LoadConversation.Many(count, [LoadDoor.Quiet, LoadDoor.Posted, LoadDoor.Chat]);
        var references = LoadConversation.References(conversations);
        var load = new Load(chaos);
        await load.DeliverAsync(references, 1, new Random(Seeds.First));
        await chaos.IdleAsync();

        var deliveries = await load.DeliverAsync(conversations, Deliveries, new Random(Seeds.First));
        await chaos.IdleAsync();
        var delivered = watch.Elapsed.TotalSeconds;
        // The clock stood still: no timer came to the rescue. The continuations of the calls that waited find nothing to do.
        chaos.Time.Shift(TimeSpan.FromSeconds(65));
        await chaos.IdleAsync();

        var check = new LoadCheck(chaos);
        await check.RunAsync([.. references, .. conversations], load.Threads, alike: true);
        Seeds.Report(output, $"{stores}: {conversations.Length} conversations, {deliveries} deliveries ({references.Length} clean ones beside them); {check}; {delivered:0} s and {watch.Elapsed.TotalSeconds - delivered:0} s to check");
        check.EachCallOnce();
    }
}
