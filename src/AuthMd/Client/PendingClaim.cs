using System.Globalization;

namespace AuthMd.Client;

/// <summary>
/// A registration that waits for a person, or may have one. Its secret lives in this object alone and ends with the process. Not for use by several
/// threads at once. What fails throws <see cref="AuthMdClientException"/> with the service's code.
/// </summary>
public sealed class PendingClaim
{
    private static readonly string[] Ends = ["claim_expired", "claim_revoked", "claim_denied", "access_denied", "invalid_claim_token", "invalid_claim", "already_claimed", "claimed_or_in_flight"];
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5), Confirmation = TimeSpan.FromSeconds(5);

    private readonly Peer peer;
    private readonly KeptCredentials kept;
    private readonly CredentialKey key;
    private readonly ServiceMetadata service;
    private readonly AuthMdClientOptions options;
    private readonly TimeProvider time;
    private readonly Uri endpoint;
    private readonly string token;
    private AttemptAnswer? attempt;
    private bool isTold;
    private bool isStoreProven;

    internal PendingClaim(Peer peer, KeptCredentials kept, CredentialKey key, ServiceMetadata service, Uri endpoint, string registration, ClaimAnswer claim, AuthMdClientOptions options, TimeProvider time)
    {
        (this.peer, this.kept, this.key, this.service, this.options, this.time) = (peer, kept, key, service, options, time);
        this.endpoint = endpoint;
        (Registration, token, Expires, attempt) = (registration, claim.Token, claim.Expires, claim.Attempt);
    }

    public string Registration { get; }

    /// <summary>The end of the claim; each attempt is shorter.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>What the person opens; null before <see cref="BeginAsync"/> of an anonymous registration.</summary>
    public Uri? VerificationUri => attempt?.VerificationUri;

    /// <summary>Dialect A: what the person types there. Null in dialect B, where the page reveals a code that the person tells the agent.</summary>
    public string? UserCode => attempt?.UserCode;

    public DateTimeOffset? AttemptExpires => attempt?.Expires;

    /// <summary>Whether the agent has what the claim gives.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether it never will be: refused, run out, or claimed by an answer that is lost. Registering again makes another.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Begins an attempt; the link and the code before end.</summary>
    public async Task BeginAsync(string loginHint, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(loginHint);
        var answer = await peer.PostAsync(endpoint, ClaimRequests.Begin(service.Dialect, token, loginHint), ct);
        if (!answer.IsGood) throw Refusal(answer);
        attempt = AttemptAnswer.Need(answer.Body, time.GetUtcNow());
    }

    /// <summary>Either dialect, once the person has the link: polls in A; in B asks for the code, again after a wrong one.</summary>
    /// <param name="askCode">Gives what the person read on the page; called in dialect B alone.</param>
    public async Task FinishAsync(Func<CancellationToken, Task<string>> askCode, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(askCode);
        if (service.Dialect == AuthMdDialect.A) await WaitAsync(ct);
        while (!IsComplete)
        {
            try
            {
                await CompleteAsync(await askCode(ct), ct);
            }
            catch (AuthMdClientException wrong) when (wrong is { Status: 401, Code: "invalid_user_code" })
            {
            }
        }
    }

    /// <summary>Dialect B: brings the code, and waits while nobody has confirmed. After <c>storage_failed</c> call it again: the identity was told once and is saved then.</summary>
    public Task CompleteAsync(string userCode, CancellationToken ct = default) =>
        TryUntilAsync(() => peer.PostAsync(ClaimRequests.CompleteEndpoint(endpoint), ClaimRequests.Complete(token, userCode), CancellationToken.None), ct);

    /// <summary>Dialect A: polls until the person has typed the code. After <c>storage_failed</c> as <see cref="CompleteAsync"/>.</summary>
    public Task WaitAsync(CancellationToken ct = default) =>
        TryUntilAsync(() => peer.PostAsync(service.TokenEndpoint, ClaimRequests.Poll(token), CancellationToken.None), ct);

    private async Task TryUntilAsync(Func<Task<PeerAnswer>> ask, CancellationToken ct)
    {
        if (attempt is null) throw new AuthMdClientException("claim_closed", "No attempt was begun: say who the person is first.");
        for (var pause = service.Dialect == AuthMdDialect.A ? attempt.Interval : Confirmation; !IsComplete;)
        {
            var answer = await TryAsync(ask, ct);
            if (answer is null) return;
            switch (answer.Code)
            {
                case "slow_down":
                    pause += SlowDown;
                    break;
                case not ("authorization_pending" or "claim_not_confirmed"):
                    throw Refusal(answer);
            }
            if (time.GetUtcNow() + pause >= attempt.Expires)
                throw new AuthMdClientException("claim_closed", string.Create(CultureInfo.InvariantCulture, $"Nobody confirmed until {attempt.Expires:u}. Begin another attempt."), answer.Status);
            await Task.Delay(pause, time, ct);
        }
    }

    // Something is told that is told once: who cannot write the store does not ask, and who hangs up is heard out.
    /// <returns>Null: complete.</returns>
    private Task<PeerAnswer?> TryAsync(Func<Task<PeerAnswer>> ask, CancellationToken ct) => kept.AloneAsync<PeerAnswer?>(key, async held =>
    {
        // The call before was told and could not save; it is saved by now.
        if (!isTold)
        {
            ct.ThrowIfCancellationRequested();
            if (held.Now is not { } waiting || waiting.Registration != Registration)
                throw new AuthMdClientException("claim_closed", "The registration this claim is of was removed or replaced.");
            if (!isStoreProven) await held.KeepAsync(waiting);
            isStoreProven = true;
            var answer = await ask();
            if (!answer.IsGood) return answer;
            var now = time.GetUtcNow();
            var identity = IdentityAnswer.Read(answer.Body, now);
            var claimed = held.Now! with { IsUserBound = true, Assertion = identity.NeedAssertion(), Refresh = identity.Refresh, RefreshSent = null, Tokens = [] };
            if (answer.Body.Text("access_token") is not null) claimed = claimed.With(AccessTokenSource.ReadToken(answer.Body, service.Resource, options.Scope, now));
            isTold = true;
            await held.KeepOnceToldAsync(claimed);
        }
        IsComplete = true;
        return null;
    }, ct);

    private AuthMdClientException Refusal(PeerAnswer answer)
    {
        IsOver = Ends.Contains(answer.Code);
        return answer.Refusal();
    }
}
