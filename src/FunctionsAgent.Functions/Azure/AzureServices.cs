using System;
using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using FunctionsAgent.Access;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Functions.Azure;

/// <summary>The three seams of the runtime on Azure: tables, blobs and the queue sender.</summary>
internal static class AzureServices
{
    /// <summary>Throws <see cref="AzureSettingsException"/>, naming every setting that is missing, before anything starts.</summary>
    public static IServiceCollection AddAzureStores(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = AzureSettings.Read(configuration);
        // One credential, so that its tokens are cached once; connection strings need none.
        TokenCredential identity = new DefaultAzureCredential();
        return services
            .AddSingleton(identity)
            .AddKeyVaultProtection(configuration)
            .AddSingleton<ITables>(_ => settings.Tables is { ConnectionString: { } text } ? AzureTables.Create(text) : AzureTables.Create(settings.Tables.Uri!, identity))
            .AddSingleton<IBlobs>(_ => settings.Blobs is { ConnectionString: { } text } ? AzureBlobs.Create(text) : AzureBlobs.Create(settings.Blobs.Uri!, identity))
            .AddSingleton(_ => new AzureQueueSender(settings.ServiceBus is { ConnectionString: { } text }
                ? new ServiceBusClient(text, Options())
                : new ServiceBusClient(settings.ServiceBus.Uri!.Host, identity, Options())))
            .AddSingleton<IQueueSender>(s => s.GetRequiredService<AzureQueueSender>());
    }

    /// <summary>The pipeline backs off by itself and a caller at a door is told when to come again: the client retries only what a hiccup needs.</summary>
    private static ServiceBusClientOptions Options() => new()
    {
        RetryOptions = new() { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(2), TryTimeout = TimeSpan.FromSeconds(15) },
    };
}
