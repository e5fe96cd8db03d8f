using System.Collections.Immutable;
using AuthMd;
using AuthMd.Providers;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Access;

/// <summary>Settings <c>AuthMd__…</c>.</summary>
/// <param name="Open">Whether agents may register by themselves.</param>
/// <param name="Dialect">The wire format that they are spoken to in.</param>
/// <param name="Providers">Whose word for an agent's user counts.</param>
public sealed record AuthMdSettings(bool Open, AuthMdDialect Dialect, ImmutableArray<TrustedProvider> Providers)
{
    /// <summary>Whether a provider on this machine, without TLS, will do: its address says so.</summary>
    public bool Development => Providers.Any(provider => new Uri(provider.Issuer) is { Scheme: "http", IsLoopback: true });

    private const string Trusted = "AuthMd:TrustedIssuers";

    /// <exception cref="SettingException">A value that cannot be.</exception>
    public static AuthMdSettings Read(IConfiguration configuration)
    {
        var settings = new AuthMdSettings(
            string.Equals(SettingTable.Value(configuration, "AuthMd__Registration"), "open", StringComparison.OrdinalIgnoreCase),
            Enum.Parse<AuthMdDialect>(SettingTable.Value(configuration, "AuthMd__Dialect")!, ignoreCase: true),
            [.. configuration.GetSection(Trusted).GetChildren().Where(provider => !string.IsNullOrWhiteSpace(provider["Issuer"])).Select(provider => Provider(configuration, provider.Key))]);
        // Providers make tokens for one address. Without the setting the caller says which that is, and a token made for somebody else would do.
        if (!settings.Providers.IsEmpty && string.IsNullOrWhiteSpace(configuration["Public:BaseUrl"]))
            throw new SettingException("Setting Public__BaseUrl is missing: AuthMd__TrustedIssuers is set, and providers make their tokens for that address.");
        return settings;
    }

    private static TrustedProvider Provider(IConfiguration configuration, string n)
    {
        var name = $"AuthMd__TrustedIssuers__{n}";
        var issuer = SettingTable.Value(configuration, $"{name}__Issuer")!;
        return new(issuer, configuration[$"{Trusted}:{n}:Name"] is { Length: > 0 } shown ? shown : new Uri(issuer).Host, configuration[$"{Trusted}:{n}:JwksUri"] is { Length: > 0 } keys ? keys : null,
            string.Equals(SettingTable.Value(configuration, $"{name}__ChecksClient"), "true", StringComparison.OrdinalIgnoreCase));
    }
}
