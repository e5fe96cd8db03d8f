using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Knowledge;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>An agent's articles over HTTP: what there is and what is wrong with it, and taking one out or giving it another text, in every version of the agent at once.</summary>
public sealed partial class KnowledgeApi(
    Authentication authentication, Packages packages, LiveKnowledge knowledge, ArticleStore store, AuditTable audit, TimeProvider time, ILogger<KnowledgeApi> logger)
{
    /// <summary>Characters of the reason for retiring an article.</summary>
    public const int MostReason = 500;

    private const int MaxBody = 4 * 1024, ErrorsShown = 20;

    private static readonly FrozenDictionary<string, StaffRole> Roles = NeedsRoleAttribute.Table(typeof(KnowledgeApi));

    // Reading all articles against each other takes a second or two; until something changes it finds the same all day.
    private readonly ConcurrentDictionary<string, (string Key, ImmutableArray<KnowledgeFinding> Findings)> found = new(StringComparer.Ordinal);

    /// <summary>
    /// <c>GET</c>: <c>{"agent","version","articles":[{"id","title","owner","review","sections","audience","state":"published|updated|retired","retired"?,"updated"?}],"findings":[{"kind","places","owners","why","evidence"}]}</c>
    /// of the version served now.
    /// </summary>
    [NeedsRole(StaffRole.Reviewer)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => OfAgentAsync(request, async (package, _) =>
    {
        var overlay = await knowledge.RefreshAsync(package.Name, ct);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var key = $"{package.Version} {overlay.Stamp} {today:O}";
        if (!found.TryGetValue(package.Name, out var before) || before.Key != key) found[package.Name] = before = (key, KnowledgeCheck.Of(overlay.Apply(package.Articles), today));
        return Results.Json(KnowledgeReport.Of(package.Name, package.Version, package.Articles, overlay, before.Findings));
    });

    /// <summary><c>POST {"reason"}</c>: no version of the agent answers from the article from now on; the other instances know it within seconds. Retired already, it stays as it is.</summary>
    [NeedsRole(StaffRole.Owner)]
    public Task<IResult> RetireAsync(HttpRequest request, CancellationToken ct) => OfArticleAsync(request, async (package, article, caller) =>
    {
        var (body, problem) = await Requests.ObjectAsync(request, MaxBody, ct);
        if (problem is not null) return problem;
        var (reason, bad) = Requests.Text(body, "reason", MostReason);
        if (bad is not null) return bad;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Of(400, "no-reason", "No reason is given.", $"reason says in at most {MostReason} characters why nobody is to be told what the article says.");
        return await ChangeAsync(package, article.Id, caller.By, "retired", reason.Trim(), change => change.Retired is null ? change with { Retired = new(caller.By, time.GetUtcNow(), reason.Trim()) } : change, ct);
    });

    /// <summary><c>DELETE</c>: the article is used again.</summary>
    [NeedsRole(StaffRole.Owner)]
    public Task<IResult> RestoreAsync(HttpRequest request, CancellationToken ct) => OfArticleAsync(request, async (package, article, caller) =>
    {
        if (article.Retired) return Problem.Of(409, "retired-in-package", "The package itself retires the article.", "Take 'retired: true' out of the article, and publish.");
        return await ChangeAsync(package, article.Id, caller.By, "restored", null, change => change with { Retired = null }, ct);
    });

    /// <summary><c>PUT</c> Markdown with front matter: the article says this from now on, in every version whose text is the one that is served now. A retired one stays retired.</summary>
    [NeedsRole(StaffRole.Owner)]
    public Task<IResult> PutAsync(HttpRequest request, CancellationToken ct) => OfArticleAsync(request, async (package, article, caller) =>
    {
        if (await Requests.BodyAsync(request, DocumentReader.LongestText, ct) is not { } markdown)
            return Problem.Of(413, "too-large", "The article is too large.", $"At most {DocumentReader.LongestText:N0} bytes are read here.");
        var (read, errors) = ArticleFiles.Read(article.Id, markdown);
        if (read is null) return Problem.Of(422, "article-errors", $"The article has {errors.Length} errors; nothing was changed.", string.Join('\n', errors.Take(ErrorsShown)));
        var blob = await store.PutAsync(markdown, ct);
        return await ChangeAsync(package, article.Id, caller.By, "updated", null, change => change with { Update = new(caller.By, time.GetUtcNow(), ArticleFiles.Hash(article), blob) }, ct);
    });

    private async Task<IResult> ChangeAsync(Package package, string article, string by, string happened, string? reason, Func<ArticleChange, ArticleChange> change, CancellationToken ct)
    {
        // Before it is done: who cannot record changes nothing. One line too many is harmless.
        await audit.RecordAsync(AuditRow.OfArticle(happened, time.GetUtcNow(), by, package.Name, package.Version, article, reason), ct);
        await store.ChangeAsync(package.Name, article, change, ct);
        var overlay = await knowledge.RefreshAsync(package.Name, ct);
        Log.Changed(logger, package.Name, article, happened, by);
        var now = overlay.Apply(package.Articles).First(one => one.Id == article);
        return Results.Json(new { agent = package.Name, article, state = now.Retired ? "retired" : overlay.Updates.ContainsKey(article) ? "updated" : "published" });
    }

    private Task<IResult> OfArticleAsync(HttpRequest request, Func<Package, Article, Principal, Task<IResult>> answer, [CallerMemberName] string method = "") => OfAgentAsync(request, async (package, caller) =>
    {
        // A slash within a part of a route stays escaped.
        var id = Requests.Route(request, "id").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (!ArticleId.IsValid(id)) return Problem.Of(400, "invalid-article", "That names no article.", $"An article is named by {ArticleId.Form}.");
        if (package.Articles.FirstOrDefault(one => one.Id == id) is { } article) return await answer(package, article, caller);
        return Problem.Of(404, "unknown-article", "The agent has no such article.", AgentScript.Linting.Suggestion.Nearest(id, package.Articles.Select(one => one.Id)) is { } near
            ? $"Did you mean '{near}'?" : $"{package.Name} has {package.Articles.Length} articles in version {package.Version}.");
    }, method);

    private Task<IResult> OfAgentAsync(HttpRequest request, Func<Package, Principal, Task<IResult>> answer, [CallerMemberName] string method = "") => authentication.AsStaffAsync(request, Roles[method], async caller =>
    {
        await packages.RefreshAsync(request.HttpContext.RequestAborted);
        var agent = Requests.Route(request, "agent");
        return packages.Find(agent) is { } package ? await answer(package, caller) : Problem.UnknownAgent(agent);
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Agent}: the article {Article} is {Happened} by {By}")]
        public static partial void Changed(ILogger logger, string agent, string article, string happened, string by);
    }
}
