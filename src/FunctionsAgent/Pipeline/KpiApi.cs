using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Pipeline;

/// <summary>Figures over HTTP: as JSON with stable names, and as a page that is whole without a network.</summary>
public sealed class KpiApi(Authentication authentication, Packages packages, RollUps rollUps, NightFigures night, Recount recount, Retention retention, TimeProvider time)
{
    private const int MaxBody = 1024;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(KpiApi));

    /// <summary>As it travels, and as it is read again.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> KpiAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, (rolled, query, package) =>
        Results.Json(KpiReport.Of(rolled, query, package?.Kpi, Alerts(rolled, package)), Json), ct);

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ReportAsync(HttpRequest request, CancellationToken ct) => AnswerAsync(request, (rolled, query, package) =>
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = KpiHtml.Policy;
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Text(KpiHtml.Write(rolled, query, package?.Kpi, Alerts(rolled, package)), "text/html; charset=utf-8");
    }, ct);

    /// <summary><c>{"write"?: true}</c>: everything again from the log, beside what was rolled up; with <c>write</c> in its place.</summary>
    [NeedsRole(StaffRole.Staff)]
    public Task<IResult> RecomputeAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var write = body.TryGetProperty("write", out var given);
        if (write && given.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Problem.Of(400, "invalid-write", "write must be true or false.");
        try
        {
            return Results.Json(await recount.RunAsync(await retention.PurgedBeforeAsync(ct), write && given.GetBoolean(), ct), Json);
        }
        catch (ConflictException)
        {
            return Problem.Of(409, "rolled-up-meanwhile", "The night rolled up meanwhile; nothing was replaced.", "Send the same again.");
        }
    });

    /// <summary>The days to read for a query: those it asks for, and those that the rules look at.</summary>
    internal static KpiSpan Read(KpiQuery query, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        // As of last midnight the days begin one earlier than as of now.
        var asked = query.SpanAt(now).From.AddDays(-1);
        var rules = today.AddDays(-KpiFacts.Days - 1);
        return new(asked < rules ? asked : rules, query.To is { } to && to > today ? to : today);
    }

    private Task<IResult> AnswerAsync(HttpRequest request, Func<RolledUp, KpiQuery, Package?, IResult> answer, CancellationToken ct, [CallerMemberName] string method = "") => AsStaffAsync(request, async _ =>
    {
        var (query, mistake) = KpiQuery.Read(name => request.Query[name]);
        if (query is null) return Problem.Of(400, $"invalid-{mistake!.Option}", $"{mistake.Option} cannot be what it is.", mistake.Allowed);
        // Agents are compared with one another only where that is asked for: a sum over them has no goal.
        var all = query is { Agent: null, By: "agent" };
        var package = all ? null : query.Agent is { } name ? packages.Find(name) : packages.All.Count > 0 ? packages.All[0] : null;
        if (package is null && !all) return Problem.UnknownAgent(query.Agent ?? "");
        var days = Read(query, time.GetUtcNow());
        var rolled = await rollUps.ReadAsync(days.From, days.To, query.Now, ct);
        return answer(rolled, query with { Agent = package?.Name }, package);
    }, method);

    private List<KpiAlert> Alerts(RolledUp rolled, Package? package) =>
        [.. packages.All.Where(one => package is null || one.Name == package.Name).SelectMany(one => KpiAlerts.Of(new(rolled, one.Name, one.Kpi, time.GetUtcNow(), night.DifferingAt(rolled.AsOf))))];

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}
