using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Pipeline;

/// <summary>What operators ask and order over HTTP, each behind the one authentication call. The command line is a client of it.</summary>
public sealed class OperatorApi(
    Authentication authentication, Packages packages, ConversationLog log, Verifier verifier, Indexes indexes, Parking parking, Requeue requeue,
    Pauses pauses, Description description, ScriptTraces traces, IServiceProvider services)
{
    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(OperatorApi));

    private const int MaxBody = 16 * 1024;
    private const int Page = 500;
    private static readonly ImmutableArray<string> Channels = ["chat", "email", "voice", "webhook", "api"];

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> LogAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        if (!ThreadId.TryParse(Requests.Route(request, "conversationId"), out var id) || await log.HeadAsync(id.Value, ct) is null) return Problem.UnknownConversation();
        var events = new List<object>();
        for (long from = 1; ;)
        {
            var page = await log.EventsAsync(id.Value, from, Page, ct);
            events.AddRange(page.Select(e => new
            {
                seq = e.Seq, episode = e.Episode, type = e.Type, at = e.At, turn = e.Turn, stage = e.Stage, cause = e.Cause, by = e.By,
                data = e.Data, content = e.Content.IsDefault ? null : e.Content.ToArray(), hash = e.Hash,
            }));
            if (page.Count < Page) break;
            from = page[^1].Seq + 1;
        }
        return Results.Json(new { conversationId = id.Value, events });
    });

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> VerifyAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        if (!ThreadId.TryParse(Requests.Route(request, "conversationId"), out var id) || await log.HeadAsync(id.Value, ct) is null) return Problem.UnknownConversation();
        var found = await verifier.VerifyAsync(id.Value, ct);
        return Results.Json(new { ok = found.Ok, events = found.Events, erased = found.Erased, hash = found.Hash, purged = found.Purged, anchored = found.Anchored, problems = found.Flaws.Select(f => new { seq = f.Seq, problem = f.What }) });
    });

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> DescribeAsync(HttpRequest request) => AsStaffAsync(request, _ =>
    {
        var agent = request.Query["agent"].ToString();
        if (agent.Length > 0 && packages.Find(agent) is null) return Task.FromResult(Problem.UnknownAgent(agent));
        return Task.FromResult(Results.Json(description.Of(packages.All.Where(p => agent.Length == 0 || p.Name == agent))));
    });

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> QueuesAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
        services.GetService<IQueueDepths>() is { } depths
            ? Results.Json(await depths.DepthsAsync(ct))
            : Problem.Of(501, "no-depths", "This transport does not tell its depths here.", "On Azure they are metrics of the Service Bus namespace."));

    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ParkedAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ => Results.Json(await parking.ListAsync(ct)));

    [NeedsRole(StaffRole.Staff)]
    public Task<IResult> RequeueAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var id = Requests.Text(body, "id", 100).Value;
        var cause = Requests.Text(body, "cause", 100).Value;
        var all = body.TryGetProperty("all", out var a) && a.ValueKind == JsonValueKind.True;
        if ((id is null ? 0 : 1) + (cause is null ? 0 : 1) + (all ? 1 : 0) != 1) return Problem.Of(400, "one-of", "Name exactly one: id, cause, or all.");
        return Results.Json(await requeue.RunAsync(id, cause, caller.By, ct));
    });

    [NeedsRole(StaffRole.Staff)]
    public Task<IResult> PauseAsync(HttpRequest request, CancellationToken ct) => AgentOrderAsync(request, async (agent, channel, reason, by) =>
    {
        await pauses.PauseAsync(agent, channel, reason ?? "", by, ct);
        return Results.Json(new { agent, channel, paused = true });
    }, ct);

    [NeedsRole(StaffRole.Staff)]
    public Task<IResult> ResumeAsync(HttpRequest request, CancellationToken ct) => AgentOrderAsync(request, async (agent, channel, _, _) =>
        Results.Json(new { agent, channel, paused = false, woken = await pauses.ResumeAsync(agent, channel, ct) }), ct);

    [NeedsRole(StaffRole.Staff)]
    public Task<IResult> HandoffsAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var agent = request.Query["agent"].ToString();
        var open = new List<object>();
        foreach (var package in packages.All.Where(p => agent.Length == 0 || p.Name == agent))
            await foreach (var row in indexes.HandoffsAsync(package.Name, ct))
            {
                // The index may name a thread whose commit never came: the head decides.
                if (await log.HeadAsync(row.Key, ct) is not { Owner: "human" } head) continue;
                var tail = await log.EventsAsync(row.Key, head.EpisodeFirst, Page, ct);
                var opened = tail.LastOrDefault(e => e.Type == EventTypes.HandoffOpened);
                open.Add(new { conversationId = row.Key, agent = package.Name, channel = head.Channel, reason = opened?.Said("reason") ?? opened?.Text("reason"), at = opened?.At, turn = opened?.Turn });
            }
        return Results.Json(open);
    });

    /// <summary>What the logged conversations of an agent's version did in its script; of the version served now where none is named.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> TracesAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var (name, version) = (request.Query["agent"].ToString(), request.Query["version"].ToString());
        if (await packages.FindAsync(name, null, ct) is not { } package) return Problem.UnknownAgent(name);
        return Days(request) is { } days ? Results.Json(await traces.ReadAsync(name, version.Length > 0 ? version : package.Version, days, ct)) : InvalidDays();
    });

    private static int? Days(HttpRequest request) => request.Query["days"].ToString() switch
    {
        "" => 14,
        var given when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 400 => days,
        _ => null,
    };

    private static IResult InvalidDays() => Problem.Of(400, "invalid-days", "days must be a whole number.", "From 1 to 400.");

    private Task<IResult> AgentOrderAsync(
        HttpRequest request, Func<string, string?, string?, string, Task<IResult>> order, CancellationToken ct, [CallerMemberName] string method = "") => AsStaffAsync(request, async caller =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var agent = Requests.Text(body, "agent", 64).Value ?? "";
        if (packages.Find(agent) is null) return Problem.UnknownAgent(agent);
        // A channel that cannot be read must not become an order for all of them.
        var (channel, badChannel) = Requests.Text(body, "channel", 20);
        if (badChannel is not null) return badChannel;
        if (channel is not null && !Channels.Contains(channel)) return Problem.Of(400, "unknown-channel", "There is no such channel.", $"{string.Join(", ", Channels)}; none for all of them.");
        var (reason, badReason) = Requests.Text(body, "reason", 500);
        return badReason ?? await order(agent, channel, reason, caller.By);
    }, method);

    /// <summary>The one gate: every public method passes it, and a method that names no role has none in the table and lets nobody in.</summary>
    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);
}
