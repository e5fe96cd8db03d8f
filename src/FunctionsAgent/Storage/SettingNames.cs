namespace FunctionsAgent.Storage;

/// <summary>
/// Every setting the runtime knows, as environment variables; <c>{…}</c> stands for a name of the operator's choice.
/// The infrastructure and the sample settings file are held to this list, and this list to the options classes.
/// </summary>
public static class SettingNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "ServiceBus", "ServiceBus__fullyQualifiedNamespace",
        "Storage", "Storage__tableServiceUri", "Storage__blobServiceUri",
        "Models__{name}__Kind", "Models__{name}__Endpoint", "Models__{name}__Deployment", "Models__{name}__ApiKey",
        "Agents__Default", "Agents__Path",
        "Public__BaseUrl", "Public__TrustedProxies",
        "AzureAd__TenantId", "AzureAd__ClientId", "AzureAd__Audience", "AzureAd__Instance", "AzureAd__ClientSecret",
        "DataProtection__KeyVaultKey",
        "Pipeline__RunAhead",
        "Channels__Webhook__{source}__Secret", "Channels__Webhook__{source}__Secret__Previous",
        "Channels__Webhook__{source}__Agent", "Channels__Webhook__{source}__ReplyUrl",
        "Channels__Twilio__AccountSid", "Channels__Twilio__AuthToken", "Channels__Twilio__AuthToken__Previous",
        "Channels__Twilio__From", "Channels__Twilio__Agent",
        "Channels__Chat__Origins", "Channels__Mime__BearerToken", "Channels__Mime__BearerToken__Previous", "Channels__Mime__Agent",
        "Channels__Smtp__Host", "Channels__Smtp__Port", "Channels__Smtp__User", "Channels__Smtp__Password", "Channels__Smtp__From",
        "Shop",
    ];

    /// <summary>Whether a name is one of <see cref="All"/>, with any text at a <c>{…}</c>.</summary>
    public static bool Knows(string name) => All.Any(pattern => Matches(pattern.Split("__"), name.Split("__")));

    private static bool Matches(string[] pattern, string[] name) =>
        pattern.Length == name.Length
        && pattern.Zip(name).All(pair => pair.Second.Length > 0 && (pair.First[0] == '{' || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)));
}
