using System.Text;
using AuthMd.Providers;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary><c>POST /agent/event/notify</c> (specification §13, RFC 8935): 202 and no body, or 400 with <c>err</c> and <c>description</c>.</summary>
public sealed class EventEndpoint(SecurityEvents events, Refusals refusals)
{
    private const string ContentType = "application/" + SecurityEvents.TokenType;

    public async Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Options.Issuer is null) return Wire.NotFound();
        try
        {
            if (!Wire.HasType(request, ContentType)) throw RefusalException.InvalidRequest($"The content type has to be {ContentType}.");
            await events.ReceiveAsync(Encoding.UTF8.GetString(await Wire.ReadAsync(request, ct)), caller, ct);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (RefusalException refusal)
        {
            await refusals.RecordAsync(refusal, caller, ct);
            return Wire.Json(new { err = refusal.Code, description = refusal.Message }, refusal.Status);
        }
    }
}
