using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Hosting;

namespace FunctionsAgent.Feedback;

/// <summary>
/// The figures of the last night as gauges. Instances come and go, and the one that counted may be gone by noon: each reads what is
/// stored when it is asked, and again when that is an hour old. Where nobody listens, nothing is read.
/// </summary>
public sealed class KpiMetrics : IHostedService, IDisposable
{
    private const string Agent = "gen_ai.agent.name";
    private const string FigureTag = "functionsagent.figure";
    private const string RuleTag = "functionsagent.rule";

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly NightFigures night;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private IReadOnlyList<Shown> shown = [];
    private DateTimeOffset? at;

    private sealed record Shown(KpiFacts Facts, IReadOnlySet<string> Found);

    public KpiMetrics(IMeterFactory meters, NightFigures night, TimeProvider time)
    {
        (this.night, this.time) = (night, time);
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("functionsagent.kpi", Figures, "1", "Figures of the last 28 days counted: shares, and work units an interaction.");
        meter.CreateObservableGauge("functionsagent.kpi.alerts", Alerts, "{alert}", "1 where a rule over the figures finds something, else 0.");
    }

    /// <summary>Ends when what was being read is shown.</summary>
    internal Task Reading { get; private set; } = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    public void Show(IReadOnlyList<KpiFacts> standings)
    {
        var found = standings.Select(facts => new Shown(facts, KpiAlerts.Of(facts).Select(alert => alert.Rule).ToHashSet(StringComparer.Ordinal))).ToList();
        lock (gate) (shown, at) = (found, time.GetUtcNow());
    }

    private IEnumerable<Measurement<double>> Figures() => Current().SelectMany(one => Of(one.Facts).Where(figure => figure.Value is not null)
        .Select(figure => new Measurement<double>(figure.Value!.Value, new TagList { { Agent, one.Facts.Agent }, { FigureTag, figure.Name } })));

    private IEnumerable<Measurement<long>> Alerts()
    {
        var now = time.GetUtcNow();
        return from one in Current()
               from rule in KpiAlerts.Rules
               where rule.Severity == "alert"
               // How late it is changes while nothing else does.
               let raised = rule.Name == KpiAlerts.RollUpLate ? KpiAlerts.IsLate(one.Facts.Rolled, now) : one.Found.Contains(rule.Name)
               select new Measurement<long>(raised ? 1 : 0, new TagList { { Agent, one.Facts.Agent }, { RuleTag, rule.Name } });
    }

    private static IEnumerable<(string Name, double? Value)> Of(KpiFacts facts)
    {
        var (figures, window) = (facts.Figures, facts.Figures.Of(facts.Window.Name));
        yield return ("containment", window.Containment.Share);
        yield return ("strict", window.Strict.Share);
        yield return ("escalated", figures.Escalated.Share);
        yield return ("csat", figures.Survey.Csat.Share);
        yield return ("coverage", figures.Coverage.Share);
        yield return ("awu-per-interaction", window.WorkUnitsPerInteraction);
    }

    private IReadOnlyList<Shown> Current()
    {
        lock (gate)
        {
            if (Reading.IsCompleted && !stopping.IsCancellationRequested && !(time.GetUtcNow() - at < Fresh)) Reading = ReadAsync();
            return shown;
        }
    }

    private async Task ReadAsync()
    {
        // The exporter that asks does not wait for the store.
        await Task.Yield();
        try
        {
            Show(await night.ReadAsync(stopping.Token));
        }
        catch (Exception)
        {
            // The store is out, or what is stored cannot be read: the night says so. The last figures stand, and the next export asks again.
        }
    }
}
