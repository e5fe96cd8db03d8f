using AuthMd;
using AuthMd.Audit;
using AuthMd.Claims;
using AuthMd.External;
using AuthMd.Http;
using AuthMd.Limits;
using AuthMd.Providers;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Azure.Core;
using Azure.Identity;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;

namespace FunctionsAgent.Access;

/// <summary>Who is let in. Without the settings <c>AzureAd__…</c> nothing of Entra ID is loaded.</summary>
public static class Services
{
    private const string VaultKey = "DataProtection:KeyVaultKey";

    public static IServiceCollection AddAccess(this IServiceCollection services, EntraOptions? entra, AuthMdSettings agents)
    {
        services.AddSingleton(agents);
        services.TryAddSingleton(new EmbeddedKey(null));
        services.AddSessionKeys();
        services.AddSingleton<AuthMdTables>().AddSingleton<IAuthMdStore>(s => s.GetRequiredService<AuthMdTables>()).AddSingleton<ISeal, Seal>();
        services.AddSingleton<Accounts>().AddSingleton<IAccounts>(s => s.GetRequiredService<Accounts>()).AddSingleton<StandIn>().AddSingleton<ISignIn, BrowserSignIn>();
        services.AddAuthMd(agents);
        if (agents.External is { } external) services.AddSingleton(external).AddSingleton<ExternalKeys>().AddSingleton<ExternalTokens>().AddSingleton<ExternalAgents>();
        services.AddSingleton<PublicAddress>().AddSingleton<Discovery>().AddSingleton<Authentication>().AddSingleton<SignInApi>();
        return entra is null ? services : services.AddEntra(entra);
    }

    private static void AddAuthMd(this IServiceCollection services, AuthMdSettings agents)
    {
        services.AddSingleton(new AuthMdLifetimes()).AddSingleton<AuditTable>().AddSingleton<IAuditTrail>(s => s.GetRequiredService<AuditTable>());
        services.AddSingleton<SigningKeys>().AddSingleton<Assertions>().AddSingleton<RegistrationStore>().AddSingleton<AccessTokens>().AddSingleton<AssertionGrant>().AddSingleton<RateLimits>();
        services.AddSingleton<IIdentityMethod, AnonymousMethod>().AddSingleton<IIdentityMethod, ServiceAuthMethod>().AddSingleton<IIdentityMethod, RefreshMethod>().AddSingleton<IIdentityMethod, IdentityAssertionMethod>();
        services.AddSingleton<IDelegations, Delegations>().AddSingleton(new TrustedProviders(agents.Providers, agents.Development));
        services.AddSingleton(s => new ProviderDocuments(PublicAddresses.CreateHandler(agents.Development), s.GetRequiredService<TimeProvider>(), agents.Development));
        services.AddSingleton<ProviderKeys>().AddSingleton<ProviderTokens>().AddSingleton<ClientMetadata>().AddSingleton<SpentTokens>().AddSingleton<IdJags>()
            .AddSingleton<ProviderRegistrations>().AddSingleton<SecurityEvents>().AddSingleton<RegisteredAgents>().AddSingleton<IRevocations>(s => s.GetRequiredService<RegisteredAgents>());
        services.AddSingleton<ClaimHistory>().AddSingleton<ClaimBinding>().AddSingleton<ClaimStart>().AddSingleton<ClaimReview>().AddSingleton<ClaimCompletion>();
        services.AddSingleton<Refusals>().AddSingleton<DiscoveryEndpoints>().AddSingleton<IdentityEndpoint>().AddSingleton<TokenEndpoint>().AddSingleton<RevocationEndpoint>()
            .AddSingleton<ClaimEndpoint>().AddSingleton<ClaimCompleteEndpoint>().AddSingleton<ClaimPage>().AddSingleton<EventEndpoint>().AddSingleton<AuthMdApi>();
    }

    /// <summary>Tokens and sign-in of one tenant.</summary>
    public static IServiceCollection AddEntra(this IServiceCollection services, EntraOptions options)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        var http = Client();
        services.AddSingleton(options).AddSingleton<IssuerKeys>().AddSingleton<EntraTokens>().AddSingleton<EntraIdentity>();
        services.AddSingleton<IDocumentRetriever>(new HttpDocumentRetriever(http) { RequireHttps = options.Instance.Scheme == "https" });
        var authentication = services.AddAuthentication();
        EntraTokens.Register(authentication, options);
        Session.Register(authentication);
        SignInPages.Register(authentication, options, http);
        return services;
    }

    /// <summary>On Azure: session keys are wrapped by the key that <c>DataProtection__KeyVaultKey</c> names, where it is set.</summary>
    /// <exception cref="SettingException">It names none.</exception>
    public static IServiceCollection AddKeyVaultProtection(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[VaultKey] is not { Length: > 0 } text) return services;
        var uri = Uri.TryCreate(text, UriKind.Absolute, out var key) && (key.Scheme == "https" || (key.Scheme == "http" && key.IsLoopback))
            && key.Query.Length == 0 && key.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["keys", _] ? key
            : throw new SettingException($"Setting DataProtection__KeyVaultKey is \"{text}\"; it takes https://VAULT.vault.azure.net/keys/NAME, without a version.");
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(s => new KeyVaultKey(uri, Client(), s.GetRequiredService<TokenCredential>()));
        services.AddOptions<KeyManagementOptions>().Configure<KeyVaultKey>((keys, vault) => keys.XmlEncryptor = new KeyVaultEncryptor(vault));
        return services;
    }

    private static void AddSessionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("FunctionsAgent");
        // Keys are made when the first secret is sealed, not with every start.
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "DataProtectionHostedService"));
        services.AddSingleton<SessionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>((keys, repository) => keys.XmlRepository = repository);
        services.AddSingleton<IKeyManager>(s => new RefreshedKeys(ActivatorUtilities.CreateInstance<XmlKeyManager>(s), s.GetRequiredService<TimeProvider>()));
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 1024 * 1024,
    };
}
