using AuthMd.Claims;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary><c>POST /oauth2/token</c> (specification §10, in dialect A also §9.1; RFC 6749 section 3.2): the one place that gives out access tokens.</summary>
public sealed class TokenEndpoint(AssertionGrant grant, ClaimPolling polling, Refusals refusals, AuthMdLifetimes lifetimes)
{
    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        var form = await Wire.ReadFormAsync(request, ct);
        return form.GetValueOrDefault("grant_type") switch
        {
            AssertionGrant.Type => await ExchangeAsync(form, caller, ct),
            ClaimPolling.Type when caller.Options.Dialect == AuthMdDialect.A => await PollAsync(form, caller, ct),
            _ => throw new RefusalException(400, "unsupported_grant_type", $"grant_type has to be {string.Join(" or ", GrantTypes(caller.Options))}."),
        };
    }, ct);

    /// <summary>What metadata advertises, and what is taken.</summary>
    internal static string[] GrantTypes(AuthMdOptions options) => options.Dialect == AuthMdDialect.A ? [AssertionGrant.Type, ClaimPolling.Type] : [AssertionGrant.Type];

    private async Task<IResult> ExchangeAsync(IReadOnlyDictionary<string, string> form, Caller caller, CancellationToken ct)
    {
        var assertion = form.GetValueOrDefault("assertion") ?? throw RefusalException.InvalidRequest("'assertion' is missing.");
        var (token, scopes) = await grant.ExchangeAsync(assertion, form.GetValueOrDefault("resource"), form.GetValueOrDefault("scope"), caller, ct);
        return Wire.Json(new { access_token = token.Token, token_type = "Bearer", expires_in = (long)lifetimes.AccessToken.TotalSeconds, scope = string.Join(' ', scopes) });
    }

    private async Task<IResult> PollAsync(IReadOnlyDictionary<string, string> form, Caller caller, CancellationToken ct)
    {
        var token = form.GetValueOrDefault("claim_token") ?? throw RefusalException.InvalidRequest("'claim_token' is missing.");
        return DialectA.Delivered(await polling.PollAsync(caller, token, form.GetValueOrDefault("resource"), form.GetValueOrDefault("scope"), ct), lifetimes);
    }
}
