using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Providers deliver at least once, in no order: the log does not show it.</summary>
[Collection(Seeds.Category)]
[Trait("Category", Seeds.Category)]
public sealed class RepeatedDeliveryTests(ITestOutputHelper output)
{
    private const int Conversations = 200;
    private const int Messages = 3;
    private const int Deliveries = 5;

    private sealed record Delivery(int Conversation, int Message, string Text);

    [Fact]
    public async Task Each_delivery_five_times_in_random_order_gives_the_logs_of_the_clean_run()
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(Seeds.First);
        var script = Enumerable.Range(0, Conversations).SelectMany(c => Enumerable.Range(0, Messages).Select(m => new Delivery(c, m, Text(c, m, random)))).ToList();
        var once = await RunAsync([.. Enumerable.Range(0, Messages).Select(round => script.Where(d => d.Message == round).ToList())]);
        var cleanSeconds = watch.Elapsed.TotalSeconds;

        // The first delivery of a message comes in its round, after the last reply; the others then or in any later one.
        var rounds = Enumerable.Range(0, Messages).Select(_ => new List<Delivery>()).ToArray();
        foreach (var delivery in script)
            for (var n = 0; n < Deliveries; n++) rounds[n == 0 ? delivery.Message : random.Next(delivery.Message, Messages)].Add(delivery);
        var often = await RunAsync([.. rounds.Select(r => r.OrderBy(_ => random.Next()).ToList())]);

        Seeds.Report(output, $"{rounds.Sum(r => r.Count)} deliveries of {script.Count} messages in {Conversations} conversations: {often.Logs.Sum(l => l.Value.Count)} events, {once.Logs.Sum(l => l.Value.Count)} in the clean run; "
            + $"{often.Effects} refunds, {once.Effects} in the clean run; {cleanSeconds:0} s and {watch.Elapsed.TotalSeconds - cleanSeconds:0} s");
        Assert.Equal(Conversations, often.Logs.Count);
        foreach (var (thread, log) in once.Logs) Assert.Equal(log, often.Logs[thread]);
        Assert.Equal(once.Effects, often.Effects);
    }

    private static string Text(int conversation, int message, Random random) => ((conversation + message) % 4) switch
    {
        0 => $"Where is my order #W{1001 + random.Next(48)}?",
        1 => "How do returns work?",
        2 => $"refund W{1001 + random.Next(48)}",
        _ => "Where is my parcel?",
    };

    private static async Task<(IReadOnlyDictionary<string, IReadOnlyList<string>> Logs, int Effects)> RunAsync(IReadOnlyList<List<Delivery>> rounds)
    {
        await using var host = await ChaosHost.StartAsync();
        var threads = new ConcurrentDictionary<int, string>();
        foreach (var round in rounds)
        {
            await Parallel.ForEachAsync(round, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (d, _) =>
                threads[d.Conversation] = await host.DeliverAsync($"c{d.Conversation}", $"m{d.Conversation}-{d.Message}", d.Text));
            await host.IdleAsync();
        }
        var logs = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (conversation, thread) in threads)
            logs[thread] = LogShape.Exact(await host.CheckAsync(thread, Enumerable.Range(0, Messages).Select(m => $"m{conversation}-{m}")));
        return (logs, host.Shop.Refunds.SideEffects);
    }
}
