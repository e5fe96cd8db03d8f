using System.Text.Json;
using System.Text.Json.Nodes;
using AuthMd.Tokens;

namespace AuthMd.Client;

/// <summary>
/// Access tokens in the order of specification §21: one that is alive, the assertion, the refresh token, a fresh ID-JAG. Of many who need one
/// at once, in however many processes, one asks and the others find it.
/// </summary>
internal sealed class AccessTokenSource(Peer peer, KeptCredentials kept, Registrar registrar, AuthMdClientOptions options, TimeProvider time)
{
    private static readonly TimeSpan ShortToken = TimeSpan.FromMinutes(5);

    /// <param name="refused">Tokens the API has refused.</param>
    /// <param name="isAssertionSpent">Its tokens are refused, too: only a new assertion can help.</param>
    /// <returns>Null: nothing is left to try that has not been.</returns>
    /// <exception cref="AuthMdClientException"><c>registration_required</c>, or what the service refused with.</exception>
    public async Task<string?> GetAsync(ServiceMetadata service, CredentialKey key, IReadOnlyCollection<string> refused, bool isAssertionSpent, CancellationToken ct)
    {
        if (Alive(await kept.PeekAsync(key, ct), service, refused) is { } token) return token;
        return await kept.AloneAsync(key, async held => Alive(held.Now, service, refused) ?? await RenewAsync(service, held, isAssertionSpent, ct), ct);
    }

    private string? Alive(Credentials? credentials, ServiceMetadata service, IReadOnlyCollection<string> refused) =>
        credentials?.Token(service.Resource, options.Scope, time.GetUtcNow())?.Secret.Value is { } token && !refused.Contains(token) ? token : null;

    private async Task<string?> RenewAsync(ServiceMetadata service, KeptCredentials.Held held, bool isAssertionSpent, CancellationToken ct)
    {
        if (held.Now is not { } credentials) throw Required("This agent is not registered here.");
        var dead = isAssertionSpent ? credentials.Assertion : null;
        if (credentials.Assertion is { } assertion && assertion != dead && assertion.IsLive(time.GetUtcNow()))
        {
            if (await ExchangeAsync(service, held, assertion.Value, ct) is { } token) return token;
            dead = assertion;
        }
        if (credentials.Refresh is { } refresh && refresh.IsLive(time.GetUtcNow()))
        {
            await RefreshAsync(service, held, refresh.Value, ct);
            return await ExchangeAsync(service, held, held.Now!.Assertion!.Value, ct) ?? throw Required("The service takes back the assertion it has just given.");
        }
        if (registrar.CanAgain(service, credentials) && !isAssertionSpent)
        {
            await registrar.AgainAsync(service, held, ct);
            if (held.Now!.Assertion is not { } fresh) throw Required("The person has to confirm this agent again.");
            return await ExchangeAsync(service, held, fresh.Value, ct) ?? throw Required("The service takes back the assertion it has just given.");
        }
        if (isAssertionSpent) return null;
        // Whoever registers next must not take it for good.
        if (dead is not null) await held.KeepAsync(credentials with { Assertion = null, Tokens = [] });
        throw Required(credentials switch
        {
            { Assertion: null, IsUserBound: true } => "The person has not confirmed this agent.",
            _ when dead is not null => "The service has ended the assertion, and there is no refresh token.",
            _ => "The assertion has run out, and there is no refresh token.",
        });
    }

    /// <returns>Null: the assertion is void.</returns>
    private async Task<string?> ExchangeAsync(ServiceMetadata service, KeptCredentials.Held held, string assertion, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", AssertionGrant.Type), new("assertion", assertion), new("resource", service.Resource)];
        if (options.Scope is { } scope) form.Add(new("scope", scope));
        var answer = await peer.PostAsync(service.TokenEndpoint, form, ct);
        if (answer.Code == "invalid_grant" && !answer.IsGood) return null;
        if (!answer.IsGood) throw answer.Refusal();
        var token = ReadToken(answer.Body, service.Resource, options.Scope, time.GetUtcNow());
        await held.KeepAsync(held.Now!.With(token));
        return token.Secret.Value;
    }

    /// <exception cref="AuthMdClientException"><c>invalid_answer</c>: none, of another type, or nothing a header can carry.</exception>
    internal static HeldToken ReadToken(JsonElement body, string resource, string? scope, DateTimeOffset now)
    {
        if (body.Text("token_type") is not { } type || !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) throw AuthMdClientException.InvalidAnswer("The answer has no bearer token.");
        if (body.Text("access_token") is not { } token || token.Any(character => character is <= ' ' or > '~')) throw AuthMdClientException.InvalidAnswer("The answer has no access token that a header can carry.");
        return new(resource, scope, body.Text("scope"), new(token, now + (body.Seconds("expires_in") ?? ShortToken)));
    }

    private async Task RefreshAsync(ServiceMetadata service, KeptCredentials.Held held, string refreshToken, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var isInDoubt = held.Now!.RefreshSent is not null;
        // Also proves that the store can be written before the token is spent.
        await held.KeepAsync(held.Now with { RefreshSent = time.GetUtcNow() });
        // Who hangs up now would lose what is told once.
        var answer = await peer.PostAsync(service.IdentityEndpoint, new JsonObject { ["type"] = "refresh", ["refresh_token"] = refreshToken }, CancellationToken.None);
        if (answer.Code == "invalid_refresh_token" && !answer.IsGood)
        {
            await held.KeepAsync(held.Now with { Assertion = null, Refresh = null, RefreshSent = null, Tokens = [] });
            throw Required(isInDoubt ? "The service refuses the refresh token: the answer to an earlier refresh was lost." : "The service refuses the refresh token.");
        }
        if (!answer.IsGood) throw answer.Refusal();
        var identity = IdentityAnswer.Read(answer.Body, time.GetUtcNow());
        await held.KeepOnceToldAsync(held.Now with { Assertion = identity.NeedAssertion(), Refresh = identity.Refresh, RefreshSent = null });
    }

    private static AuthMdClientException Required(string why) => new("registration_required", why + " Register again; ask the person first if it acts for one.");
}
