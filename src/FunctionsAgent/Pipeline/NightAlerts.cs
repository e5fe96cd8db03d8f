using FunctionsAgent.Feedback;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>Says what the rules found once a night is counted: a log line for each alert, and gauges for whoever watches them.</summary>
public sealed partial class NightAlerts(NightFigures figures, KpiMetrics metrics, ILogger<NightAlerts> logger)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var standings = await figures.ReadAsync(ct);
        foreach (var alert in standings.SelectMany(KpiAlerts.Of).Where(alert => alert.Severity == "alert"))
            Log.Raised(logger, alert.Agent, alert.Rule, alert.Version, alert.Value, alert.Limit, alert.N);
        metrics.Show(standings);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Agent}: KPI alert {Rule} {Version}: {Value} against {Limit} (n {N}); 'kpi' says more")]
        public static partial void Raised(ILogger logger, string agent, string rule, string version, double value, double limit, long? n);
    }
}
