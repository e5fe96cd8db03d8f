using System.Collections.Immutable;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <param name="Found">Of the planted ones.</param>
/// <param name="HeldBack">Planted in wordings that were not looked at while the checker was tuned.</param>
/// <param name="Owned">Of those found, whose owner a finding names.</param>
/// <param name="Findings">All of this kind; <paramref name="Wrong"/> of them are about nothing that was planted.</param>
internal sealed record CareKind(string Kind, int Planted, int Found, int HeldBack, int HeldBackFound, int Owned, int Findings, int Wrong)
{
    public double Recall => (double)Found / Planted;

    public double HeldBackRecall => (double)HeldBackFound / HeldBack;

    public double Precision => Findings == 0 ? 0 : 1 - ((double)Wrong / Findings);
}

/// <summary>Findings beside what was planted. A contradiction is right when it is between a planted article and the one it contradicts.</summary>
internal sealed record CareScore(ImmutableArray<CareKind> Kinds)
{
    public static CareScore Of(CareSet set, ImmutableArray<KnowledgeFinding> findings) => new(
    [
        Score("contradiction", set, [.. findings.Where(f => f.Kind == FindingKind.Contradiction)], (plant, finding) => Names(finding, plant.Article) && Names(finding, plant.Against!)),
        Score("outdated", set, [.. findings.Where(f => f.Kind is FindingKind.Outdated or FindingKind.ReviewPassed or FindingKind.Superseded)], (plant, finding) => finding.Places[0].Article == plant.Article),
    ]);

    private static bool Names(KnowledgeFinding finding, string article) => finding.Places.Any(place => place.Article == article);

    private static CareKind Score(string kind, CareSet set, List<KnowledgeFinding> findings, Func<Plant, KnowledgeFinding, bool> isRight)
    {
        var plants = set.Plants.Where(plant => plant.Kind == kind).ToList();
        var byArticle = findings.SelectMany(finding => finding.Places.Select(place => (place.Article, finding))).ToLookup(pair => pair.Article, pair => pair.finding);
        var found = plants.Where(plant => byArticle[plant.Article].Any(finding => isRight(plant, finding))).ToList();
        var right = plants.SelectMany(plant => byArticle[plant.Article].Where(finding => isRight(plant, finding))).ToHashSet();
        return new(kind, plants.Count, found.Count, plants.Count(p => p.HeldBack), found.Count(p => p.HeldBack),
            found.Count(plant => byArticle[plant.Article].Any(finding => isRight(plant, finding) && finding.Owners.Contains(plant.Owner))), findings.Count, findings.Count - right.Count);
    }
}
