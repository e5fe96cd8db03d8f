using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Observability;

/// <summary>Hears every span and measurement of this process while it lives, as an exporter would; other tests' too.</summary>
internal sealed class Watched : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<Measured> measures = new();
    private readonly ActivityListener activities;
    private readonly MeterListener meters = new();

    /// <param name="all">Also those of libraries.</param>
    public Watched(bool all = false)
    {
        activities = new ActivityListener
        {
            ShouldListenTo = source => all || source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(activities);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (all || instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measures.Enqueue(new(instrument, value, [.. tags])));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measures.Enqueue(new(instrument, value, [.. tags])));
        meters.Start();
    }

    public IReadOnlyList<Activity> Spans => [.. spans];

    public IReadOnlyList<Measured> Measures
    {
        get
        {
            meters.RecordObservableInstruments();
            return [.. measures];
        }
    }

    /// <summary>Measurements of one host.</summary>
    public Func<IReadOnlyList<Measured>> By(AgentHost host)
    {
        var factory = host.Get<IMeterFactory>();
        return () => [.. Measures.Where(m => m.Instrument.Meter.Scope == factory)];
    }

    /// <summary>Spans of the conversation's turns, in the order of their start.</summary>
    public IReadOnlyList<Activity> Of(string conversation) =>
        [.. Spans.Where(s => s.TagObjects.Any(t => t.Key == "gen_ai.conversation.id" && (string?)t.Value == conversation)).OrderBy(s => s.StartTimeUtc)];

    /// <summary>All of one trace.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. Spans.Where(s => s.TraceId == trace).OrderBy(s => s.StartTimeUtc)];

    /// <summary>Whatever a backend would be able to read.</summary>
    public IEnumerable<string> Texts(Func<string, bool>? ofSource = null, Func<string, bool>? ofMeter = null) =>
        Spans.Where(s => ofSource?.Invoke(s.Source.Name) ?? true).SelectMany(s => (IEnumerable<string>)[s.DisplayName, s.StatusDescription ?? "", s.TraceStateString ?? "", .. s.TagObjects.Select(Text), .. s.Baggage.Select(b => $"{b.Key}={b.Value}"), .. s.Events.SelectMany(e => e.Tags.Select(Text).Prepend(e.Name))])
            .Concat(Measures.Where(m => ofMeter?.Invoke(m.Instrument.Meter.Name) ?? true).SelectMany(m => m.Tags.Select(Text).Prepend(m.Instrument.Name)));

    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private static string Text(KeyValuePair<string, object?> tag) => $"{tag.Key}={tag.Value}";
}

internal sealed record Measured(Instrument Instrument, double Value, KeyValuePair<string, object?>[] Tags)
{
    public string? Tag(string name) => Tags.FirstOrDefault(t => t.Key == name).Value?.ToString();
}
