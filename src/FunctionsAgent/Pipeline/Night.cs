using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>What is done every night, in order: figures and anchors before anything is taken. One that fails does not keep the others from running.</summary>
public sealed partial class Night(Nightly figures, Anchors anchors, Erasure erasure, Retention retention, RegistrationCare registrations, Packages packages, ILogger<Night> logger)
{
    /// <exception cref="AggregateException">Some of it failed; the next night goes on where each stopped.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var failures = new List<Exception>();
        await TryAsync("figures", () => figures.RunAsync(ct));
        await TryAsync("anchors", () => anchors.WriteAsync([.. packages.All.Select(package => package.Name)], ct));
        await TryAsync("erasures", () => erasure.ResumeAsync(ct));
        await TryAsync("retention", () => retention.RunAsync(ct));
        await TryAsync("registrations", () => registrations.NightAsync(ct));
        if (failures.Count > 0) throw new AggregateException("The nightly run is not whole.", failures);

        async Task TryAsync(string what, Func<Task> run)
        {
            try
            {
                await run();
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.Failed(logger, what, e.GetType().Name);
                failures.Add(e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The nightly {What} failed with {Error}; the next night goes on")]
        public static partial void Failed(ILogger logger, string what, string error);
    }
}
