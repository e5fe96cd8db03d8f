using FunctionsAgent.Storage;

namespace FunctionsAgent.Queues;

/// <summary>
/// Counts for an operator, over all messages. Active: neither scheduled nor under lock. Oldest: when the oldest message that
/// is first in its session was enqueued.
/// </summary>
internal static class QueueDepths
{
    public static IReadOnlyList<QueueDepth> Read(Connection c, DateTimeOffset now)
    {
        var messages = Pairs(c.Prepare(QueueSchema.CountMessages));
        var scheduled = Pairs(c.Prepare(QueueSchema.CountScheduled));
        var locked = Pairs(c.Prepare(QueueSchema.CountLocked).Bind(now.UtcTicks));
        var oldest = Pairs(c.Prepare(QueueSchema.Oldest));

        var others = messages.Keys.Concat(scheduled.Keys).Select(Main).Except(QueueNames.All, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. QueueNames.All.Concat(others).Select(queue =>
        {
            var held = locked.GetValueOrDefault(queue);
            return new QueueDepth(queue, messages.GetValueOrDefault(queue) - held, scheduled.GetValueOrDefault(queue), held,
                messages.GetValueOrDefault(queue + QueueNames.DeadLetterSuffix),
                oldest.TryGetValue(queue, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);
        })];
    }

    private static string Main(string queue) => QueueRows.IsDeadLetters(queue) ? queue[..^QueueNames.DeadLetterSuffix.Length] : queue;

    private static Dictionary<string, long> Pairs(Statement statement)
    {
        var pairs = new Dictionary<string, long>(StringComparer.Ordinal);
        using (statement)
            while (statement.Step()) pairs[statement.Text(0)] = statement.Integer(1);
        return pairs;
    }
}
