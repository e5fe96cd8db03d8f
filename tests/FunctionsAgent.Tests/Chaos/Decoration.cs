using FunctionsAgent.Channels;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Puts something around a seam that the host has registered.</summary>
internal static class Decoration
{
    public static IServiceCollection Decorate<T>(this IServiceCollection services, Func<T, T> around) where T : class
    {
        var inner = services.Last(d => d.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(s => around((T)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(s) ?? ActivatorUtilities.CreateInstance(s, inner.ImplementationType!))));
        return services;
    }

    public static IServiceCollection DecorateOutbounds(this IServiceCollection services, Func<string, IOutbound, IOutbound> around) =>
        services.Decorate<Outbounds>(inner => new Outbounds((channel, route) => inner.For(channel, route) is { } outbound ? around(channel, outbound) : null));

    /// <summary>Every seam whose calls may be the last ones of a process.</summary>
    public static IServiceCollection LetDie(this IServiceCollection services, Crashes crashes) => services
        .Decorate<ITables>(inner => new CrashingTables(inner, crashes))
        .Decorate<IQueueSender>(inner => new CrashingSender(inner, crashes))
        .Decorate<ITool>(inner => new CrashingTool(inner, crashes))
        .DecorateOutbounds((channel, inner) => new CrashingOutbound(channel, inner, crashes));

    /// <summary>The sample agents and those that also write; who takes a webhook is for the settings to say.</summary>
    public static IServiceCollection ServeChaosAgent(this IServiceCollection services) =>
        services.Decorate<FunctionsAgent.Agents.Packages>(inner => new FunctionsAgent.Agents.Packages([.. inner.All, ChaosAgent.Package, ChaosAgent.Scripted]));

    public static IServiceCollection WatchIdle(this IServiceCollection services)
    {
        services.AddSingleton<IdleWatch>();
        var inner = services.Last(d => d.ServiceType == typeof(IQueueReceiver));
        services.Remove(inner);
        return services.AddSingleton<IQueueReceiver>(s => s.GetRequiredService<IdleWatch>().Around((IQueueReceiver)inner.ImplementationFactory!(s)));
    }
}
