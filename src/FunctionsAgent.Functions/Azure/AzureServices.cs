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
            .AddSingleton<IQueueSender>(_ => new AzureQueueSender(settings.ServiceBus is { ConnectionString: { } text }
                ? new ServiceBusClient(text)
                : new ServiceBusClient(settings.ServiceBus.Uri!.Host, identity)));
    }
}
