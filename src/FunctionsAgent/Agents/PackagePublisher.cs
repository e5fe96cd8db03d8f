using FunctionsAgent.Storage;
using Microsoft.Extensions.Hosting;

namespace FunctionsAgent.Agents;

/// <summary>Publishes the packages a program began with, so that a conversation finds its version again when the folder has changed.</summary>
public sealed class PackagePublisher(Packages packages, PackageStore store, ProcessIdentity process) : IHostedService
{
    private const int Attempts = 8;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var package in packages.All)
            if (package.Files is { } files) await PublishAsync(package.Name, files, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PublishAsync(string agent, PackageFiles files, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // One of several instances that starts again must not take back what was published meanwhile: only new content is.
                await store.PublishAsync(agent, files, "start", again: process.IsSole, ct);
                return;
            }
            catch (StoreBusyException) when (attempt < Attempts)
            {
                // A store that is slow to start is waited for, some ten seconds in all.
                await Task.Delay(TimeSpan.FromMilliseconds(40 << attempt), ct);
            }
        }
    }
}
