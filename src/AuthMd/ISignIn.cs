using Microsoft.AspNetCore.Http;

namespace AuthMd;

/// <summary>The service's ordinary sign-in in a browser: the point at which a person decides what an agent may do.</summary>
public interface ISignIn
{
    /// <summary>Who is signed in in this browser, or null.</summary>
    Task<SignedIn?> WhoAsync(HttpContext context, CancellationToken ct);

    /// <summary>Leads to the sign-in and back.</summary>
    /// <param name="returnTo">A path of this site.</param>
    Task<IResult> ChallengeAsync(HttpContext context, string returnTo, CancellationToken ct);
}

/// <param name="FormToken">Secret of the session that a form must carry (cross-site request forgery).</param>
/// <param name="StandIn">A marked stand-in for development signed the person in, nobody checked who it is.</param>
public sealed record SignedIn(Account Account, string FormToken, bool StandIn = false);
