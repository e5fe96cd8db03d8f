using FunctionsAgent.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Agents;

/// <summary>
/// Publishes the packages a program began with, so that a conversation finds its version again when the folder has changed.
/// They are served meanwhile: a store that is busy is asked again.
/// </summary>
public sealed partial class PackagePublisher(Packages packages, PackageStore store, ProcessIdentity process, TimeProvider time, ILogger<PackagePublisher> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); !stoppingToken.IsCancellationRequested; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            try
            {
                await PublishAsync(stoppingToken);
                return;
            }
            catch (StoreBusyException e)
            {
                Log.Later(logger, wait, e.Message);
            }
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        foreach (var package in packages.All)
        {
            // One of several instances that starts again must not take back what was published meanwhile: only new content is.
            if (package.Files is not { } files) continue;
            await store.KeepAsync(files, package.Learned, ct);
            await store.PublishAsync(package.Name, files, "start", again: process.IsSole, ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The agents of this program are published in {Wait}: {Reason}")]
        public static partial void Later(ILogger logger, TimeSpan wait, string reason);
    }
}
