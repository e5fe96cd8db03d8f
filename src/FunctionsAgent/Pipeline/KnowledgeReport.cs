using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsAgent.Agents;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Pipeline;

/// <summary>Articles with who owns them, what became of them, and what was found in them; the same over HTTP and on the command line.</summary>
public static class KnowledgeReport
{
    /// <param name="published">As they are in the package.</param>
    /// <param name="overlay">What staff changed since.</param>
    public static JsonObject Of(string agent, string version, ImmutableArray<Article> published, ArticleOverlay overlay, ImmutableArray<KnowledgeFinding> findings) => new()
    {
        ["agent"] = agent, ["version"] = version,
        ["articles"] = new JsonArray([.. published.Zip(overlay.Apply(published)).Select(pair => (JsonNode)Shown(pair.First, pair.Second, overlay.Changes.GetValueOrDefault(pair.First.Id)))]),
        ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)Shown(finding))]),
    };

    /// <summary><c>near-duplicate</c>, <c>contradiction</c>, <c>review-passed</c>, <c>outdated</c>, <c>superseded</c>.</summary>
    public static string Name(FindingKind kind) => kind switch
    {
        FindingKind.Duplicate => "near-duplicate",
        FindingKind.Contradiction => "contradiction",
        FindingKind.ReviewPassed => "review-passed",
        FindingKind.Superseded => "superseded",
        _ => "outdated",
    };

    private static JsonObject Shown(Article published, Article now, ArticleChange? change)
    {
        var shown = new JsonObject
        {
            ["id"] = now.Id, ["title"] = now.Title, ["owner"] = now.Owner, ["review"] = now.Review?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["sections"] = now.Sections.Length,
            ["audience"] = new JsonArray([.. (now.Audience.IsDefault ? [] : now.Audience).Select(audience => (JsonNode)audience)]),
            ["state"] = now.Retired ? "retired" : ReferenceEquals(published, now) ? "published" : "updated",
        };
        if (change?.Retired is { } retired) shown["retired"] = new JsonObject { ["by"] = retired.By, ["at"] = $"{retired.At:O}", ["reason"] = retired.Reason };
        if (change?.Update is { } update && !ReferenceEquals(published, now)) shown["updated"] = new JsonObject { ["by"] = update.By, ["at"] = $"{update.At:O}" };
        return shown;
    }

    private static JsonObject Shown(KnowledgeFinding finding) => new JsonObject
    {
        ["kind"] = Name(finding.Kind),
        ["places"] = new JsonArray([.. finding.Places.Select(place => (JsonNode)place.ToString())]),
        ["owners"] = new JsonArray([.. finding.Owners.Select(owner => (JsonNode)owner)]),
        ["why"] = finding.Why,
        ["evidence"] = new JsonArray([.. finding.Evidence.Select(sentence => (JsonNode)sentence)]),
    };
}
