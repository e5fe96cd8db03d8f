using System.Collections.Immutable;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Reasoning;

/// <summary>Models, whether any is configured or not: without one every question is answered <see cref="ModelFailure.NoModel"/>.</summary>
public static class ModelServices
{
    /// <exception cref="Storage.SettingException">A scripted model's file cannot be read.</exception>
    public static IServiceCollection AddModels(this IServiceCollection services, ImmutableArray<ModelEndpoint> endpoints)
    {
        // A mistake in a script is found when the program starts, not when a customer asks.
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Kind == ModelKind.Scripted)) ScriptedModel.Load(endpoint);
        services.AddSingleton(s => new ModelClients(ModelClients.CreateClient(), () => s.GetService<TokenCredential>() ?? new DefaultAzureCredential(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ModelClients>>()));
        services.AddSingleton(s => new ModelRegistry(endpoints, s.GetRequiredService<ModelClients>().Create, s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IModels, Models>();
        return services.AddSingleton<ModelMetrics>().AddSingleton<ModelBudget>().AddSingleton<ModelLedger>();
    }
}
