using System.Globalization;
using AuthMd.Http;
using AuthMd.Providers;
using AuthMd.Tokens;

namespace AuthMd;

/// <summary>The part of the document that takes an agent from nothing to an answered request, where the service is its own authorization server and speaks dialect B.</summary>
internal static class RegistrationGuide
{
    public static string Render(AuthMdOptions options, AuthMdLifetimes lifetimes) => string.Join('\n', new[]
    {
        Choice(options), Anonymous(options), ServiceAuth(options), IdentityAssertion(options), Claim(options, lifetimes), Exchange(options, lifetimes), Call(options),
        Refresh(options, lifetimes), Revocation(options), Refusals(),
    }.Where(section => section.Length > 0));

    private static string Choice(AuthMdOptions options) =>
        $$"""
        ## Registration

        Registration is open. An agent registers by itself, without a form and without a client id. The URLs below are
        those of the authorization server's metadata; if they ever differ, the metadata is right. In short: **register**
        and keep what you are given, have a person **claim** the registration if it needs one, **exchange** the identity
        assertion for an access token, **call** the API. Bodies are JSON up to {{Wire.MaximumBody / 1024}} KB, times are UTC, every
        answer here is `no-store`.

        ### Choose a method

        Take the first that fits. Never replace a registration that acts for a person by an anonymous one without asking that person.

        | you have | method (`type`) | scopes you get |
        |---|---|---|
        {{string.Concat(Methods(options))}}
        """;

    private static IEnumerable<string> Methods(AuthMdOptions options)
    {
        var full = Names(options.PostClaimScopes);
        if (options.AllowIdentityAssertion) yield return $"| an identity provider that vouches for your user with an ID-JAG | `identity_assertion` | {full}, at once or after a person confirmed |\n";
        if (options.AllowServiceAuth) yield return $"| your user's e-mail address | `service_auth` | {full}, after the person confirmed |\n";
        if (options.AllowAnonymous) yield return $"| neither | `anonymous` | {Names(options.PreClaimScopes)} at once; {full} after somebody claimed it |\n";
    }

    private static string Anonymous(AuthMdOptions options) => !options.AllowAnonymous ? "" :
        $$"""
        ### Register for nobody in particular

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' -d '{"type":"anonymous"}'
        ```

        The answer has `id`, `identity.assertion` with `identity.expires_at`, `scopes.pre_claim` and `scopes.post_claim`, and
        `claim.token` with `claim.expires_at` and `claim.url`. Nothing secret is told twice. Unless it is claimed by then, the
        registration ends at `claim.expires_at`.

        """;

    private static string ServiceAuth(AuthMdOptions options) => !options.AllowServiceAuth ? "" :
        $$"""
        ### Register for a person by e-mail address

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' \
          -d '{"type":"service_auth","login_hint":"person@example.com"}'
        ```

        The answer has `id`, `scopes.post_claim`, `claim.token` and `claim.attempt.verification_uri`. There is no assertion
        until that person has confirmed: go on with the claim.

        """;

    private static string IdentityAssertion(AuthMdOptions options) => !options.AllowIdentityAssertion ? "" :
        $$"""
        ### Register with an ID-JAG

        Ask your provider for an ID-JAG whose `aud` is `{{options.Issuer}}`, tell your user what this service is and what you
        are about to do, then send it within minutes. Each works once, whatever the answer.

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' \
          -d '{"type":"identity_assertion","assertion_type":"{{IdentityAssertionMethod.AssertionType}}","assertion":"ID_JAG"}'
        ```

        - `200`: `identity.assertion`, and `scopes` as a list. Go on with the exchange.
        - `401 interaction_required`: an account here has this address. Its person has to confirm once: go on with the claim.
        - `401 login_required`: the sign-in at the provider is older than `max_age` seconds. Have the person sign in there, and send a new ID-JAG.

        """;

    private static string Claim(AuthMdOptions options, AuthMdLifetimes lifetimes) =>
        $$"""
        ### Claim: a person confirms

        1. For an anonymous registration, or when a link or its code has run out ({{Span(lifetimes.Attempt)}}), begin an attempt. A new one ends the one before.

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

    private static string Exchange(AuthMdOptions options, AuthMdLifetimes lifetimes) =>
        $$"""
        ### Exchange the assertion for an access token

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Token}} \
          -d grant_type={{AssertionGrant.Type}} \
          -d assertion=ASSERTION -d resource={{options.Resource}}
        ```

        The answer has `access_token`, `token_type`, `expires_in` in seconds and `scope`. `resource` may be left out; with `scope` you
        ask for less. The assertion is good for {{Span(lifetimes.Assertion)}}, as often as you like; when a token ends, exchange it again.

        """;

    private static string Call(AuthMdOptions options)
    {
        var first = options.Endpoints.IsDefaultOrEmpty ? null : options.Endpoints.FirstOrDefault(endpoint => endpoint.NeedsToken);
        var url = first is null ? options.Resource : ResourceUrl.Origin(ResourceUrl.Parse(options.Resource)) + first.Path;
        var body = first?.Example is { } example ? $" -H 'Content-Type: application/json' -d '{example.ReplaceLineEndings(" ").Replace("'", "'\\''", StringComparison.Ordinal)}'" : "";
        return
            $$"""
            ### Call the API

            ```sh
            curl -sS -X {{first?.Method ?? "GET"}} '{{url}}' -H 'Authorization: Bearer ACCESS_TOKEN'{{body}}
            ```

            On `401` with a token that was good, exchange the assertion once more; if that is refused as well, refresh, or begin again at discovery.

            """;
    }

    private static string Refresh(AuthMdOptions options, AuthMdLifetimes lifetimes) =>
        $$"""
        ### Refresh

        A claimed registration has a refresh token for {{Span(lifetimes.RefreshToken)}}. It buys a new assertion and is replaced each time.
        Store the new one before you use the assertion: a refresh token that comes a second time counts as stolen, and ends everything issued on that claim.

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' \
          -d '{"type":"refresh","refresh_token":"REFRESH_TOKEN"}'
        ```

        """;

    private static string Revocation(AuthMdOptions options) =>
        $$"""
        ### Revocation

        Give back what you no longer need. The answer is `200` whether or not the token was good. A refresh token takes its assertions and access tokens with it.

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Revoke}} -d token=TOKEN
        ```

        The people you act for, the operator{{(options.AllowIdentityAssertion ? " and your provider" : "")}} can end a registration at any time: tokens fail with `401`, the exchange with
        `invalid_grant`. Do not register again for the same person without asking them.

        """;

    private static string Refusals() =>
        """
        ### When registration, claim or exchange is refused

        The body is JSON with `error` and `code` (the same, stable), `message` and `error_description` (the same, for people).

        | status | code | what to do |
        |---|---|---|
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

    private static string Names(IEnumerable<string> scopes) => string.Join(", ", scopes.Select(scope => $"`{scope}`")) is { Length: > 0 } names ? names : "none";

    private static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days"),
        { TotalMinutes: >= 120 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes"),
    };
}
