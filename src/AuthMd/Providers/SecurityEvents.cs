using AuthMd.Registrations;

namespace AuthMd.Providers;

/// <summary>
/// Security events of providers (specification §13, RFC 8417): a person took back what they had allowed. Tokens, assertions, claims, refresh
/// tokens and the delegation end. The same event delivered again is done once; one that nobody finished is finished.
/// </summary>
public sealed class SecurityEvents(ProviderTokens tokens, SpentTokens spent, Revocation revocation, AuthMdLifetimes lifetimes, TimeProvider time)
{
    public const string TokenType = "secevent+jwt";

    /// <summary>The event this service acts on; any other is taken and passed over.</summary>
    public const string Revoked = "https://schemas.workos.com/events/agent/auth/identity/assertion/revoked";

    /// <summary>As some providers spell it.</summary>
    private const string RevokedElsewhere = "https://schemas.workos.com/events/agent/identity/assertion/revoked";

    // An event has no end of its own; its id is kept as long as it would be taken.
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(24);

    /// <exception cref="RefusalException">400 with a code of RFC 8935 section 2.4.</exception>
    public async Task ReceiveAsync(string compact, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        try
        {
            var token = await tokens.VerifyAsync(compact, TokenType, caller.Options, ct);
            var events = token.Claims.Object("events");
            if (events?.EnumerateObject().Any() is not true) throw new ProviderTokenException(TokenFault.Malformed, "events has to be an object that names an event.");
            if (token.Issued + Oldest + lifetimes.Skew <= time.GetUtcNow()) throw new ProviderTokenException(TokenFault.BadTime, $"The event is older than {Oldest.TotalHours} hours.");
            var until = token.Issued + Oldest + lifetimes.Skew + lifetimes.Skew;
            if (!await spent.BeginAsync(token, compact, until, ct)) return;
            if (events.Value.TryGetProperty(Revoked, out _) || events.Value.TryGetProperty(RevokedElsewhere, out _)) await revocation.EndAsync(token.Subject, caller.From, ct);
            await spent.FinishAsync(token, compact, until, ct);
        }
        catch (ProviderTokenException fault)
        {
            throw new RefusalException(400, Code(fault.Fault), fault.Message);
        }
    }

    private static string Code(TokenFault fault) => fault switch
    {
        TokenFault.UntrustedIssuer => "invalid_issuer",
        TokenFault.UnknownKey => "invalid_key",
        TokenFault.WrongAudience => "invalid_audience",
        TokenFault.BadSignature or TokenFault.Expired => "authentication_failed",
        _ => "invalid_request",
    };
}
