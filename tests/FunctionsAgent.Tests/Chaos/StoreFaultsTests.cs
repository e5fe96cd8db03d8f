using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>A store that fails at random, under a few hundred conversations: nobody notices but by waiting a little.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class StoreFaultsTests(ITestOutputHelper output)
{
    private const int Conversations = 240;

    private static readonly string[] First = ["Where is my order #W1001?", "refund W1003", "credit W1005", "cancel W1006", "fail", "mail"];

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_store_that_fails_at_random_loses_nothing_and_does_nothing_twice(int percent)
    {
        var watch = Stopwatch.StartNew();
        var faults = new StoreFaults(Seeds.First + percent, percent);
        await using var chaos = await ChaosHost.StartAsync(services => services.Decorate<ITables>(faults.Around));
        var count = (percent > 4 ? Conversations / 4 : Conversations) * Seeds.Times;
        var threads = new ConcurrentDictionary<int, (string Thread, List<string> Ids)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (c, _) =>
        {
            var text = First[c % First.Length];
            if (text == "mail")
            {
                var (mail, id) = await InsistAsync(() => chaos.MailAsync($"How do returns work? ({c})", $"m{c}@customer.example"));
                threads[c] = (mail, [id]);
                return;
            }
            var thread = await InsistAsync(() => chaos.DeliverAsync($"c{c}", $"m{c}-1", text));
            await InsistAsync(() => chaos.DeliverAsync($"c{c}", $"m{c}-2", "How do returns work?"));
            threads[c] = (thread, [$"m{c}-1", $"m{c}-2"]);
        });
        // Still failing while the last ones are answered; reading the logs is for a store that is well again.
        await chaos.IdleAsync();
        faults.Over = true;

        var (messages, handedOver, unknown, failed, mails) = (0, 0, 0, 0, 0);
        foreach (var (c, (thread, ids)) in threads)
        {
            var log = await chaos.CheckAsync(thread, ids);
            messages += ids.Count;
            handedOver += log.Of("HandoffOpened").Count;
            failed += log.Of("StageFailed").Count;
            unknown += log.Count(e => e.Text("outcome") == "unknown");
            if (First[c % First.Length] == "mail") mails++;
        }
        var asked = chaos.Shop.Asked.Where(a => a.Value > 1 && !a.Key.StartsWith("POST /refunds", StringComparison.Ordinal)).ToList();
        Seeds.Report(output, $"store failing {percent} % of its calls: {threads.Count} conversations, {messages} messages; {faults}; {failed} failed turns, {handedOver} handed over, {unknown} unknown, "
            + $"{chaos.Shop.Refunds.SideEffects} refunds, {chaos.Smtp.Received.Count} mails; {watch.Elapsed.TotalSeconds:0} s");
        Assert.Empty(asked);
        Assert.Equal((0, 0), (handedOver, unknown));
        // Those that fail by themselves, without any help of the store's.
        Assert.Equal(count / First.Length, failed);
        Assert.Equal(count / First.Length, chaos.Shop.Refunds.SideEffects);
        Assert.Equal(count / First.Length, chaos.Shop.Calls("/credits"));
        Assert.Equal(count / First.Length, chaos.Shop.Calls("/cancellations"));
        Assert.Equal((mails, mails), (count / First.Length, chaos.Smtp.Received.Count));
        Assert.True(faults.Total > messages, $"Only {faults.Total} faults.");

        // All of them go on afterwards.
        foreach (var (c, (thread, ids)) in threads.Where(t => First[t.Key % First.Length] != "mail")) await chaos.DeliverAsync($"c{c}", $"m{c}-3", "Where is my order #W1002?");
        await chaos.IdleAsync();
        foreach (var (c, (thread, ids)) in threads.Where(t => First[t.Key % First.Length] != "mail")) await chaos.CheckAsync(thread, [.. ids, $"m{c}-3"]);
    }

    /// <summary>As a provider does that got no 2xx.</summary>
    private static async Task<T> InsistAsync<T>(Func<Task<T>> deliver)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await deliver();
            }
            catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable && attempt < 200)
            {
                // Again, under the same id.
            }
        }
    }
}
