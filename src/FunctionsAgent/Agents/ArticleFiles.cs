using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Agents;

/// <summary>Articles by themselves, whatever the rest of their package is like.</summary>
public static class ArticleFiles
{
    /// <summary>The articles below <c>knowledge/</c>, with every mistake in them.</summary>
    public static (ImmutableArray<Article> Articles, ImmutableArray<PackageError> Errors) Of(PackageFiles files)
    {
        var errors = new PackageErrors();
        var articles = new ArticleReader(new Values(errors), new(StringComparer.Ordinal)).Read(files);
        return (articles, errors.All);
    }

    /// <summary>One article of Markdown with front matter; null with the mistakes in it.</summary>
    public static (Article? Article, ImmutableArray<PackageError> Errors) Read(string id, ReadOnlyMemory<byte> markdown)
    {
        var errors = new PackageErrors();
        var article = new ArticleReader(new Values(errors), new(StringComparer.Ordinal)).Read(id, $"{ArticleReader.Folder}{id}.md", markdown);
        return (errors.Any ? null : article, errors.All);
    }

    /// <summary>The same for articles that say the same under the same name, whatever file they came from.</summary>
    public static string Hash(Article article)
    {
        var text = new StringBuilder().Append(article.Title).Append('\0').Append(article.Owner).Append('\0').Append(article.Review?.DayNumber).Append('\0').Append(article.Retired);
        foreach (var audience in article.Audience.IsDefault ? [] : article.Audience) text.Append('\0').Append(audience);
        foreach (var section in article.Sections) text.Append('\u0001').Append(section.Anchor).Append('\0').Append(section.Heading).Append('\0').Append(section.Text);
        return Conversations.Hashing.Id(text.ToString());
    }
}
