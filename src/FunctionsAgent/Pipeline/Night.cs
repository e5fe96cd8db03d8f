using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>What is done every night, in order: figures and anchors before anything is taken. One that fails does not keep the others from running.</summary>
public sealed partial class Night(
    Nightly figures, NightAlerts alerts, NightReport report, Anchors anchors, Erasure erasure, Retention retention, RegistrationCare registrations, Packages packages, ILogger<Night> logger)
{
    private readonly (string What, Func<CancellationToken, Task> RunAsync)[] parts =
    [
        ("figures", figures.RunAsync),
        ("alerts", alerts.RunAsync),
        ("report", report.RunAsync),
        ("anchors", ct => anchors.WriteAsync([.. packages.All.Select(package => package.Name)], ct)),
        ("erasures", erasure.ResumeAsync),
        ("retention", retention.RunAsync),
        ("registrations", registrations.NightAsync),
        // Whom it reached is not told twice; whoever was away has had the rest of the night to come back.
        ("report again", report.RunAsync),
    ];

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Parts => parts.Select(part => part.What);

    /// <exception cref="AggregateException">Some of it failed; the next night goes on where each stopped.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var failures = new List<Exception>();
        foreach (var (what, run) in parts)
        {
            try
            {
                await run(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.Failed(logger, what, e.GetType().Name);
                failures.Add(e);
            }
        }
        if (failures.Count > 0) throw new AggregateException("The nightly run is not whole.", failures);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The nightly {What} failed with {Error}; the next night goes on")]
        public static partial void Failed(ILogger logger, string what, string error);
    }
}
