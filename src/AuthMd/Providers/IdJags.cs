using System.Globalization;

namespace AuthMd.Providers;

/// <summary>
/// Verifies ID-JAGs (specification §5), in the order of the protocol: the id is spent as soon as signature, audience and times are good,
/// so that an assertion that fails later cannot be tried again.
/// </summary>
public sealed class IdJags(ProviderTokens tokens, SpentTokens spent, ClientMetadata clients, AuthMdLifetimes lifetimes, TimeProvider time)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <exception cref="RefusalException">400 with the code of §5; 401 <c>login_required</c>.</exception>
    internal async Task<IdJag> VerifyAsync(string assertion, AuthMdOptions options, CancellationToken ct)
    {
        try
        {
            var token = await tokens.VerifyAsync(assertion, Tokens.Assertions.Type, options, ct);
            await SpendAsync(token, ct);
            await NeedClientAsync(token, ct);
            var jag = IdJag.Of(token);
            NeedFreshSignIn(token);
            return jag;
        }
        catch (ProviderTokenException fault)
        {
            throw Refusal(fault);
        }
    }

    private async Task SpendAsync(VerifiedToken token, CancellationToken ct)
    {
        if (token.Expires is not { } expires) throw new ProviderTokenException(TokenFault.BadTime, "exp is missing.");
        if (expires - token.Issued > LongestLife || expires > time.GetUtcNow() + LongestLife + lifetimes.Skew)
            throw new ProviderTokenException(TokenFault.BadTime, $"The token lives longer than {LongestLife.TotalMinutes} minutes.");
        // Longer than it is accepted, for instances whose clocks differ.
        if (!await spent.SpendAsync(token, expires + lifetimes.Skew + lifetimes.Skew, ct))
            throw new ProviderTokenException(TokenFault.Replayed, "The assertion was used before. Get a new one from the provider.");
    }

    private async Task NeedClientAsync(VerifiedToken token, CancellationToken ct)
    {
        if (token.Provider.ChecksClient && !(token.Claims.Text("client_id") is { } client && await clients.IsOfAsync(token.Provider, client, ct)))
            throw new ProviderTokenException(TokenFault.WrongClient, "client_id is neither the issuer nor a client metadata document that names the issuer's keys.");
    }

    private void NeedFreshSignIn(VerifiedToken token)
    {
        var now = time.GetUtcNow();
        if (token.Claims.Instant("auth_time") is not { } at || at > now + lifetimes.Skew || at + lifetimes.ProviderSignIn + lifetimes.Skew < now)
            throw new ProviderTokenException(TokenFault.StaleSignIn, "The person has to sign in at the provider again, then get a new assertion.");
    }

    private RefusalException Refusal(ProviderTokenException fault) => fault.Fault switch
    {
        TokenFault.UntrustedIssuer => new(400, "invalid_issuer", fault.Message),
        TokenFault.UnknownKey or TokenFault.BadSignature => new(400, "invalid_signature", fault.Message),
        TokenFault.WrongAudience => new(400, "invalid_audience", fault.Message),
        TokenFault.Expired => new(400, "expired", fault.Message),
        TokenFault.Replayed => new(400, "replay_detected", fault.Message),
        TokenFault.WrongClient => new(400, "invalid_client_id", fault.Message),
        TokenFault.NoIdentifier => new(400, "missing_verified_email", fault.Message),
        TokenFault.StaleSignIn => LoginRequired(fault.Message),
        _ => RefusalException.InvalidRequest(fault.Message),
    };

    private RefusalException LoginRequired(string message)
    {
        var age = (long)lifetimes.ProviderSignIn.TotalSeconds;
        return new(401, "login_required", message)
        {
            Challenge = $"AgentAuth error=\"login_required\", max_age=\"{age.ToString(CultureInfo.InvariantCulture)}\", error_description=\"{message}\"",
            Details = new Dictionary<string, object?> { ["max_age"] = age },
        };
    }
}
