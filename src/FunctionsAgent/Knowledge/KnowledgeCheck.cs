using System.Collections.Immutable;
using System.Globalization;

namespace FunctionsAgent.Knowledge;

/// <summary>
/// Reads all articles against each other and the calendar. Pure: the same articles and day give the same findings in the same order. Nothing is compared with
/// everything, so that 135,000 articles take minutes. What it finds are candidates: a person decides.
/// </summary>
public static class KnowledgeCheck
{
    /// <param name="articles">Retired ones are passed over.</param>
    /// <returns>By kind, then by article.</returns>
    public static ImmutableArray<KnowledgeFinding> Of(IReadOnlyList<Article> articles, DateOnly today)
    {
        List<Article> used = [.. articles.Where(article => !article.Retired).OrderBy(article => article.Id, StringComparer.Ordinal)];
        var read = new ClaimReader();
        foreach (var article in used) read.Read(article);
        var duplicates = DuplicateSearch.Of(used, (one, other) => AreSiblings(read, one, other));
        return
        [
            .. Duplicates(used, duplicates).Concat(Contradictions(used, read)).Concat(used.SelectMany(article => Outdated(article, today))).Concat(Superseded(used, duplicates))
                .OrderBy(finding => finding.Kind).ThenBy(finding => finding.Places[0].Article, StringComparer.Ordinal),
        ];
    }

    // The words of one template about two things are no duplicate: each names what the other does not.
    private static bool AreSiblings(ClaimReader read, int one, int other)
    {
        var (a, b) = (read.Articles[one], read.Articles[other]);
        return (Alone(a.Title, b.All).Any() && Alone(b.Title, a.All).Any())
            || (Alone(a.All, b.All).Any(read.Terms.IsName) && Alone(b.All, a.All).Any(read.Terms.IsName));
    }

    private static IEnumerable<int> Alone(int[] terms, int[] others) => terms.Where(term => !ClaimSets.Has(others, term));

    private static IEnumerable<KnowledgeFinding> Duplicates(List<Article> articles, List<(int One, int Other, double Jaccard)> pairs)
    {
        foreach (var group in DuplicateGroups.Of(articles.Count, pairs))
        {
            List<Article> same = [.. group.Members.Select(i => articles[i])];
            yield return new(FindingKind.Duplicate, [.. same.Select(article => new FindingPlace(article.Id))], Owners(same),
                string.Create(CultureInfo.InvariantCulture, $"{same.Count} articles share at least {group.Least:P0} of their runs of {ShingleSet.Words} words."), []);
        }
    }

    private static IEnumerable<KnowledgeFinding> Contradictions(List<Article> articles, ClaimReader read)
    {
        foreach (var (one, other, kind) in new ContradictionSearch(read).Find())
        {
            var (a, b) = (read.Claims[one], read.Claims[other]);
            yield return new(FindingKind.Contradiction, [PlaceOf(a), PlaceOf(b)], Owners([articles[a.Article], articles[b.Article]]), kind switch
            {
                ConflictKind.Value => "Both speak of the same and give different figures.",
                ConflictKind.Negation => "One says that it is so, the other that it is not.",
                _ => "One says the opposite of the other.",
            }, [Sentence(a), Sentence(b)]);
        }

        FindingPlace PlaceOf(Claim claim) => new(articles[claim.Article].Id, articles[claim.Article].Sections[claim.Section].Anchor);

        string Sentence(Claim claim) => articles[claim.Article].Sections[claim.Section].Text.Substring(claim.Start, claim.Length);
    }

    /// <summary>One finding a section is enough to have it read again.</summary>
    private static IEnumerable<KnowledgeFinding> Outdated(Article article, DateOnly today)
    {
        if (article.Review is { } review && review < today)
            yield return new(FindingKind.ReviewPassed, [new(article.Id)], Owners([article]), $"Its review was due on {review.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.", []);
        if (OutdatedSigns.OfTitle(article.Title, today) is { } title) yield return new(FindingKind.Outdated, [new(article.Id)], Owners([article]), title, [article.Title]);
        foreach (var section in article.Sections)
            foreach (var (start, length) in ClaimReader.Sentences(section.Text))
            {
                var sentence = section.Text.Substring(start, length);
                if (OutdatedSigns.Of(sentence, today) is not { } why) continue;
                yield return new(FindingKind.Outdated, [new(article.Id, section.Anchor)], Owners([article]), why, [sentence]);
                break;
            }
    }

    private static IEnumerable<KnowledgeFinding> Superseded(List<Article> articles, List<(int One, int Other, double Jaccard)> pairs)
    {
        var told = new HashSet<int>();
        foreach (var (one, other, _) in pairs)
        {
            if (OutdatedSigns.Edition(articles[one]) is not { } first || OutdatedSigns.Edition(articles[other]) is not { } second || first == second) continue;
            var (old, current) = first < second ? (one, other) : (other, one);
            if (!told.Add(old)) continue;
            yield return new(FindingKind.Superseded, [new(articles[old].Id), new(articles[current].Id)], Owners([articles[old], articles[current]]),
                $"{articles[current].Id} says almost the same and is newer by the dates they give.", []);
        }
    }

    private static ImmutableArray<string> Owners(IEnumerable<Article> articles) => [.. articles.Select(article => article.Owner).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
}
