using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using AuthMd.Providers;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>What staff see and order of agents' registrations. No secret is told: there is none to tell.</summary>
public sealed class RegistrationsApi(Authentication authentication, AuthMdTables entries, RegistrationStore registrations, Revocation revocation, AuditTable audit, TimeProvider time)
{
    /// <summary>Registrations in one answer.</summary>
    public const int Page = 100;

    private const int MaxBody = 4 * 1024, MaxCursor = 300;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(RegistrationsApi));

    /// <summary><c>GET ?cursor=</c>: <c>{"registrations":[…],"next"}</c>; <c>next</c> is the cursor of the next page, null at the end.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var (page, next) = await PageAsync(request.Query["cursor"], ct);
        var now = time.GetUtcNow();
        return Results.Json(new
        {
            registrations = page.Select(one => new
            {
                id = one.Id, kind = one.Kind.ToString(), status = one.Status(now).ToString(), created = one.Created, claimed = one.Claimed, revoked = one.Revoked,
                user = one.User, issuer = one.Subject?.Issuer, platform = one.AgentPlatform,
            }),
            next,
        });
    });

    /// <summary>
    /// <c>POST {"id"}</c>, or <c>{"all":true,"cursor"?}</c>, which ends a page of them: <c>{"revoked","next"}</c>; send <c>next</c> again until it is null.
    /// Begun anew, it passes over what was revoked before.
    /// </summary>
    [NeedsRole(StaffRole.Admin)]
    public Task<IResult> RevokeAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var (id, badId) = Requests.Text(body, "id", 100);
        var (cursor, badCursor) = Requests.Text(body, "cursor", MaxCursor);
        if ((badId ?? badCursor) is { } bad) return bad;
        var all = body.TryGetProperty("all", out var value) && value.ValueKind == System.Text.Json.JsonValueKind.True;
        if (id is null != all) return Problem.Of(400, "one-of", "Name exactly one.", "id, or all: true.");
        if (id is not null)
            return await registrations.FindAsync(id, ct) is { } one
                ? Results.Json(new { revoked = await EndAsync(one, caller.By, ct), next = (string?)null })
                : Problem.Of(404, "unknown-registration", "There is no such registration.");

        var (page, next) = await PageAsync(cursor, ct);
        var revoked = 0;
        foreach (var found in page) revoked += await EndAsync(found, caller.By, ct);
        return Results.Json(new { revoked, next });
    });

    /// <summary><c>GET ?day=2026-11-23&amp;after=</c>: what happened to registrations that day (UTC; default today), <c>{"events":[…],"next"}</c>.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> LogAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (request.Query["day"].ToString() is { Length: > 0 } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return Problem.Of(400, "no-day", "That is no day.", "day takes YYYY-MM-DD, in UTC.");
        var after = request.Query["after"].ToString();
        var (rows, next) = await audit.OfDayAsync(day, after is { Length: > 0 and < MaxCursor } ? after : null, ct);
        return Results.Json(new { events = rows, next });
    });

    private async Task<(IReadOnlyList<Registration> Page, string? Next)> PageAsync(string? cursor, CancellationToken ct)
    {
        var (keys, next) = await entries.KeysAsync(RegistrationStore.Kind, cursor is { Length: < MaxCursor } ? cursor : null, Page, ct);
        var found = new List<Registration>();
        foreach (var key in keys)
            if (await registrations.FindAsync(key, ct) is { } one) found.Add(one);
        return (found, next);
    }

    // One that was revoked before is finished, in case that was interrupted.
    private async Task<int> EndAsync(Registration registration, string by, CancellationToken ct) =>
        await revocation.RevokeAsync(registration.Id, by, ct) is not null && registration.Revoked is null ? 1 : 0;

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}
