using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Drivers;

internal static class Decorating
{
    /// <summary>Puts something around what the product registered, which stays what does the work.</summary>
    public static void Decorate<T>(this IServiceCollection services, Func<T, T> around) where T : class
    {
        var inner = services.Last(d => d.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(s => around((T)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(s) ?? ActivatorUtilities.CreateInstance(s, inner.ImplementationType!))));
    }
}
