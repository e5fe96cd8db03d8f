namespace FunctionsAgent.Channels;

/// <summary>The ways out. A channel without one keeps its replies in the log for whoever fetches them.</summary>
public sealed class Outbounds(Func<string, string, IOutbound?> find)
{
    /// <summary>Null: the caller fetches (web chat, phone, API, a webhook source without a reply address).</summary>
    public IOutbound? For(string channel, string route) => find(channel, route);
}
