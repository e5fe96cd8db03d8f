using AuthMd.Audit;
using AuthMd.Registrations;

namespace AuthMd.Claims;

/// <summary>What the person who opened a link may see and decide (specification §8). Looked at again with every submission.</summary>
public sealed class ClaimReview(RegistrationStore registrations, ISeal seal, IAuditTrail audit, TimeProvider time)
{
    public async Task<Review> LookAsync(string viewToken, Account person, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var hash = Secrets.Hash(viewToken);
        return Of(await registrations.ByViewTokenAsync(hash, ct), hash, person, caller);
    }

    /// <summary>Dialect B: the person agrees and is shown the code. Twice is once.</summary>
    public Task<Review> ConfirmAsync(string viewToken, Account person, Caller caller, CancellationToken ct) => DecideAsync(viewToken, person, AuditEvents.CodeRevealed,
        (state, attempt, now) => state == ReviewState.Open ? attempt with { Confirmed = now, ConfirmedBy = person.Id } : attempt, caller, ct);

    /// <summary>Refuses, also after having agreed, as long as the agent has not come with the code.</summary>
    public Task<Review> DenyAsync(string viewToken, Account person, Caller caller, CancellationToken ct) => DecideAsync(viewToken, person, AuditEvents.ClaimDenied,
        (state, attempt, _) => state is ReviewState.Open or ReviewState.Confirmed ? attempt with { Denied = true } : attempt, caller, ct);

    private async Task<Review> DecideAsync(
        string viewToken, Account person, string happened, Func<ReviewState, Attempt, DateTimeOffset, Attempt> decide, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var hash = Secrets.Hash(viewToken);
        if (await registrations.ByViewTokenAsync(hash, ct) is not { } found) return Review.Unknown;
        var changed = false;
        var after = await registrations.ChangeAsync(found.Id, registration =>
        {
            changed = false;
            if (registration.Claim?.Attempt is not { } attempt) return registration;
            var decided = decide(State(registration, hash, person, caller.Options.Dialect, time.GetUtcNow()), attempt, time.GetUtcNow());
            if (decided == attempt) return registration;
            changed = true;
            return ClaimRules.With(registration, decided);
        }, ct);
        if (changed && after is not null) await audit.RecordAsync(AuditEvent.Of(happened, time.GetUtcNow(), after, caller.From) with { User = person.Id }, ct);
        return Of(after, hash, person, caller);
    }

    private Review Of(Registration? registration, string viewHash, Account person, Caller caller)
    {
        if (registration is null) return Review.Unknown;
        var state = State(registration, viewHash, person, caller.Options.Dialect, time.GetUtcNow());
        var code = state == ReviewState.Confirmed ? ClaimRules.Open(registration.Claim!.Attempt!, seal) : null;
        return state == ReviewState.Unknown ? Review.Unknown : new(state == ReviewState.Confirmed && code is null ? ReviewState.Gone : state, registration, code);
    }

    internal static ReviewState State(Registration registration, string viewHash, Account person, AuthMdDialect dialect, DateTimeOffset now)
    {
        if (registration.Claim?.Attempt is not { } attempt || attempt.ViewHash != viewHash) return ReviewState.Unknown;
        var status = registration.Status(now);
        if (status == RegistrationStatus.Claimed) return ReviewState.Claimed;
        if (status is RegistrationStatus.Revoked or RegistrationStatus.Expired || attempt.ViewExpires <= now || attempt.Wrong >= ClaimRules.WrongCodes
            || attempt.Told != (dialect == AuthMdDialect.A)) return ReviewState.Gone;
        if (!LoginHint.Names(attempt.LoginHint, person)) return ReviewState.WrongAccount;
        if (attempt.Denied) return ReviewState.Denied;
        if (attempt.Confirmed is null) return ReviewState.Open;
        // Two accounts with one address: the code is for the one that agreed.
        return attempt.ConfirmedBy == person.Id ? ReviewState.Confirmed : ReviewState.WrongAccount;
    }
}

/// <summary>How a link stands for who is signed in.</summary>
public enum ReviewState
{
    Unknown, Open, Confirmed, Denied, Claimed, Gone, WrongAccount,

    /// <summary>Dialect A: the code was not the one, and there are tries left or not.</summary>
    WrongCode,

    /// <summary>Dialect A: the code was the one, and this submission claimed.</summary>
    Bound,
}

/// <param name="Registration">Null when the link is unknown.</param>
/// <param name="Code">Of <see cref="ReviewState.Confirmed"/> alone.</param>
public sealed record Review(ReviewState State, Registration? Registration, string? Code = null)
{
    public static Review Unknown { get; } = new(ReviewState.Unknown, null);
}
