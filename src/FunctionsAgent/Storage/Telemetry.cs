using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FunctionsAgent.Storage;

/// <summary>
/// Traces and metrics, in the names of OpenTelemetry's semantic conventions where they have one and under
/// <c>functionsagent.</c> where they have none. A turn is one trace: every envelope carries the W3C traceparent of what caused it.
/// Names and values are ours: ids, queues, tables, tools, agents. Never a word, an address or an exception's message.
/// </summary>
public static class Telemetry
{
    /// <summary>Of the one activity source and of the one meter.</summary>
    public const string Name = "FunctionsAgent";

    public const string ErrorType = "error.type";
    public const string Stage = "functionsagent.stage";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>Durations of calls, in seconds: the conventions' own buckets.</summary>
    internal static readonly InstrumentAdvice<double> Calls = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    /// <summary>What may take from no time to days, in seconds.</summary>
    internal static readonly InstrumentAdvice<double> Ages = new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400] };

    /// <summary>The span that is under way, if it is one of ours; else what caused us. Goes into what we send.</summary>
    public static string? Traceparent(string? cause) => Activity.Current is { } current && current.Source == Source ? current.Id : cause;

    /// <summary>A span of what <paramref name="traceparent"/> caused; a foreign or broken one makes it the first of a trace.</summary>
    public static Activity? Start(string name, ActivityKind kind, string? traceparent) =>
        Source.StartActivity(name, kind, ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent) ? parent : default);

    /// <summary>The span failed. An exception's message may repeat what a customer wrote: its type has to do.</summary>
    public static void Fail(Activity? activity, string error)
    {
        activity?.SetStatus(ActivityStatusCode.Error);
        activity?.SetTag(ErrorType, error);
    }
}
