using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Channels;

/// <summary>The way in of a channel: verifies and parses, and does nothing else. Pure: the same request and time give the same answer.</summary>
public interface IInbound
{
    Accepted Accept(RawRequest request);
}

/// <summary>A request as it came: nothing parsed, decoded or normalised before the signature is checked.</summary>
/// <param name="Url">As the caller sees it: the public base URL with the raw path and query, byte for byte.</param>
/// <param name="Route">Route values of the function, for example the webhook's source.</param>
/// <param name="Headers">Names compare without case; repeated headers are joined by a comma.</param>
/// <param name="Now">The clock that timestamps are checked against.</param>
public sealed record RawRequest(
    string Method, string Url, IReadOnlyDictionary<string, string> Route, IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body, DateTimeOffset Now);

/// <summary>What a channel makes of a request.</summary>
public abstract record Accepted
{
    private Accepted() { }

    /// <summary>A customer said something.</summary>
    public sealed record Message(InboundMessage Value) : Accepted;

    /// <summary>Authentic, understood, and no reason for a turn (an auto-reply, a bounce). Answered 2xx.</summary>
    public sealed record Ignored(string Reason) : Accepted;

    /// <summary>Authentic, and not to be understood. Kept in <c>Parked</c> with its body and acknowledged, as a retry cannot help.</summary>
    public sealed record Poison(string Cause, string Reason, string? Agent = null) : Accepted;

    /// <summary>Not authentic or not allowed. <paramref name="Type"/> is the last part of the problem type.</summary>
    public sealed record Rejected(int Status, string Type, string Detail) : Accepted;
}

/// <summary>A customer's message, the same for every channel.</summary>
/// <param name="Agent">Which agent it is for, chosen by the address it was sent to.</param>
/// <param name="Route">Which of our addresses, numbers or sources it came to.</param>
/// <param name="ThreadKey">Stable per channel: a CallSid, the root Message-ID, the sender's conversation key.</param>
/// <param name="DeliveryId">Dedupes retries of the transport.</param>
/// <param name="MessageId">Names the message in <c>ReplySent.answers</c>.</param>
/// <param name="Assurance">none, stated, channel or verified: what the channel proves about the sender.</param>
/// <param name="Sender">The provider's id of the person: content, never data.</param>
/// <param name="Customer">What the sender states about the customer; policies may read it, row filters never.</param>
/// <param name="ReplyRoute">What the way out needs (addresses, ids of earlier messages): content.</param>
/// <param name="ThreadHints">Ids of earlier messages this one answers, best first; looked up before the thread key counts.</param>
/// <param name="Original">The whole message as it came, where <paramref name="Text"/> is only a part of it.</param>
/// <param name="By">The registration that sends it; null for everybody else.</param>
/// <param name="For">The account it acts for.</param>
/// <param name="Scope">What its token allows.</param>
public sealed record InboundMessage(
    string Agent, string Channel, string Route, string ThreadKey, string DeliveryId, string MessageId, string Text,
    string Assurance = "none", string? Sender = null, JsonObject? Customer = null, JsonObject? ReplyRoute = null,
    ImmutableArray<string> ThreadHints = default, ReadOnlyMemory<byte> Original = default, DateTimeOffset? SentAt = null, string? By = null, string? For = null, string? Scope = null);
