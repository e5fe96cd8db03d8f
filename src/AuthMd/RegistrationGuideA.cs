using AuthMd.Claims;
using AuthMd.Http;

namespace AuthMd;

/// <summary>What the guide says where the service speaks dialect A: flat answers, a code that the person types, polling, no refresh tokens.</summary>
internal static class RegistrationGuideA
{
    // What the answers to the three ways to register have.
    public const string Anonymous =
        """
        The answer has `registration_id`, `identity_assertion` with `assertion_expires`, `pre_claim_scopes` and `post_claim_scopes`, and
        `claim_token` with `claim_token_expires` and `claim_url`. Nothing secret is told twice. Unless it is claimed by then, the
        registration ends at `claim_token_expires`.
        """;

    public const string ServiceAuth =
        """
        The answer has `registration_id`, `post_claim_scopes`, `claim_token`, and `claim` with `user_code`, `verification_uri`, `expires_in` and
        `interval` in seconds. There is no assertion until that person has typed the code: go on with step 2 of the claim.
        """;

    public const string IdentityAssertion =
        """
        - `200`: `identity_assertion`, and `scopes` as a list. Go on with the exchange.
        - `401 interaction_required`: an account here has this address. Its person has to confirm once: the body has `claim_token` and `claim`; go on with step 2 of the claim.
        - `401 login_required`: the sign-in at the provider is older than `max_age` seconds. Have the person sign in there, and send a new ID-JAG.
        """;

    public static string Claim(AuthMdOptions options, AuthMdLifetimes lifetimes) =>
        $$"""
        ### Claim: a person confirms

        1. For an anonymous registration, or when a link or its code has run out ({{RegistrationGuide.Span(lifetimes.Attempt)}}), begin an attempt. A new one ends the one before.

           ```sh
           curl -sS {{options.Issuer}}{{Routes.Claim}} -H 'Content-Type: application/json' \
             -d '{"claim_token":"CLAIM_TOKEN","email":"person@example.com"}'
           ```

           The answer has `claim_attempt` with the same members as `claim` above: `user_code`, `verification_uri`, `expires_in`, `interval`.
        2. Show the person `verification_uri` and `user_code`, leading zeros included. They sign in with that address, see what you ask for, and type the code or refuse. Never send the code to anybody else.
        3. Meanwhile ask, every `interval` seconds and no faster:

           ```sh
           curl -sS {{options.Issuer}}{{Routes.Token}} \
             -d grant_type={{ClaimPolling.Type}} -d claim_token=CLAIM_TOKEN
           ```

        `400 authorization_pending`: go on asking. `400 slow_down`: add five seconds to the interval. Once the person has typed the code, the answer has
        `access_token`, `token_type`, `expires_in`, `scope`, `identity_assertion` and `assertion_expires`; it can be fetched again for a minute and never
        after that. Assertions and access tokens from before the claim no longer work.

        """;

    public static string Renew() =>
        """
        ### When the assertion ends

        There are no refresh tokens here. With a provider, register again with a fresh ID-JAG: no person is asked twice. Otherwise ask your person
        whether to go on, and register again.

        """;

    /// <summary>Rows of status, code and what to do.</summary>
    public static string Refusals() =>
        """
        | 400 | `invalid_request` | Correct the request; do not send the same again. |
        | 400 | `invalid_grant` | The assertion is void: register again. |
        | 400 | `invalid_target`, `invalid_scope` | Ask for the resource and for scopes that are listed here. |
        | 400 | `invalid_login_hint` | Give an e-mail address. |
        | 400 | `authorization_pending` | Wait `interval` seconds, then ask again. |
        | 400 | `slow_down` | Add five seconds to the interval, and go on. |
        | 400 | `expired_token` | Begin a new attempt; if that says `claim_expired`, register again. |
        | 400 | `access_denied` | The person refused. Stop. |
        | 400 | any other at registration | Send a fresh ID-JAG, or stop. |
        | 401 | `invalid_claim_token` | Register again. |
        | 403 | any | This method is closed here: choose another. |
        | 409 | `claimed_or_in_flight` | Fetch what the claim brought, if you have not. |
        | 410 | `claim_expired` | Register again. |
        | 429 | `rate_limited` | Wait `retry_after` seconds, as `Retry-After` says. |
        """;
}
