using System.Text.Json;
using AuthMd.Claims;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary><c>POST /agent/identity/claim</c> (specification §7): an agent asks a person to claim it, for the first time or again.</summary>
public sealed class ClaimEndpoint(ClaimStart start, Refusals refusals)
{
    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        var body = await Wire.ReadJsonAsync(request, ct);
        var (registration, attempt) = await start.BeginAsync(caller, Wire.Text(body, "claim_token"), Hint(body), ct);
        return Dialects.Started(registration, attempt, caller.Options);
    }, ct);

    /// <summary>Tolerant of the names the protocol had before (§22).</summary>
    private static string Hint(JsonElement body)
    {
        if (body.TryGetProperty("type", out _) && Wire.Text(body, "type") is not ("service_auth" or "login_hint" or "email"))
            throw RefusalException.InvalidRequest("This service claims by \"type\":\"service_auth\" with a login_hint.");
        return LoginHint.Find(body) ?? LoginHint.Find(body, "email") ?? throw RefusalException.InvalidRequest("'login_hint' is missing.");
    }
}
