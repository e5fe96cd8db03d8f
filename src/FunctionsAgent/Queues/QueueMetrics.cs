using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Queues;

/// <summary>What goes through the queues (OpenTelemetry, messaging metrics), and how old it is when somebody gets to it.</summary>
public sealed class QueueMetrics
{
    private const string Destination = "messaging.destination.name";

    private readonly string system;
    private readonly TimeProvider time;
    private readonly Counter<long> sent;
    private readonly Histogram<double> processed;
    private readonly Histogram<double> ages;
    private readonly Histogram<double> lateness;

    /// <param name="system">Value of <c>messaging.system</c>.</param>
    /// <param name="depths">Where the queues can be looked into; Service Bus has metrics of its own.</param>
    public QueueMetrics(IMeterFactory meters, string system, TimeProvider time, IQueueDepths? depths = null)
    {
        (this.system, this.time) = (system, time);
        var meter = meters.Create(Telemetry.Name);
        sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Messages sent to a queue, or tried to.");
        processed = meter.CreateHistogram("messaging.process.duration", "s", "Duration of handling a message, with the stages that ran ahead.", advice: Telemetry.Calls);
        ages = meter.CreateHistogram("functionsagent.queue.message.age", "s", "How long a message had been due when its handler began.", advice: Telemetry.Ages);
        lateness = meter.CreateHistogram("functionsagent.timer.lateness", "s", "How late a timer fired.", advice: Telemetry.Ages);
        if (depths is null) return;
        meter.CreateObservableGauge("functionsagent.queue.messages", () => Depths(depths).Select(d => Measure(d, d.Active)), "{message}", "Messages that wait, neither scheduled nor in hand.");
        meter.CreateObservableGauge("functionsagent.queue.oldest_message.age", () => Depths(depths).Select(d => Measure(d, Age(d.Oldest))), "s", "Age of the oldest message that is first in its session.");
    }

    /// <summary>A handler begins.</summary>
    public void Begun(Envelope envelope)
    {
        if (envelope.Sent is not { } at) return;
        var due = envelope.Due is { } later && later > at ? later : at;
        ages.Record(Age(due), new TagList { { Destination, envelope.Stage } });
        if (envelope.Timer is not null) lateness.Record(Age(due));
    }

    /// <summary>A handler ended.</summary>
    public void Processed(string queue, TimeSpan duration, string? error)
    {
        if (processed.Enabled) processed.Record(duration.TotalSeconds, Tags("process", queue, error));
    }

    /// <summary>A send ended.</summary>
    public void Sent(string queue, int messages, string? error) => sent.Add(messages, Tags("send", queue, error));

    private TagList Tags(string operation, string queue, string? error)
    {
        var tags = new TagList { { "messaging.system", system }, { "messaging.operation.name", operation }, { Destination, queue } };
        if (error is not null) tags.Add(Telemetry.ErrorType, error);
        return tags;
    }

    // A clock that differs from the sender's makes nothing younger than new.
    private double Age(DateTimeOffset? at) => at is { } then ? Math.Max(0, (time.GetUtcNow() - then).TotalSeconds) : 0;

    private static Measurement<T> Measure<T>(QueueDepth depth, T value) where T : struct => new(value, new KeyValuePair<string, object?>(Destination, depth.Queue));

    /// <summary>The embedded queues answer at once; nothing is measured while they cannot be read or close.</summary>
    private static IReadOnlyList<QueueDepth> Depths(IQueueDepths depths)
    {
        try
        {
            return depths.DepthsAsync() is { IsCompletedSuccessfully: true } task ? task.Result : [];
        }
        catch (Exception e) when (e is StoreBusyException or ObjectDisposedException)
        {
            return [];
        }
    }
}
