using AuthMd.Providers;

namespace AuthMd.Client;

/// <summary>
/// Makes an agent a guest of somebody else's API by auth.md: discovers, registers, has a person claim, exchanges, refreshes, calls, gives back
/// (specification §21). One object an API and person; safe for many requests at once. It registers when <see cref="RegisterAsync"/> is
/// called and never by itself, so no registration silently takes the place of another. What the protocol fails with is an
/// <see cref="AuthMdClientException"/>; the API's own answers and broken connections to it pass through.
/// </summary>
public sealed class AuthMdClient : IDisposable
{
    private readonly AuthMdClientOptions options;
    private readonly HttpMessageHandler handler;
    private readonly HttpMessageInvoker invoker;
    private readonly bool ownsHandler;
    private readonly Peer peer;
    private readonly ServiceDiscovery discovery;
    private readonly KeptCredentials kept;
    private readonly Registrar registrar;
    private readonly AccessTokenSource tokens;
    private readonly TimeProvider time;

    /// <param name="api">Any URL of the API.</param>
    /// <param name="handler">Must follow no redirects; belongs to the caller. Null: connections to the public internet alone, loopback included in <paramref name="development"/>.</param>
    public AuthMdClient(Uri api, ICredentialStore store, AuthMdClientOptions? options = null, HttpMessageHandler? handler = null, TimeProvider? time = null, bool development = false)
    {
        ArgumentNullException.ThrowIfNull(api);
        PeerUrl.Need(api);
        this.options = options ?? new();
        this.time = time ?? TimeProvider.System;
        ownsHandler = handler is null;
        this.handler = handler ?? PublicAddresses.CreateHandler(development);
        peer = new(this.handler, this.time);
        discovery = new(peer, api, this.time);
        kept = new(store);
        registrar = new(peer, this.options, this.time);
        tokens = new(peer, kept, registrar, this.options, this.time);
        invoker = new(CreateHandler(), disposeHandler: false);
    }

    /// <summary>The claim of a registration made by this object, until it is complete.</summary>
    public PendingClaim? Claim { get; private set; }

    /// <summary>Reads the API's and its authorization server's metadata; at most every 5 minutes.</summary>
    public Task<ServiceMetadata> DiscoverAsync(CancellationToken ct = default) => discovery.FindAsync(ct);

    /// <summary>Whether the agent has a registration here, and whether it acts for a person. Says nothing about how long it will be good.</summary>
    public async Task<Credentials?> StandingAsync(CancellationToken ct = default) => await kept.PeekAsync(Key(await discovery.FindAsync(ct)), ct);

    /// <summary>
    /// Registers, unless there is a registration that can still get tokens. Without a method to act for a person the agent registers for nobody.
    /// </summary>
    /// <returns>The claim a person may complete, or has to (<see cref="RegisterResult.IsReady"/> is false); null when there is none.</returns>
    /// <exception cref="AuthMdClientException">Also <c>consent_required</c>, <c>no_method</c>, and <c>user_bound</c>: an agent of a person does not become one of nobody.</exception>
    public async Task<RegisterResult> RegisterAsync(CancellationToken ct = default)
    {
        var service = await discovery.FindAsync(ct);
        return await kept.AloneAsync(Key(service), async held =>
        {
            if (Claim is { IsComplete: true } or { IsOver: true }) Claim = null;
            if (held.Now is { } now && CanGoOn(now)) return new RegisterResult(now.Registration, IsReady: true, Claim?.Registration == now.Registration ? Claim : null);
            if (Claim is { } open && held.Now is { IsUserBound: true } asked && open.Registration == asked.Registration && open.Expires > time.GetUtcNow()) return new RegisterResult(open.Registration, IsReady: false, open);
            var claim = await registrar.RegisterAsync(service, held, ct);
            var made = held.Now!;
            Claim = claim is null || (service.ClaimEndpoint ?? claim.Url) is not { } endpoint ? null : new(peer, kept, held.Key, service, endpoint, made.Registration, claim, options, time);
            if (Claim is null && made.Assertion is null) throw AuthMdClientException.InvalidAnswer("A person has to confirm, and nothing says where a claim is begun.");
            return new RegisterResult(made.Registration, made.Assertion is not null, Claim);
        }, ct);
    }

    /// <summary>An access token for the API, by the shortest way there is. Do not keep it.</summary>
    /// <exception cref="AuthMdClientException">Also <c>registration_required</c>.</exception>
    public async Task<string> TokenAsync(CancellationToken ct = default)
    {
        var service = await discovery.FindAsync(ct);
        return (await tokens.GetAsync(service, Key(service), [], isAssertionSpent: false, ct))!;
    }

    /// <summary>Calls the API; see <see cref="AuthMdHandler"/>.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct = default) => invoker.SendAsync(request, ct);

    /// <summary>For an <see cref="HttpClient"/> of the caller's.</summary>
    /// <param name="inner">Must follow no redirects; null: the client's own.</param>
    public AuthMdHandler CreateHandler(HttpMessageHandler? inner = null) => new(this, inner ?? handler, ownsInner: inner is not null);

    /// <summary>Gives everything back: refresh token and access tokens at the service, then what is kept here. Nothing is removed while the service cannot be reached.</summary>
    public async Task RevokeAsync(CancellationToken ct = default)
    {
        var service = await discovery.FindAsync(ct);
        await kept.AloneAsync(Key(service), async held =>
        {
            if (held.Now is { } now && service.RevocationEndpoint is { } endpoint)
                foreach (var secret in now.Tokens.Select(token => token.Secret).Append(now.Refresh))
                    if (secret is not null && await peer.PostAsync(endpoint, new Dictionary<string, string> { ["token"] = secret.Value }, ct) is { IsGood: false } answer) throw answer.Refusal();
            await held.RemoveAsync();
            Claim = null;
            return true;
        }, ct);
    }

    public void Dispose()
    {
        invoker.Dispose();
        peer.Dispose();
        if (ownsHandler) handler.Dispose();
    }

    internal async Task<string?> TokenAsync(Uri uri, IReadOnlyCollection<string> refused, bool isAssertionSpent, CancellationToken ct)
    {
        // A token that was good may have ended because the service moved.
        if (refused.Count > 0) discovery.Forget();
        var service = await discovery.FindAsync(ct);
        if (!PeerUrl.IsWithin(PeerUrl.Need(uri), service.Resource)) throw new AuthMdClientException("wrong_resource", $"{uri.GetLeftPart(UriPartial.Path)} does not belong to {service.Resource}; its token is not sent there.");
        return await tokens.GetAsync(service, Key(service), refused, isAssertionSpent, ct);
    }

    private CredentialKey Key(ServiceMetadata service) => new(service.Issuer, options.Profile);

    private bool CanGoOn(Credentials credentials)
    {
        var now = time.GetUtcNow();
        var isMeant = credentials.IsUserBound || options.FallBackToAnonymous || (options.IdJag is null && options.LoginHint is null);
        return isMeant && (credentials.Assertion?.IsLive(now) is true || credentials.Refresh?.IsLive(now) is true || credentials.Tokens.Any(token => token.Secret.IsLive(now)));
    }
}

/// <param name="Registration">The service's id of it.</param>
/// <param name="IsReady">Whether it gets tokens now; otherwise a person has to complete <paramref name="Claim"/>.</param>
/// <param name="Claim">What a person may complete, or has to.</param>
public sealed record RegisterResult(string Registration, bool IsReady, PendingClaim? Claim);
