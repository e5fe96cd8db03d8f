using AuthMd.Claims;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>
/// <c>POST /agent/identity/claim/complete</c> means two things, told apart by the content type (specification §24.4): in dialect B an agent brings
/// the code its person read to it (§9.2), in dialect A a person types it in a browser (§8). The other dialect's ending is refused.
/// </summary>
public sealed class ClaimCompleteEndpoint(ClaimCompletion completion, ClaimPage page, Refusals refusals)
{
    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Options is { Dialect: AuthMdDialect.A, Issuer: not null } && Wire.HasType(request, "application/x-www-form-urlencoded")
            ? page.TypeAsync(request, caller, ct) : BringAsync(request, caller, ct);
    }

    private Task<IResult> BringAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        if (caller.Options.Dialect == AuthMdDialect.A)
            throw RefusalException.InvalidRequest($"Here the person types the code on the page. Poll the token endpoint with grant_type {ClaimPolling.Type}.");
        var body = await Wire.ReadJsonAsync(request, ct);
        var (token, code) = (Wire.Text(body, "claim_token"), Wire.Text(body, "user_code"));
        if (code.Length != 6 || !code.All(char.IsAsciiDigit)) throw RefusalException.InvalidRequest("'user_code' has to be six digits, as text.");
        return DialectB.Completed(await completion.CompleteAsync(caller, token, code, ct));
    }, ct);
}
