using System.Globalization;
using AuthMd.Http;
using AuthMd.Providers;
using AuthMd.Tokens;

namespace AuthMd;

/// <summary>The part of the document that takes an agent from nothing to an answered request, where the service is its own authorization server.</summary>
internal static class RegistrationGuide
{
    public static string Render(AuthMdOptions options, AuthMdLifetimes lifetimes)
    {
        string[] register = IsA(options)
            ? [Anonymous(options, RegistrationGuideA.Anonymous), ServiceAuth(options, RegistrationGuideA.ServiceAuth), IdentityAssertion(options, RegistrationGuideA.IdentityAssertion), RegistrationGuideA.Claim(options, lifetimes)]
            : [Anonymous(options, RegistrationGuideB.Anonymous), ServiceAuth(options, RegistrationGuideB.ServiceAuth), IdentityAssertion(options, RegistrationGuideB.IdentityAssertion), RegistrationGuideB.Claim(options, lifetimes)];
        var renew = IsA(options) ? RegistrationGuideA.Renew() : RegistrationGuideB.Refresh(options, lifetimes);
        string[] sections = [Choice(options), .. register, Exchange(options, lifetimes), Call(options), renew, Revocation(options), Refusals(options)];
        return string.Join('\n', sections.Where(section => section.Length > 0));
    }

    private static bool IsA(AuthMdOptions options) => options.Dialect == AuthMdDialect.A;

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

    // The requests are the same in both dialects, the answers are not.

    private static string Anonymous(AuthMdOptions options, string answer) => !options.AllowAnonymous ? "" :
        $$"""
        ### Register for nobody in particular

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' -d '{"type":"anonymous"}'
        ```

        {{answer}}

        """;

    private static string ServiceAuth(AuthMdOptions options, string answer) => !options.AllowServiceAuth ? "" :
        $$"""
        ### Register for a person by e-mail address

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' \
          -d '{"type":"service_auth","login_hint":"person@example.com"}'
        ```

        {{answer}}

        """;

    private static string IdentityAssertion(AuthMdOptions options, string answer) => !options.AllowIdentityAssertion ? "" :
        $$"""
        ### Register with an ID-JAG

        Ask your provider for an ID-JAG whose `aud` is `{{options.Issuer}}`, tell your user what this service is and what you
        are about to do, then send it within minutes. Each works once, whatever the answer.

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Identity}} -H 'Content-Type: application/json' \
          -d '{"type":"identity_assertion","assertion_type":"{{IdentityAssertionMethod.AssertionType}}","assertion":"ID_JAG"}'
        ```

        {{answer}}

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

            On `401` with a token that was good, exchange the assertion once more; if that is refused as well,{{(IsA(options) ? "" : " refresh, or")}} begin again at discovery.

            """;
    }

    private static string Revocation(AuthMdOptions options) =>
        $$"""
        ### Revocation

        Give back what you no longer need. The answer is `200` whether or not the token was good.{{(IsA(options) ? "" : " A refresh token takes its assertions and access tokens with it.")}}

        ```sh
        curl -sS {{options.Issuer}}{{Routes.Revoke}} -d token=TOKEN
        ```

        The people you act for, the operator{{(options.AllowIdentityAssertion ? " and your provider" : "")}} can end a registration at any time: tokens fail with `401`, the exchange with
        `invalid_grant`. Do not register again for the same person without asking them.

        """;

    private static string Refusals(AuthMdOptions options) =>
        $"""
        ### When registration, claim or exchange is refused

        The body is JSON with `error` and `code` (the same, stable), `message` and `error_description` (the same, for people).

        | status | code | what to do |
        |---|---|---|
        {(IsA(options) ? RegistrationGuideA.Refusals() : RegistrationGuideB.Refusals())}

        """;

    private static string Names(IEnumerable<string> scopes) => string.Join(", ", scopes.Select(scope => $"`{scope}`")) is { Length: > 0 } names ? names : "none";

    internal static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days"),
        { TotalMinutes: >= 120 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes"),
    };
}
