using System.Collections.Immutable;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Agents;

/// <summary>What was changed of an agent's articles at run time, over whichever version a conversation has.</summary>
/// <param name="Changes">By article.</param>
/// <param name="Updates">The texts of those that were updated, read. Where one is lost the article is not used: neither text is known to be true.</param>
/// <param name="Stamp">Another one whenever something changed.</param>
public sealed record ArticleOverlay(ImmutableSortedDictionary<string, ArticleChange> Changes, ImmutableSortedDictionary<string, Article> Updates, string Stamp)
{
    public static ArticleOverlay None { get; } = new(
        ImmutableSortedDictionary<string, ArticleChange>.Empty.WithComparers(StringComparer.Ordinal), ImmutableSortedDictionary<string, Article>.Empty.WithComparers(StringComparer.Ordinal), "");

    /// <summary>The articles as they are now: updated ones in their place, retired ones marked.</summary>
    public ImmutableArray<Article> Apply(ImmutableArray<Article> articles) => Changes.IsEmpty ? articles : [.. articles.Select(Apply)];

    /// <summary>The index of exactly these articles, without the retired and with the updated ones.</summary>
    public KnowledgeIndex Apply(KnowledgeIndex index, ImmutableArray<Article> articles)
    {
        if (Changes.IsEmpty) return index;
        foreach (var article in articles)
        {
            var now = Apply(article);
            if (!ReferenceEquals(now, article)) index = now.Retired ? index.Without(now.Id) : index.With(now);
        }

        return index;
    }

    private Article Apply(Article article)
    {
        if (!Changes.TryGetValue(article.Id, out var change)) return article;
        if (change.Update is { } update && ArticleFiles.Hash(article) == update.Over) article = Updates.GetValueOrDefault(article.Id) ?? article with { Retired = true };
        return change.Retired is null ? article : article with { Retired = true };
    }
}
