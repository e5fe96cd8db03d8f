using System.Text;
using AuthMd.Registrations;

namespace AuthMd.Claims;

/// <summary>New claims and attempts: what is kept, beside what is told once. Nothing is stored here; the caller does, in its change of the registration.</summary>
internal static class ClaimMint
{
    /// <summary>The path of the page a person opens; the attempt's secret is its only parameter.</summary>
    public const string Page = "/claim";

    /// <summary>A claim nobody has begun (anonymous registrations).</summary>
    public static (Claim Claim, ClaimHandle Handle) New(DateTimeOffset now, AuthMdLifetimes lifetimes)
    {
        var token = Secrets.New(Secrets.ClaimToken, 19);
        var expires = now + lifetimes.Claim;
        return (new(Secrets.Hash(token), expires), new(token, expires));
    }

    /// <summary>A claim with its first attempt (service_auth, step-up).</summary>
    /// <param name="loginHint">As <see cref="Attempt.LoginHint"/>.</param>
    public static (Claim Claim, ClaimHandle Handle) Begun(DateTimeOffset now, AuthMdOptions options, AuthMdLifetimes lifetimes, ISeal seal, string loginHint)
    {
        var (claim, handle) = New(now, lifetimes);
        var (attempt, attemptHandle) = Attempt(now, claim.Expires, options, lifetimes, seal, loginHint);
        return (claim with { Attempts = 1, Attempt = attempt }, handle with { Attempt = attemptHandle });
    }

    /// <summary>The next attempt of a claim; put in the place of the one before, it ends that one's link and code.</summary>
    /// <param name="claimExpires">No attempt outlives its claim.</param>
    public static (Attempt Attempt, AttemptHandle Handle) Attempt(
        DateTimeOffset now, DateTimeOffset claimExpires, AuthMdOptions options, AuthMdLifetimes lifetimes, ISeal seal, string loginHint)
    {
        var (id, view, code) = (Secrets.New(Secrets.AttemptId, 16), Secrets.New(Secrets.View), Secrets.NewCode());
        var expires = now + lifetimes.Attempt < claimExpires ? now + lifetimes.Attempt : claimExpires;
        return (
            new(id, Secrets.Hash(view), expires, seal.Seal(Encoding.ASCII.GetBytes(code)), expires, loginHint, Told: options.Dialect == AuthMdDialect.A),
            new(id, $"{options.Issuer}{Page}?claim_attempt_token={view}", expires, expires - now, lifetimes.Poll, code));
    }
}
