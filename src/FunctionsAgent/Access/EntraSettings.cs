using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Access;

/// <summary>Reads <see cref="EntraOptions"/> from section <c>AzureAd</c>.</summary>
public static class EntraSettings
{
    /// <summary>Null where none of them is set: nobody is let in then.</summary>
    /// <exception cref="SettingException">A set that is partial or unusable; the message names the setting.</exception>
    public static EntraOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("AzureAd");
        // The cloud alone says nothing of a tenant.
        if (section.GetChildren().All(child => child.Key == nameof(EntraOptions.Instance) || string.IsNullOrWhiteSpace(child.Value))) return null;
        var client = Id(section, "ClientId");
        var audience = section["Audience"]?.Trim();
        var secret = section["ClientSecret"]?.Trim();
        return new EntraOptions
        {
            Instance = Instance(section["Instance"]?.Trim()),
            TenantId = Id(section, "TenantId"),
            ClientId = client,
            Audiences = string.IsNullOrEmpty(audience) ? [client.ToString(), $"api://{client}"] : [audience],
            ClientSecret = string.IsNullOrEmpty(secret) ? null : secret,
        };
    }

    // "common" and "organizations" let every tenant of the world in: only a tenant's id will do.
    private static Guid Id(IConfigurationSection section, string name) => section[name] switch
    {
        { } text when Guid.TryParse(text.Trim(), out var id) => id,
        null or "" => throw new SettingException($"Setting AzureAd__{name} is missing; AzureAd__TenantId and AzureAd__ClientId belong together."),
        var text => throw new SettingException($"Setting AzureAd__{name} is \"{text}\"; it takes the id, 32 hexadecimal digits with hyphens."),
    };

    private static Uri Instance(string? text)
    {
        if (string.IsNullOrEmpty(text)) return new Uri(EntraOptions.PublicCloud);
        // Signing keys fetched in the clear would let anybody in; an issuer on this machine is the one exception.
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)) ? uri
            : throw new SettingException($"Setting AzureAd__Instance is \"{text}\"; it takes an https address, {EntraOptions.PublicCloud} in the public cloud.");
    }
}
