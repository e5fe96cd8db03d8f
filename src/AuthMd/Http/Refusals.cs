using AuthMd.Audit;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>Every endpoint of the authorization server answers through here: 404 where the service is none; a refusal is recorded, then told.</summary>
public sealed class Refusals(IAuditTrail audit, TimeProvider time)
{
    public async Task<IResult> AnswerAsync(Caller caller, Func<Task<IResult>> answer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Options.Issuer is null) return Wire.NotFound();
        try
        {
            return await answer();
        }
        catch (RefusalException refusal)
        {
            await RecordAsync(refusal, caller, ct);
            return Dialects.Refused(refusal, caller.Options);
        }
    }

    /// <summary>Noise is no event: a body that says nothing, one too many, or a poll while a person thinks.</summary>
    public Task RecordAsync(RefusalException refusal, Caller caller, CancellationToken ct) =>
        refusal.Code is "invalid_request" or "unsupported_grant_type" or "authorization_pending" or "slow_down" || refusal.Status == 429
            ? Task.CompletedTask
            : audit.RecordAsync(new(AuditEvents.RequestRefused, time.GetUtcNow()) { Registration = refusal.Registration, Code = refusal.Code, From = caller.From }, ct);
}
