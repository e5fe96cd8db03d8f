using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary><c>POST /oauth2/token</c> (specification §10; RFC 6749 section 3.2): the one place that gives out access tokens.</summary>
public sealed class TokenEndpoint(AssertionGrant grant, Refusals refusals, AuthMdLifetimes lifetimes)
{
    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        var form = await Wire.ReadFormAsync(request, ct);
        if (form.GetValueOrDefault("grant_type") != AssertionGrant.Type) throw new RefusalException(400, "unsupported_grant_type", $"grant_type has to be {AssertionGrant.Type}.");
        var assertion = form.GetValueOrDefault("assertion") ?? throw RefusalException.InvalidRequest("'assertion' is missing.");
        var (token, scopes) = await grant.ExchangeAsync(assertion, form.GetValueOrDefault("resource"), form.GetValueOrDefault("scope"), caller, ct);
        return Wire.Json(new { access_token = token.Token, token_type = "Bearer", expires_in = (long)lifetimes.AccessToken.TotalSeconds, scope = string.Join(' ', scopes) });
    }, ct);
}
