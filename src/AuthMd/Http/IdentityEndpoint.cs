using AuthMd.Audit;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary><c>POST /agent/identity</c> (specification §4): an agent registers, or refreshes what it has. Never an access token.</summary>
public sealed class IdentityEndpoint(IEnumerable<IIdentityMethod> methods, Refusals refusals, IAuditTrail audit, TimeProvider time)
{
    private const string Refresh = "refresh";

    private readonly Dictionary<string, IIdentityMethod> methods = methods.ToDictionary(method => method.Type, StringComparer.Ordinal);

    public Task<IResult> RunAsync(HttpRequest request, Caller caller, CancellationToken ct) => refusals.AnswerAsync(caller, async () =>
    {
        var body = await Wire.ReadJsonAsync(request, ct);
        if (!methods.TryGetValue(Wire.Text(body, "type"), out var method))
            throw RefusalException.InvalidRequest($"This service knows the types {string.Join(", ", methods.Keys.Order(StringComparer.Ordinal))}.");
        if (!caller.Options.RegistrationOpen && method.Type != Refresh)
            throw new RefusalException(403, $"{method.Type}_registration_disabled", "Registration is closed. What is registered can still be refreshed and exchanged.");
        var registered = await method.RegisterAsync(body, caller, ct);
        if (method.Type != Refresh) await audit.RecordAsync(AuditEvent.Of(AuditEvents.RegistrationCreated, time.GetUtcNow(), registered.Registration, caller.From), ct);
        return DialectB.Registered(registered, caller.Options);
    }, ct);
}
