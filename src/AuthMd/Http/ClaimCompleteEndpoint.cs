using AuthMd.Claims;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>
/// <c>POST /agent/identity/claim/complete</c> means two things: in dialect B an agent brings the code its person read to it
/// (specification §9.2), in dialect A a person types it in a browser (§8).
/// </summary>
public sealed class ClaimCompleteEndpoint(ClaimCompletion completion, ClaimPage page, Refusals refusals)
{
    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Options.Dialect == AuthMdDialect.A ? page.TypeAsync(request, caller, ct) : BringAsync(request, caller, ct);
    }

    private Task<IResult> BringAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        var body = await Wire.ReadJsonAsync(request, ct);
        var (token, code) = (Wire.Text(body, "claim_token"), Wire.Text(body, "user_code"));
        if (code.Length != 6 || !code.All(char.IsAsciiDigit)) throw RefusalException.InvalidRequest("'user_code' has to be six digits, as text.");
        return DialectB.Completed(await completion.CompleteAsync(caller, token, code, ct));
    }, ct);
}
