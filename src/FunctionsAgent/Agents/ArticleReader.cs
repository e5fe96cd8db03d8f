using System.Collections.Immutable;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Agents;

/// <summary>Reads the articles of a package: <c>knowledge/**</c> in Markdown, HTML, PDF and plain text.</summary>
/// <param name="read">Told which YAML files are an article's.</param>
internal sealed class ArticleReader(Values values, HashSet<string> read)
{
    public const string Folder = "knowledge/";

    private static readonly ImmutableArray<string> Markdown = [".md", ".markdown"], Pictures = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".css"];

    /// <summary>In the order of their ids; those without a mistake.</summary>
    public ImmutableArray<Article> Read(PackageFiles files)
    {
        var found = new SortedDictionary<string, (string File, Article? Article)>(StringComparer.Ordinal);
        foreach (var (file, bytes) in files.All.Where(file => file.Key.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var ending = Path.GetExtension(file).ToLowerInvariant();
            if (ending == ".yaml" || Pictures.Contains(ending)) continue;
            var id = file[Folder.Length..^ending.Length];
            if (!DocumentReader.Endings.Contains(ending)) values.Errors.Add(new(file, 1, 1), $"Articles are files of {string.Join(", ", DocumentReader.Endings)}, not '{Shown.Of(ending)}'.");
            else if (!ArticleId.IsValid(id)) values.Errors.Add(new(file, 1, 1), $"An article is named by {ArticleId.Form}.");
            else if (!found.TryAdd(id, (file, null))) values.Errors.Add(new(file, 1, 1), $"There is {Shown.Of(found[id].File)} as well, and both would be the article '{Shown.Of(id)}'.");
            else found[id] = (file, One(id, file, bytes, Matter(files, id, file, ending, bytes)));
        }

        return [.. found.Values.Select(one => one.Article).OfType<Article>()];
    }

    /// <summary>One article of Markdown; null after an error.</summary>
    public Article? Read(string id, string file, ReadOnlyMemory<byte> markdown) => One(id, file, markdown, OfMarkdown(file, markdown));

    private Article? One(string id, string file, ReadOnlyMemory<byte> bytes, ArticleMatter? matter)
    {
        if (matter is null) return null;
        try
        {
            var document = DocumentReader.Read(file, bytes, matter.Title);
            return new(id, document.Title, document.Sections, matter.Owner, matter.Review, matter.Audience, matter.Retired);
        }
        catch (DocumentException e)
        {
            values.Errors.Add(new(file, 1, 1), $"The article cannot be read: {e.Reason}");
            return null;
        }
    }

    /// <summary>Null: the file is no text, which was reported.</summary>
    private ArticleMatter? Matter(PackageFiles files, string id, string file, string ending, ReadOnlyMemory<byte> bytes)
    {
        if (Markdown.Contains(ending)) return OfMarkdown(file, bytes);
        var beside = $"{Folder}{id}.yaml";
        if (!files.All.TryGetValue(beside, out var yaml)) return ArticleMatter.None;
        read.Add(beside);
        return ArticleMatter.Read(YamlFile.Read(beside, yaml.Span, values.Errors), Shown.Of(beside), values);
    }

    private ArticleMatter? OfMarkdown(string file, ReadOnlyMemory<byte> bytes) =>
        TextFile.Read(file, bytes.Span, DocumentReader.LongestText, values.Errors) is { } text ? ArticleMatter.OfMarkdown(file, text, values) : null;
}
