using System.Security.Cryptography;
using System.Text;
using AuthMd.Registrations;

namespace AuthMd.Claims;

/// <summary>What a claim allows next, decided on the registration alone (specification §7 to §9). Both dialects ask here.</summary>
internal static class ClaimRules
{
    /// <summary>So many wrong codes end an attempt: with the cap on attempts, a hundred guesses at a million codes.</summary>
    public const int WrongCodes = 5;

    /// <summary>Attempts of one claim token.</summary>
    public const int Attempts = 20;

    /// <summary>Whether a new attempt may begin. A claimed registration stays claimed after its window.</summary>
    /// <exception cref="RefusalException"/>
    public static Claim NeedStartable(Registration registration, AuthMdOptions options, DateTimeOffset now)
    {
        switch (registration.Status(now))
        {
            case RegistrationStatus.Revoked: throw new RefusalException(410, "claim_revoked", "The registration was revoked. Register again.");
            case RegistrationStatus.Claimed: throw AlreadyClaimed();
            case RegistrationStatus.Expired: throw ClaimExpired();
        }
        if (IsMethodOff(registration, options)) throw MethodDisabled();
        return registration.Claim is { } claim && (registration.Kind != RegistrationKind.IdJag || claim.Attempt is not null) ? claim : throw ClaimExpired();
    }

    /// <summary>A step-up stays with the account it was matched to: an agent must not aim its link at another one.</summary>
    public static string HintFor(Registration registration, string asked) =>
        registration.Kind == RegistrationKind.IdJag ? registration.Claim!.Attempt!.LoginHint : asked;

    /// <summary>The link and the code of the attempt before end with this.</summary>
    /// <exception cref="RefusalException"/>
    public static Registration Start(Registration registration, Attempt attempt, AuthMdOptions options, DateTimeOffset now)
    {
        var claim = NeedStartable(registration, options, now);
        if (claim.Attempts >= Attempts) throw new RefusalException(429, "too_many_attempts", $"{Attempts} attempts were begun with this claim token. Register again.");
        return registration with { Claim = claim with { Attempts = claim.Attempts + 1, Attempt = attempt } };
    }

    /// <summary>Dialect B: the agent brings the code that the page revealed. A wrong one is counted, and refused by the second value.</summary>
    /// <param name="account">Who confirmed; null when nobody did, or they are gone.</param>
    /// <exception cref="RefusalException">Nothing changes.</exception>
    public static (Registration After, RefusalException? Refusal) Complete(
        Registration registration, string tokenHash, string code, Account? account, RefreshHandle refresh, AuthMdOptions options, ISeal seal, DateTimeOffset now)
    {
        // Replaced since it was found.
        if (registration.Claim?.TokenHash != tokenHash) throw InvalidClaimToken();
        var status = registration.Status(now);
        if (status == RegistrationStatus.Claimed) throw AlreadyClaimed();
        if (status is RegistrationStatus.Revoked or RegistrationStatus.Expired || registration.Claim?.Attempt is not { } attempt) throw ClaimExpired();
        if (attempt.Denied) throw new RefusalException(403, "claim_denied", "The person refused. Do not ask again unless they want you to.");
        if (IsMethodOff(registration, options)) throw MethodDisabled();
        if (attempt.Confirmed is null || account is null || attempt.ConfirmedBy != account.Id) throw NotConfirmed(attempt, now);
        if (attempt.Told || attempt.Wrong >= WrongCodes || attempt.CodeExpires <= now || Open(attempt, seal) is not { } expected) throw CodeExpired(registration);
        if (!Secrets.Same(expected, code))
            return (With(registration, attempt with { Wrong = attempt.Wrong + 1 }), new(401, "invalid_user_code", "The code is not the one the page shows.") { Registration = registration.Id });
        var bound = Bind(registration, attempt, account.Id, now);
        return (RefreshMint.With(bound with { Claim = bound.Claim! with { Delivered = now } }, refresh), null);
    }

    /// <summary>Bound to a person; whatever was issued before is void, and the code is burnt.</summary>
    public static Registration Bind(Registration registration, Attempt attempt, string person, DateTimeOffset now) =>
        With(registration, attempt with { SealedCode = "" }) with { User = person, Claimed = now, Generation = registration.Generation + 1 };

    public static Registration With(Registration registration, Attempt attempt) =>
        registration with { Claim = registration.Claim! with { Attempt = attempt } };

    /// <summary>Null when it was burnt or its key is gone.</summary>
    public static string? Open(Attempt attempt, ISeal seal)
    {
        if (attempt.SealedCode.Length == 0) return null;
        try
        {
            return Encoding.ASCII.GetString(seal.Open(attempt.SealedCode));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static RefusalException InvalidClaimToken() => new(401, "invalid_claim_token", "No claim has this token. It may have been replaced by a newer one.");

    private static RefusalException AlreadyClaimed() => new(409, "already_claimed", "The registration is claimed. Its identity was given out when that happened.");

    private static RefusalException ClaimExpired() => new(410, "claim_expired", "The claim has ended. Register again.");

    private static RefusalException CodeExpired(Registration registration) =>
        new(410, "user_code_expired", "The code is no longer good. Begin a new attempt at the claim endpoint.") { Registration = registration.Id };

    private static RefusalException MethodDisabled() => new(403, "auth_method_disabled", "This service lets no agent ask a person by name.");

    // The order of the checks is the protocol's; without the second text an agent would wait for a page that cannot be confirmed any more.
    private static RefusalException NotConfirmed(Attempt attempt, DateTimeOffset now) => new(409, "claim_not_confirmed", attempt.CodeExpires > now
        ? "Nobody has confirmed on the page yet. Wait until the person tells you the code, then send it."
        : "Nobody confirmed while the link was good. Begin a new attempt at the claim endpoint.");

    public static bool IsMethodOff(Registration registration, AuthMdOptions options) => !options.AllowServiceAuth && registration.Kind != RegistrationKind.IdJag;
}
