using System.Collections.Immutable;
using AuthMd;
using AuthMd.External;
using AuthMd.Providers;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Access;

/// <summary>Settings <c>AuthMd__…</c>.</summary>
/// <param name="Open">Whether agents may register by themselves, here.</param>
/// <param name="Dialect">The wire format that they are spoken to in.</param>
/// <param name="Providers">Whose word for an agent's user counts.</param>
/// <param name="External">Who registers agents and issues their tokens instead; null: this service does.</param>
public sealed record AuthMdSettings(bool Open, AuthMdDialect Dialect, ImmutableArray<TrustedProvider> Providers, ExternalServer? External = null)
{
    /// <summary>Whether a server on this machine, without TLS, will do: its address says so.</summary>
    public bool Development => Providers.Select(provider => provider.Issuer).Append(External?.Issuer).OfType<string>().Any(issuer => new Uri(issuer) is { Scheme: "http", IsLoopback: true });

    private const string Trusted = "AuthMd:TrustedIssuers";

    /// <exception cref="SettingException">A value that cannot be.</exception>
    public static AuthMdSettings Read(IConfiguration configuration)
    {
        var external = Server(configuration);
        var settings = new AuthMdSettings(external is null && Is(configuration, "AuthMd__Registration", "open"),
            Enum.Parse<AuthMdDialect>(SettingTable.Value(configuration, "AuthMd__Dialect")!, ignoreCase: true), Trusts(configuration), external);
        // Providers make tokens for one address. Without the setting the caller says which that is, and a token made for somebody else would do.
        if (!settings.Providers.IsEmpty && Given(configuration, "Public__BaseUrl") is null)
            throw new SettingException("Setting Public__BaseUrl is missing: AuthMd__TrustedIssuers is set, and providers make their tokens for that address.");
        return settings;
    }

    private static ImmutableArray<TrustedProvider> Trusts(IConfiguration configuration) =>
        [.. configuration.GetSection(Trusted).GetChildren().Where(provider => !string.IsNullOrWhiteSpace(provider["Issuer"])).Select(provider => Provider(configuration, provider.Key))];

    /// <summary>What <c>aud</c> has to be never hangs on what a request says its host is: a token for somebody else would be good here.</summary>
    private static ExternalServer? Server(IConfiguration configuration)
    {
        if (!Is(configuration, "AuthMd__Mode", "External")) return null;
        var issuer = SettingTable.Value(configuration, "AuthMd__External__Issuer")
            ?? throw new SettingException("Setting AuthMd__External__Issuer is missing: AuthMd__Mode is External and needs it. Name the server that issues the tokens.");
        if (Given(configuration, "AuthMd__External__Audience") is { } audience) return Server(issuer, audience);
        var address = Given(configuration, "Public__BaseUrl")?.TrimEnd('/')
            ?? throw new SettingException("Setting Public__BaseUrl is missing: AuthMd__Mode is External, and tokens have to be for our address. Set it, or AuthMd__External__Audience.");
        return Server(issuer, address + Discovery.Api, address + Discovery.Mcp, address);
    }

    private static ExternalServer Server(string issuer, params ImmutableArray<string> audiences)
    {
        try
        {
            return new(issuer, audiences);
        }
        catch (ArgumentException e)
        {
            throw new SettingException($"Setting AuthMd__External__Issuer cannot be: {e.Message}");
        }
    }

    /// <summary>Null where it is not set: what the table says then are words for people.</summary>
    private static string? Given(IConfiguration configuration, string name) =>
        string.IsNullOrWhiteSpace(configuration[name.Replace("__", ":", StringComparison.Ordinal)]) ? null : SettingTable.Value(configuration, name);

    private static bool Is(IConfiguration configuration, string name, string value) => string.Equals(SettingTable.Value(configuration, name), value, StringComparison.OrdinalIgnoreCase);

    private static TrustedProvider Provider(IConfiguration configuration, string n)
    {
        var name = $"AuthMd__TrustedIssuers__{n}";
        var issuer = SettingTable.Value(configuration, $"{name}__Issuer")!;
        return new(issuer, configuration[$"{Trusted}:{n}:Name"] is { Length: > 0 } shown ? shown : new Uri(issuer).Host, configuration[$"{Trusted}:{n}:JwksUri"] is { Length: > 0 } keys ? keys : null,
            Is(configuration, $"{name}__ChecksClient", "true"));
    }
}
