using AuthMd;
using AuthMd.Audit;
using AuthMd.Http;
using AuthMd.Providers;
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
        services.TryAddSingleton(new AuthMdLimits());
        services.AddSessionKeys();
        services.AddSingleton<AuthMdTables>().AddSingleton<IAuthMdStore>(s => s.GetRequiredService<AuthMdTables>()).AddSingleton<ISeal, Seal>();
        services.AddSingleton<Accounts>().AddSingleton<IAccounts>(s => s.GetRequiredService<Accounts>()).AddSingleton<StandIn>().AddSingleton<ISignIn, BrowserSignIn>();
        services.AddSingleton<AuditTable>().AddSingleton<IAuditTrail>(s => s.GetRequiredService<AuditTable>());
        services.AddSingleton<RegisteredAgents>().AddSingleton<IRevocations>(s => s.GetRequiredService<RegisteredAgents>());
        services.AddAuthMd(agents.Providers, development: agents.Development);
        services.AddSingleton<PublicAddress>().AddSingleton<Discovery>().AddSingleton<Authentication>().AddSingleton<SignInApi>()
            .AddSingleton<AuthMdApi>().AddSingleton<RegistrationsApi>().AddSingleton<RegistrationCare>();
        return entra is null ? services : services.AddEntra(entra);
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
        services.KeysWhenNeeded();
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
        services.KeysWhenNeeded();
        services.AddSingleton<SessionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>((keys, repository) => keys.XmlRepository = repository);
        services.AddSingleton<IKeyManager>(s => new RefreshedKeys(ActivatorUtilities.CreateInstance<XmlKeyManager>(s), s.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Keys are made when the first secret is sealed, not with every start. Authentication brings the start's service again, so it is taken out after each.</summary>
    private static void KeysWhenNeeded(this IServiceCollection services)
    {
        foreach (var eager in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "DataProtectionHostedService").ToList()) services.Remove(eager);
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 1024 * 1024,
    };
}
