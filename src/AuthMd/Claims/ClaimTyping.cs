using AuthMd.Audit;
using AuthMd.Registrations;

namespace AuthMd.Claims;

/// <summary>
/// The end of a claim in dialect A (specification §8): the person types the code that their agent showed them. The agent
/// learns of it by <see cref="ClaimPolling"/>.
/// </summary>
public sealed class ClaimTyping(RegistrationStore registrations, ClaimBinding binding, ISeal seal, IAuditTrail audit, TimeProvider time)
{
    /// <returns><see cref="ReviewState.Bound"/>, <see cref="ReviewState.WrongCode"/>, or why the code was not looked at.</returns>
    public async Task<Review> TypeAsync(string viewToken, Account person, string code, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(caller);
        var hash = Secrets.Hash(viewToken);
        if (await registrations.ByViewTokenAsync(hash, ct) is not { } found) return Review.Unknown;
        var now = time.GetUtcNow();
        var state = ReviewState.Unknown;
        var after = await registrations.ChangeAsync(found.Id, registration =>
        {
            (registration, state) = Type(registration, hash, person, code, caller.Options, now);
            return registration;
        }, ct);
        if (after is null || state == ReviewState.Unknown) return Review.Unknown;
        if (state == ReviewState.Bound) await binding.BoundAsync(after, caller.From, ct);
        if (state == ReviewState.WrongCode)
            await audit.RecordAsync(AuditEvent.Of(AuditEvents.RequestRefused, now, after, caller.From) with { Code = "invalid_user_code", User = person.Id }, ct);
        return new(state, after);
    }

    private (Registration After, ReviewState State) Type(Registration registration, string viewHash, Account person, string code, AuthMdOptions options, DateTimeOffset now)
    {
        var state = ClaimReview.State(registration, viewHash, person, options.Dialect, now);
        if (state != ReviewState.Open) return (registration, state);
        var attempt = registration.Claim!.Attempt!;
        if (ClaimRules.IsMethodOff(registration, options) || ClaimRules.Open(attempt, seal) is not { } expected) return (registration, ReviewState.Gone);
        return Secrets.Same(expected, code)
            ? (ClaimRules.Bind(registration, attempt, person.Id, now), ReviewState.Bound)
            : (ClaimRules.With(registration, attempt with { Wrong = attempt.Wrong + 1 }), ReviewState.WrongCode);
    }
}
