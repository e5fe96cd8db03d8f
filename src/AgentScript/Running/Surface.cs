using AgentScript.Model;

namespace AgentScript.Running;

/// <summary>Which <c>connection</c> of a script a turn arrived through.</summary>
internal static class Surface
{
    public const string Messaging = "messaging";

    /// <summary>A channel's name in the language; a name the language does not know is its own.</summary>
    public static string Name(string channel) => channel switch
    {
        "chat" or "sms" or "whatsapp" => Messaging,
        "email" => "service_email",
        "phone" => "voice",
        "web" => "customer_web_client",
        _ => channel,
    };

    public static Connection? Of(Script script, string channel)
    {
        var name = Name(channel);
        return Find(script, name) ?? (name == "voice" ? Find(script, "telephony") : null);
    }

    /// <summary>Where a person is reached: this surface when it says how, else messaging.</summary>
    public static Connection? ForHandoff(Script script, string channel) =>
        Of(script, channel) is { } own && own.Fields.ContainsKey("outbound_route_name") ? own : Find(script, Messaging);

    private static Connection? Find(Script script, string name) => script.Connections.LastOrDefault(c => c.Name == name);
}
