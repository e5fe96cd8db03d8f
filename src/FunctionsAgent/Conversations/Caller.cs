using System.Collections.Immutable;

namespace FunctionsAgent.Conversations;

/// <summary>Who is known to be on the other side (contracts C7): what somebody merely states is no caller.</summary>
/// <param name="Assurance">none, stated, channel or verified.</param>
/// <param name="By">The registration that spoke for them (<c>registration:reg_…</c>); null where they spoke themselves.</param>
/// <param name="Scope">What that registration's token allowed, separated by spaces (RFC 6749 section 3.3).</param>
/// <param name="For">The account that registration acts for, also where its token does not let it speak as them.</param>
/// <param name="Id">What the channel proves or a sign-in verified: an address, a number, an account; null below <c>channel</c>.</param>
public sealed record Caller(string Assurance, string? Id, string? By = null, string? Scope = null, string? For = null)
{
    public static Caller Nobody { get; } = new("none", null);

    /// <summary>Rising.</summary>
    public static ImmutableArray<string> Levels { get; } = ["none", "stated", "channel", "verified"];

    /// <summary>Whether one assurance is at least the other.</summary>
    public static bool Reaches(string assurance, string required) => Levels.IndexOf(assurance) >= Levels.IndexOf(required);

    /// <summary>Who wrote all of these. One turn answers several messages: it acts with the least that is known of any, and for nobody where two wrote.</summary>
    public static Caller Of(IReadOnlyList<Inbound> messages)
    {
        if (messages.Count == 0) return Nobody;
        var weakest = messages.MinBy(m => Levels.IndexOf(m.Assurance))!;
        var one = Reaches(weakest.Assurance, "channel") && messages.All(m => m.Sender == weakest.Sender);
        return new Caller(weakest.Assurance, one ? weakest.Sender : null, One(messages, m => m.By), One(messages, m => m.Scope), One(messages, m => m.For));
    }

    /// <summary>
    /// Whether what was remembered while another had the conversation may be known to this one: somebody who was known has to be the
    /// same, no less sure, and to hold all scopes that it was gathered under. What nobody in particular said is everybody's.
    /// </summary>
    public bool MayKnow(Caller earlier) =>
        (earlier.Id is null || (Id == earlier.Id && Reaches(Assurance, earlier.Assurance)))
        && !(earlier.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Except((Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal).Any();

    private static string? One(IReadOnlyList<Inbound> messages, Func<Inbound, string?> of) => messages.Select(of).Distinct().ToList() is [var one] ? one : null;
}
