using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Finds the sections of articles that a question is about: an inverted index with BM25 over stemmed words.</summary>
/// <remarks>
/// A value: <see cref="With"/> and <see cref="Without"/> give another one, and who searches never sees half a change. What changes lies in small segments beside the large one;
/// scores are those of an index built from the same articles at once. Safe for any number of threads.
/// </remarks>
public sealed class KnowledgeIndex
{
    /// <summary>Merging more would take longer than an update may: larger segments stay side by side until the index is written.</summary>
    private const int Merged = 4096;

    private readonly TermsLanguage _language;
    private readonly ImmutableArray<IndexPart> _parts;

    private KnowledgeIndex(TermsLanguage language, ImmutableArray<IndexPart> parts) => (_language, _parts) = (language, parts);

    public static KnowledgeIndex Empty { get; } = Build([]);

    /// <summary>ISO 639-1 of the stemmer and stop words.</summary>
    public string Language => _language.Name;

    /// <summary>How many can be found.</summary>
    public int Articles => _parts.Sum(p => p.Articles);

    public int Sections => _parts.Sum(p => p.Sections);

    /// <summary>Retired articles are left out.</summary>
    /// <param name="language">en or de.</param>
    /// <exception cref="ArgumentException">Two articles have one id; or there is no such language.</exception>
    /// <exception cref="InvalidOperationException">More than 2 GB together.</exception>
    public static KnowledgeIndex Build(IEnumerable<Article> articles, string language = "en")
    {
        var builder = new IndexBuilder(TermsLanguage.Of(language));
        foreach (var article in articles) builder.Add(article);
        return new(TermsLanguage.Of(language), [new(builder.Build(), [])]);
    }

    /// <summary>The sections that fit best, among those the reader may be told of. None where no word of the query stands in any.</summary>
    /// <param name="take">At most so many.</param>
    public ImmutableArray<Hit> Search(string query, Reader reader, int take)
    {
        var search = new IndexSearch(_parts, new(_language));
        return [.. search.Best(search.Read(query), reader, take).Select(Hit)];
    }

    /// <summary>With an article that is new, or in place of the one of its id; a retired one is only taken out.</summary>
    public KnowledgeIndex With(Article article)
    {
        var rest = Without(article.Id);
        if (article.Retired) return rest;
        var builder = new IndexBuilder(_language);
        builder.Add(article);
        var last = new IndexPart(builder.Build(), []);
        var parts = rest._parts;
        while (parts.Length > 0 && parts[^1].Articles <= 2 * last.Articles && parts[^1].Articles + last.Articles <= Merged)
        {
            last = new(IndexMerge.Of(Language, [parts[^1], last]), []);
            parts = parts.RemoveAt(parts.Length - 1);
        }
        return new(_language, parts.Add(last));
    }

    public KnowledgeIndex Without(string id)
    {
        var letters = Encoding.UTF8.GetBytes(id);
        for (var n = 0; n < _parts.Length; n++)
        {
            if (_parts[n].Segment.FindArticle(letters) is not (var article and >= 0) || _parts[n].Removed(article)) continue;
            var part = _parts[n].Without(article);
            return new(_language, part.Articles == 0 && _parts.Length > 1 ? _parts.RemoveAt(n) : _parts.SetItem(n, part));
        }
        return this;
    }

    /// <summary>Null when there is none of that id.</summary>
    public Article? Find(string id)
    {
        var letters = Encoding.UTF8.GetBytes(id);
        foreach (var part in _parts)
            if (part.Segment.FindArticle(letters) is var article and >= 0 && !part.Removed(article)) return part.Segment.Article(article);
        return null;
    }

    /// <summary>Every article, read one by one; those of one segment by id.</summary>
    public IEnumerable<Article> All() => _parts.SelectMany(part => Enumerable.Range(0, part.Segment.Layout.Articles).Where(a => !part.Removed(a)).Select(part.Segment.Article));

    /// <summary>The same articles give the same bytes, whatever way the index came to them.</summary>
    public void Write(Stream stream) => stream.Write(Whole().Bytes);

    /// <summary>What <see cref="Write"/> wrote, to the stream's end.</summary>
    /// <exception cref="FormatException">Anything else: cut off, altered, of another version.</exception>
    public static KnowledgeIndex Read(Stream stream)
    {
        var segment = IndexFile.Read(stream);
        return new(TermsLanguage.Of(segment.Layout.Language), [new(segment, [])]);
    }

    /// <summary>The words of a text and the terms they are indexed by, stop words left out.</summary>
    internal List<(string Word, string Term)> Terms(string text) => new Terms(_language).In(text);

    /// <summary>How much a term tells; the most for one that nobody wrote.</summary>
    internal float Weight(string term) => new IndexSearch(_parts, new(_language)).Weight(Encoding.UTF8.GetBytes(term));

    private IndexSegment Whole() => _parts is [{ Out: [] } one] ? one.Segment : IndexMerge.Of(Language, _parts);

    private Hit Hit(IndexSearch.Found found)
    {
        var segment = _parts[found.Part].Segment;
        var article = segment.SectionArticles[found.Section];
        return new(segment.String(segment.ArticleText(article, 0)), segment.String(segment.ArticleText(article, 1)), segment.Section(found.Section), found.Score, segment.Owner(article), segment.Review(article));
    }
}
