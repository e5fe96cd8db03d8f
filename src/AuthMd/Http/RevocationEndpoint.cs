using AuthMd.Audit;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>
/// <c>POST /oauth2/revoke</c> (RFC 7009, specification §12). Whoever holds a token may end it; an unknown one is answered like any
/// other. A refresh token takes with it what was issued on the same claim.
/// </summary>
public sealed class RevocationEndpoint(AccessTokens tokens, RegistrationStore registrations, Refusals refusals, IAuditTrail audit, TimeProvider time)
{
    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        var form = await Wire.ReadFormAsync(request, ct);
        var token = form.GetValueOrDefault("token") ?? throw RefusalException.InvalidRequest("'token' is missing.");
        // The prefix tells what it is; token_type_hint may say anything.
        var registration = token.StartsWith(Secrets.Refresh, StringComparison.Ordinal) ? await EndFamilyAsync(token, ct) : await tokens.RevokeAsync(token, ct);
        if (registration is not null) await audit.RecordAsync(new(AuditEvents.TokenRevoked, time.GetUtcNow()) { Registration = registration, From = caller.From }, ct);
        return Wire.Empty();
    }, ct);

    /// <summary>A spent token may end its family, too: whoever has it was once its holder, or stole it.</summary>
    private async Task<string?> EndFamilyAsync(string token, CancellationToken ct)
    {
        if (await registrations.ByRefreshTokenAsync(Secrets.Hash(token), ct) is not { } found) return null;
        var ended = false;
        await registrations.ChangeAsync(found.Id, now =>
        {
            ended = now.RefreshHash is not null && now.Generation == found.Generation;
            return ended ? RefreshMint.WithoutFamily(now) : now;
        }, ct);
        return ended ? found.Id : null;
    }
}
