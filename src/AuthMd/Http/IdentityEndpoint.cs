using System.Net;
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
        var spoken = methods.Keys.Where(type => type != Refresh || caller.Options.Dialect == AuthMdDialect.B).Order(StringComparer.Ordinal).ToList();
        var asked = Wire.Text(body, "type");
        if (!spoken.Contains(asked)) throw RefusalException.InvalidRequest($"This service knows the types {string.Join(", ", spoken)}.");
        var method = methods[asked];
        if (!caller.Options.RegistrationOpen && method.Type != Refresh)
            throw new RefusalException(403, $"{method.Type}_registration_disabled", "Registration is closed. What is registered can still be refreshed and exchanged.");
        var registered = await method.RegisterAsync(body, caller, ct);
        await audit.RecordAllAsync(Happened(registered, caller.From), ct);
        return Dialects.Registered(registered, caller.Options);
    }, ct);

    private List<AuditEvent> Happened(Registered registered, IPAddress? from)
    {
        var (now, happened) = (time.GetUtcNow(), new List<AuditEvent>(2));
        if (registered.Type != Refresh) happened.Add(AuditEvent.Of(AuditEvents.RegistrationCreated, now, registered.Registration, from));
        if (registered.Assertion is not null) happened.Add(AuditEvent.Of(AuditEvents.AssertionIssued, now, registered.Registration, from));
        return happened;
    }
}
