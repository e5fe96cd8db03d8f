using FunctionsAgent.Access;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Access;

/// <summary>The whole product with a tenant, as on Azure, and the tenant's issuer beside it. The embedded key stays for the drivers.</summary>
public sealed class EntraHost : IAsyncLifetime, IAsyncDisposable
{
    internal TestIssuer Issuer { get; private set; } = null!;

    internal AgentHost Host { get; private set; } = null!;

    public Task InitializeAsync() => BeginAsync(this);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    internal static async Task<EntraHost> StartAsync(
        TimeProvider? time = null, Action<IServiceCollection>? configure = null, Action<ILoggingBuilder>? logging = null, bool down = false, string? secret = TestIssuer.Secret, string? data = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var entra = new EntraHost();
        await BeginAsync(entra, time, configure, logging, down, secret, data, settings);
        return entra;
    }

    private static async Task BeginAsync(
        EntraHost entra, TimeProvider? time = null, Action<IServiceCollection>? configure = null, Action<ILoggingBuilder>? logging = null, bool down = false, string? secret = TestIssuer.Secret, string? data = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        entra.Issuer = await TestIssuer.StartAsync();
        entra.Issuer.Down = down;
        entra.Host = await AgentHost.StartAsync(data, settings, time, logging: logging, configure: services =>
        {
            configure?.Invoke(services);
            services.AddEntra(entra.Issuer.Options(secret));
        });
    }

    internal Task<HttpResponseMessage> GetAsync(string path, string? token) => Host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Get, path, token));

    internal Task<HttpResponseMessage> PostAsync(string path, string? token, string body = "{}") =>
        Host.Client.SendAsync(ProblemAssert.Request(HttpMethod.Post, path, token, ProblemAssert.Utf8(body)));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
