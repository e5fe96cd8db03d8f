using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Reasoning;

/// <summary>How models do (OpenTelemetry, generative AI client metrics): tokens, durations, refusals for lack of capacity, open circuits.</summary>
public sealed class ModelMetrics
{
    internal const string Endpoint = "functionsagent.model";

    private static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864] };
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };

    private readonly Histogram<long> tokens;
    private readonly Histogram<double> durations;
    private readonly Counter<long> throttled;

    public ModelMetrics(IMeterFactory meters, ModelRegistry registry)
    {
        var meter = meters.Create(Telemetry.Name);
        tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of a question and of its answer.", advice: Tokens);
        durations = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Duration of asking one endpoint.", advice: Durations);
        throttled = meter.CreateCounter<long>("functionsagent.model.throttled", "{request}", "Questions an endpoint refused for lack of capacity (429, 529).");
        meter.CreateObservableGauge("functionsagent.model.circuit", () => (long)registry.OpenCircuits.Count(), "{endpoint}", "Endpoints that are not asked for a while because they failed.");
    }

    internal void Asked(ModelEndpoint endpoint, ModelReply reply, TimeSpan duration)
    {
        var tags = new TagList(ModelTelemetry.Tags(endpoint).ToArray());
        if (reply.InputTokens is { } input) tokens.Record(input, [.. tags, new("gen_ai.token.type", "input")]);
        if (reply.OutputTokens is { } output) tokens.Record(output, [.. tags, new("gen_ai.token.type", "output")]);
        if (reply.Failure == ModelFailure.Throttled) throttled.Add(1, tags);
        if (reply.Failure is { } failure) tags.Add(Telemetry.ErrorType, failure);
        durations.Record(duration.TotalSeconds, tags);
    }
}
