using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Channels;

/// <summary>Reads <see cref="ChannelOptions"/> from section <c>Channels</c>.</summary>
public static class ChannelSettings
{
    public static ChannelOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Channels");
        var options = new ChannelOptions();
        section.Bind(options);
        // The binder takes a section's own value or its children; a secret and its …__Previous are both at once.
        options.Twilio.AuthTokenPrevious ??= section["Twilio:AuthToken:Previous"];
        options.Mime.BearerTokenPrevious ??= section["Mime:BearerToken:Previous"];
        foreach (var (source, webhook) in options.Webhook)
            webhook.SecretPrevious ??= section[$"Webhook:{source}:Secret:Previous"];
        return options;
    }
}
