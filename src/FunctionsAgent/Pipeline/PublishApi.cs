using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>Publishing over HTTP: what is ready is served, what is not says why, or takes somebody who answers for it.</summary>
public sealed partial class PublishApi(
    Authentication authentication, Packages packages, PackageStore store, PackageContext context, PublishGate gate, AuditTable audit, TimeProvider time, ILogger<PublishApi> logger)
{
    /// <summary>Characters of the reason for publishing what is not ready.</summary>
    public const int LeastReason = 10, MostReason = 500;

    private const int ErrorsShown = 20, Attempts = 8;

    /// <summary>Beside the files: evidence and a reason.</summary>
    private const int MaxBody = PackageUpload.MaxBody + (8 * 1024);

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(PublishApi));

    /// <summary>
    /// <c>{"files":{PATH:BASE64},"tests"?:{"version","passed","failed","taken"?,"branches"?},"override"?}</c>: a version that never changes, served at
    /// once here and within seconds by the other instances. Where a check is red it is 409 <c>not-ready</c> with these as <c>checks</c>, unless
    /// <c>override</c> gives a reason, which is kept. The content that is current already is not judged again: nothing changes.
    /// </summary>
    [NeedsRole(StaffRole.Owner)]
    public Task<IResult> PublishAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async caller =>
    {
        var (upload, problem) = await UploadAsync(request, ct);
        if (upload is not var (package, files, tests, reason)) return problem!;
        if (packages.Find(package.Name) is { Files: null }) return Problem.Of(409, "agent-in-code", $"{package.Name} is an agent written in C#.", "It is published with the program. Give the package another name.");

        var isRecorded = false;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var found = await gate.JudgeAsync(package, tests, ct);
            var reds = found.Current == package.Version ? [] : found.Reds;
            if (reds.Length > 0 && reason is null) return NotReady(found.Checks);
            var (now, codes) = (time.GetUtcNow(), string.Join(' ', reds));
            // Before it is published: who cannot record does not override. One line too many is harmless.
            if (reds.Length > 0 && !isRecorded) await audit.RecordAsync(AuditRow.Overridden(now, caller.By, package.Name, package.Version, codes, reason!), ct);
            isRecorded |= reds.Length > 0;
            var publication = new Publication(caller.By)
            {
                Tests = tests?.Version == package.Version ? tests : null, Override = reds.Length > 0 ? new(caller.By, now, reds, reason!) : null,
            };
            await store.KeepAsync(files, package.Learned, ct);
            if (!await store.PublishOverAsync(package.Name, files, publication, found.Current, ct)) continue;
            await packages.RefreshAsync(ct);
            if (reds.Length > 0) Log.Overridden(logger, package.Name, package.Version, codes, caller.By, reason!.Length);
            return Results.Json(new { agent = package.Name, version = package.Version, files = files.All.Count, bytes = files.Bytes, overridden = reds });
        }
        throw new ConflictException($"{package.Name} is being published by others all the time.");
    });

    /// <summary>The same body without <c>override</c>: what publishing it would find, <c>{"agent","version","served","ready","checks","overrides"}</c>. Nothing is stored.</summary>
    // Settings are filled in before the package is judged, and parts of it are told: no route for whoever may not publish.
    [NeedsRole(StaffRole.Owner)]
    public Task<IResult> CheckAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var (upload, problem) = await UploadAsync(request, ct);
        return upload is var (package, _, tests, _) ? Results.Json(await FoundAsync(package, tests, ct)) : problem!;
    });

    /// <summary><c>GET ?agent=</c>: the same of the version served now; its tests as they were when it was published.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ReadyAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        await packages.RefreshAsync(ct);
        var name = request.Query["agent"].ToString();
        var package = name.Length > 0 ? packages.Find(name) : packages.All is [var first, ..] ? first : null;
        if (package is null) return Problem.UnknownAgent(name);
        return Results.Json(await FoundAsync(package, (await VersionAsync(package, ct))?.Tests, ct));
    });

    /// <summary><c>GET ?agent=</c>: <c>{"agent","versions":[{"version","at","by","isCurrent","tests","overrides",…}]}</c>, the latest first.</summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> VersionsAsync(HttpRequest request, CancellationToken ct) => AsStaffAsync(request, async _ =>
    {
        var name = request.Query["agent"].ToString();
        var versions = await store.ListAsync(name, ct);
        return versions.Count == 0 && packages.Find(name) is null ? Problem.UnknownAgent(name) : Results.Json(new { agent = name, versions });
    });

    private async Task<object> FoundAsync(Package package, TestEvidence? tests, CancellationToken ct)
    {
        var found = await gate.JudgeAsync(package, tests, ct);
        return new
        {
            agent = package.Name, version = package.Version, served = found.Served, ready = found.Reds.IsEmpty, checks = found.Checks.Select(Told),
            overrides = (await VersionAsync(package, ct))?.Overrides ?? [],
        };
    }

    private async Task<PublishedVersion?> VersionAsync(Package package, CancellationToken ct) => (await store.ListAsync(package.Name, ct)).FirstOrDefault(v => v.Version == package.Version);

    private sealed record Upload(Package Package, PackageFiles Files, TestEvidence? Tests, string? Reason);

    private async Task<(Upload? Upload, IResult? Problem)> UploadAsync(HttpRequest request, CancellationToken ct)
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return (null, problem);
        var (reason, badReason) = Requests.Text(body, "override", MostReason);
        if (badReason is not null) return (null, badReason);
        if (reason?.Trim().Length < LeastReason) return (null, Problem.Of(400, "invalid-override", "The reason is too short.", $"override says in {LeastReason} to {MostReason} characters why this is published although it is not ready."));
        var (tests, badTests) = body.TryGetProperty("tests", out var told) && told.ValueKind != JsonValueKind.Null ? TestEvidence.Read(told) : default;
        if (badTests is not null) return (null, Problem.Of(400, "invalid-tests", "What the tests showed cannot be read.", badTests));
        var (files, wrong) = PackageUpload.Read(body);
        if (files is null) return (null, Problem.Of(400, "invalid-files", "The files cannot be read.", wrong));
        var (package, errors) = PackageReader.Read(files, context);
        return package is null
            ? (null, Problem.Of(422, "package-errors", $"The package has {errors.Length} errors; nothing was published.", string.Join('\n', errors.Take(ErrorsShown))))
            : (new(package, files, tests, reason?.Trim()), null);
    }

    private static IResult NotReady(ImmutableArray<ReadinessCheck> checks)
    {
        var reds = checks.Where(check => check.State == ReadinessState.Red).ToList();
        return Results.Problem(
            string.Join('\n', reds.Select(check => $"{check.Name}: {check.Found}. {check.Todo}")), statusCode: 409, title: "The agent is not ready; nothing was published.",
            type: Problem.TypeBase + "not-ready", extensions: new Dictionary<string, object?> { ["checks"] = reds.Select(Told) });
    }

    private static object Told(ReadinessCheck check) => new { name = check.Name, state = check.State.ToString().ToLowerInvariant(), found = check.Found, todo = check.Todo };

    private Task<IResult> AsStaffAsync(HttpRequest request, Func<Principal, Task<IResult>> answer, [CallerMemberName] string method = "") =>
        authentication.AsStaffAsync(request, Roles[method], answer);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Agent} {Version} is published although it is not ready ({Checks}): {By} answers for it, with a reason of {Characters} characters")]
        public static partial void Overridden(ILogger logger, string agent, string version, string checks, string by, int characters);
    }
}
