using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FunctionsAgent.Storage;

/// <summary>What calls of the tables cost and how they end (OpenTelemetry, database client metrics).</summary>
public sealed class StoreMetrics
{
    private readonly string system;
    private readonly Histogram<double> durations;
    private readonly Counter<long> throttled;

    /// <param name="system">Value of <c>db.system.name</c>.</param>
    public StoreMetrics(IMeterFactory meters, string system)
    {
        this.system = system;
        var meter = meters.Create(Telemetry.Name);
        durations = meter.CreateHistogram("db.client.operation.duration", "s", "Duration of a call of the tables.", advice: Telemetry.Calls);
        throttled = meter.CreateCounter<long>("functionsagent.store.throttled", "{call}", "Calls the tables refused because there were too many.");
    }

    internal bool IsWatched => durations.Enabled || throttled.Enabled;

    internal void Record(string operation, string table, TimeSpan duration, Exception? error)
    {
        var tags = new TagList { { "db.system.name", system }, { "db.operation.name", operation }, { "db.collection.name", table } };
        if (error is not null) tags.Add(Telemetry.ErrorType, TypeOf(error));
        durations.Record(duration.TotalSeconds, tags);
        if (error is StoreBusyException { Throttled: true }) throttled.Add(1, new TagList { { "db.system.name", system }, { "db.collection.name", table } });
    }

    private static string TypeOf(Exception error) => error switch
    {
        ConflictException => "conflict",
        LimitException => "limit",
        StoreBusyException { Throttled: true } => "throttled",
        StoreBusyException => "busy",
        OperationCanceledException => "cancelled",
        _ => error.GetType().Name,
    };
}
