using FunctionsAgent.Agents.Publishing;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Hosting;

namespace FunctionsAgent.Agents;

/// <summary>Publishes the packages a program began with, so that a conversation finds its version again when the folder has changed.</summary>
public sealed class PackagePublisher(Packages packages, PackageStore store, ProcessIdentity process) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var package in packages.All)
        {
            if (package.Files is not { } files) continue;
            // One of several instances that starts again must not take back what was published meanwhile: only new content is.
            if (process.IsSole || await store.LoadAsync(package.Name, package.Version, cancellationToken) is null)
                await store.PublishAsync(package.Name, files, "start", cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
