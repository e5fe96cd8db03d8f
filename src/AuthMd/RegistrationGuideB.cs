using AuthMd.Http;

namespace AuthMd;

/// <summary>What the guide says where the service speaks dialect B: nested answers, a code that the page reveals, refresh tokens.</summary>
internal static class RegistrationGuideB
{
    // What the answers to the three ways to register have.
    public const string Anonymous =
        """
        The answer has `id`, `identity.assertion` with `identity.expires_at`, `scopes.pre_claim` and `scopes.post_claim`, and
        `claim.token` with `claim.expires_at` and `claim.url`. Nothing secret is told twice. Unless it is claimed by then, the
        registration ends at `claim.expires_at`.
        """;

    public const string ServiceAuth =
        """
        The answer has `id`, `scopes.post_claim`, `claim.token` and `claim.attempt.verification_uri`. There is no assertion
        until that person has confirmed: go on with the claim.
        """;

    public const string IdentityAssertion =
        """
        - `200`: `identity.assertion`, and `scopes` as a list. Go on with the exchange.
        - `401 interaction_required`: an account here has this address. Its person has to confirm once: go on with the claim.
        - `401 login_required`: the sign-in at the provider is older than `max_age` seconds. Have the person sign in there, and send a new ID-JAG.
        """;

    public static string Claim(AuthMdOptions options, AuthMdLifetimes lifetimes) =>
        $$"""
        ### Claim: a person confirms

        1. For an anonymous registration, or when a link or its code has run out ({{RegistrationGuide.Span(lifetimes.Attempt)}}), begin an attempt. A new one ends the one before.

           ```sh
           curl -sS {{options.Issuer}}{{Routes.Claim}} -H 'Content-Type: application/json' \
             -d '{"type":"service_auth","claim_token":"CLAIM_TOKEN","login_hint":"person@example.com"}'
           ```

        2. Show the person `attempt.verification_uri`. They sign in with that address, see what you ask for, and confirm or refuse. The page then shows them a code of six digits.
        3. Ask the person for the code, and send it as text, leading zeros included:

           ```sh
           curl -sS {{options.Issuer}}{{Routes.Complete}} -H 'Content-Type: application/json' \
             -d '{"claim_token":"CLAIM_TOKEN","user_code":"012345"}'
           ```

        The answer comes once: `identity.assertion` and `identity.refresh_token.value`. Store both before anything else. Assertions
        and access tokens from before the claim no longer work. `409 claim_not_confirmed` means that nobody has confirmed yet: wait, then ask again.

        """;

    public static string Refresh(AuthMdOptions options, AuthMdLifetimes lifetimes) =>
        $$"""
        ### Refresh

        A claimed registration has a refresh token for {{RegistrationGuide.Span(lifetimes.RefreshToken)}}. It buys a new assertion and is replaced each time.
        Store the new one before you use the assertion: a refresh token that comes a second time counts as stolen, and ends everything issued on that claim.

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' \
          -d '{"type":"refresh","refresh_token":"REFRESH_TOKEN"}'
        ```

        """;

    /// <summary>Rows of status, code and what to do.</summary>
    public static string Refusals() =>
        """
        | 400 | `invalid_request` | Correct the request; do not send the same again. |
        | 400 | `invalid_grant` | The assertion is void: refresh, or register again. |
        | 400 | `invalid_target`, `invalid_scope` | Ask for the resource and for scopes that are listed here. |
        | 400 | `invalid_login_hint` | Give an e-mail address. |
        | 400 | `invalid_refresh_token` | Begin again; ask the person first. |
        | 400 | any other at registration | Send a fresh ID-JAG, or stop. |
        | 401 | `invalid_claim_token` | Register again. |
        | 401 | `invalid_user_code` | Ask the person for the code again; a few wrong ones end the attempt. |
        | 403 | `claim_denied` | The person refused. Stop. |
        | 403 | any other | This method is closed here: choose another. |
        | 409 | `claim_not_confirmed` | Wait for the person. |
        | 409 | `already_claimed` | Use what you were given at the claim. |
        | 410 | `user_code_expired` | Begin a new attempt. |
        | 410 | `claim_expired`, `claim_revoked` | Register again. |
        | 429 | `rate_limit_exceeded`, `too_many_attempts` | Wait `retry_after` seconds, as `Retry-After` says. |
        """;
}
