using AuthMd.Claims;
using AuthMd.Limits;
using AuthMd.Providers;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthMd.Http;

/// <summary>
/// The package's own services. The host brings <see cref="IAuthMdStore"/>, <see cref="ISeal"/>, <see cref="IAccounts"/>,
/// <see cref="ISignIn"/>, <see cref="Audit.IAuditTrail"/> and <see cref="IRevocations"/>.
/// </summary>
public static class AuthMdServices
{
    /// <param name="providers">The trust list; goes with <see cref="AuthMdOptions.AllowIdentityAssertion"/>.</param>
    /// <param name="lifetimes">The usual ones when null.</param>
    /// <param name="development">Providers on this machine and over plain HTTP are believed, too.</param>
    public static IServiceCollection AddAuthMd(
        this IServiceCollection services, IEnumerable<TrustedProvider>? providers = null, AuthMdLifetimes? lifetimes = null, bool development = false)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(lifetimes ?? new());
        services.AddSingleton(new TrustedProviders(providers ?? [], development));
        services.AddSingleton(provider => new ProviderDocuments(PublicAddresses.CreateHandler(development), provider.GetRequiredService<TimeProvider>(), development));
        services.AddSingleton<IDelegations, Delegations>();
        foreach (var type in new[]
        {
            typeof(SigningKeys), typeof(Assertions), typeof(AccessTokens), typeof(AssertionGrant), typeof(RegistrationStore), typeof(RateLimits), typeof(Refusals),
            typeof(ClaimHistory), typeof(ClaimBinding), typeof(ClaimStart), typeof(ClaimReview), typeof(ClaimCompletion), typeof(ClaimTyping), typeof(ClaimPolling),
            typeof(ProviderKeys), typeof(ProviderTokens), typeof(ProviderRegistrations), typeof(ClientMetadata), typeof(SpentTokens), typeof(IdJags), typeof(Revocation),
            typeof(PersonErasure), typeof(SecurityEvents),
            typeof(DiscoveryEndpoints), typeof(IdentityEndpoint), typeof(TokenEndpoint), typeof(RevocationEndpoint), typeof(ClaimEndpoint), typeof(ClaimCompleteEndpoint),
            typeof(ClaimPage), typeof(EventEndpoint),
        }) services.AddSingleton(type);
        foreach (var method in new[] { typeof(AnonymousMethod), typeof(ServiceAuthMethod), typeof(IdentityAssertionMethod), typeof(RefreshMethod) })
            services.AddSingleton(typeof(IIdentityMethod), method);
        return services;
    }
}
