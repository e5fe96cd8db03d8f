using System.Text.Json.Nodes;

namespace FunctionsAgent.Channels;

/// <summary>The way out of a channel that has a provider: one attempt, under a key that was recorded before.</summary>
public interface IOutbound
{
    /// <summary>Whether the provider drops a second send with the same key, so that a doubt may be resolved by sending again.</summary>
    bool Dedupes { get; }

    /// <summary>
    /// The id under which the customer's answer will name this message, known before it is sent; null where answers name none.
    /// It leads back to the thread for <c>replyRoute.to</c> alone.
    /// </summary>
    string? MessageIdOf(Outbound message) => null;

    /// <summary>Never throws for what the provider did: see <see cref="Delivery"/>.</summary>
    Task<Delivery> SendAsync(Outbound message, CancellationToken ct);
}

/// <summary>An outgoing message.</summary>
/// <param name="SendKey">Same for every attempt of the same message: base64url, 43 characters.</param>
/// <param name="Conversation">The thread.</param>
/// <param name="Route">The address of ours the conversation runs over.</param>
/// <param name="Text">Restricted Markdown.</param>
/// <param name="ReplyRoute">What the way in kept of the message being answered; empty when we speak first.</param>
public sealed record Outbound(string SendKey, string Conversation, string Agent, string Channel, string Route, string Text, JsonObject ReplyRoute)
{
    /// <summary>The address it goes to, where the way back names one.</summary>
    public string? Recipient => ReplyRoute["to"] is JsonValue to && to.TryGetValue<string>(out var address) && address.Length > 0 ? address : null;
}

/// <summary>What came of a send.</summary>
public abstract record Delivery
{
    private Delivery() { }

    /// <summary>The provider took it, under this id of its own.</summary>
    public sealed record Sent(string Id) : Delivery;

    /// <summary>The provider will not take it: a retry cannot help.</summary>
    public sealed record Refused(string Reason) : Delivery;

    /// <summary>The provider could not be reached before anything was sent: a retry is safe.</summary>
    public sealed record Unreachable(string Reason) : Delivery;

    /// <summary>Nobody knows.</summary>
    public sealed record Unknown(string Reason) : Delivery;
}
