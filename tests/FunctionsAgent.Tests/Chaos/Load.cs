using System.Collections.Concurrent;
using System.Net;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Many customers at the doors of one host, whose providers deliver as often as told.</summary>
internal sealed class Load(ChaosHost host)
{
    private const int AtOnce = 32;

    private readonly ConcurrentDictionary<string, ChatSession> chats = new(StringComparer.Ordinal);

    private sealed record Delivery(LoadConversation Conversation, int Message, bool Waits);

    /// <summary>The thread of each conversation, by its name.</summary>
    public ConcurrentDictionary<string, string> Threads { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Delivers every message so many times, in random order over all conversations; half of the messages within moments, so that copies meet.
    /// Returns when every delivery was taken.
    /// </summary>
    public async Task<int> DeliverAsync(IReadOnlyList<LoadConversation> conversations, int times, Random random)
    {
        await Parallel.ForEachAsync(conversations.Where(c => c.Door == LoadDoor.Chat), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (c, _) =>
            Threads[c.Name] = (chats[c.Name] = await host.Host.OpenChatAsync(agent: ChaosAgent.Name)).Conversation);

        var order = new List<(double At, Delivery Delivery)>();
        var within = 2.0 * times / conversations.Count;
        foreach (var conversation in conversations)
            for (var m = 0; m < conversation.Texts.Length; m++)
            {
                var (first, together) = (random.NextDouble(), random.Next(2) == 0);
                for (var n = 0; n < times; n++)
                    order.Add((together ? first + (within * random.NextDouble()) : random.NextDouble(), new(conversation, m, random.Next(2) == 0)));
            }
        await Parallel.ForEachAsync(order.OrderBy(o => o.At).Select(o => o.Delivery), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (d, _) => await DeliverAsync(d));
        return order.Count;
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        var (conversation, message, waits) = delivery;
        var (id, text) = (conversation.Id(message), conversation.Texts[message]);
        if (conversation.Door != LoadDoor.Chat)
        {
            var thread = await host.DeliverAsync(conversation.Name, id, text, conversation.Door == LoadDoor.Posted ? "shop" : "quiet");
            Assert.Equal(thread, Threads.GetOrAdd(conversation.Name, thread));
            return;
        }
        for (var attempt = 1; ; attempt++)
        {
            using var response = await chats[conversation.Name].PostAsync(text, id, waits ? 30 : null);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && attempt < 10) continue;
            response.EnsureSuccessStatusCode();
            return;
        }
    }
}
