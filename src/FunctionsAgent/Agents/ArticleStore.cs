using System.Collections.Immutable;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Agents;

/// <summary>
/// What staff changed of articles. Table <c>Articles</c>: partition = agent, a row for each article (hash of its id, which may contain
/// anything); an updated text is a blob named by its content's hash. Throws what <see cref="ITables.CommitAsync"/> throws.
/// </summary>
public sealed class ArticleStore(ITables tables, IBlobs blobs)
{
    public const string Table = "Articles";

    private const int Page = 1000, Attempts = 8;

    /// <param name="change">The article as it is to be; what it was may be made again after a conflict.</param>
    public async Task<ArticleChange> ChangeAsync(string agent, string article, Func<ArticleChange, ArticleChange> change, CancellationToken ct)
    {
        var key = Hashing.Id(article);
        for (var attempt = 1; ; attempt++)
        {
            var row = await tables.GetAsync(Table, agent, key, ct);
            var before = row is null ? new ArticleChange(article) : Read(row);
            var after = change(before);
            if (after == before) return after;
            var cells = new Cells(JsonSerializer.Serialize(after, JsonSerializerOptions.Web));
            try
            {
                await tables.CommitAsync(Table, agent, [row is null ? Write.Insert(key, cells) : Write.Update(key, row.ETag, cells)], ct);
                return after;
            }
            catch (ConflictException) when (attempt < Attempts)
            {
                // Somebody else changed it meanwhile.
            }
        }
    }

    /// <summary>Keeps a text, and answers where.</summary>
    public async Task<string> PutAsync(ReadOnlyMemory<byte> markdown, CancellationToken ct)
    {
        var blob = "articles/" + Hashing.Of(markdown.Span);
        await blobs.PutAsync(blob, markdown, ct);
        return blob;
    }

    /// <summary>All changes of an agent, and their texts.</summary>
    /// <param name="known">What was read before: a text is not read twice.</param>
    /// <exception cref="StoreBusyException">Try again.</exception>
    public async Task<ArticleOverlay> ReadAsync(string agent, ArticleOverlay known, CancellationToken ct)
    {
        var rows = new List<Row>();
        await foreach (var page in tables.PagesAsync(Table, agent, "", "\uffff", Page, ct)) rows.AddRange(page);
        var stamp = rows.Count == 0 ? "" : Hashing.Id(string.Join(' ', rows.Select(row => $"{row.Key}{row.ETag}")));
        if (stamp == known.Stamp) return known;

        var changes = rows.Select(Read).ToImmutableSortedDictionary(change => change.Article, change => change, StringComparer.Ordinal);
        var updates = ImmutableSortedDictionary.CreateBuilder<string, Article>(StringComparer.Ordinal);
        foreach (var (id, change) in changes)
        {
            if (change.Update is not { } update) continue;
            var isKnown = known.Changes.GetValueOrDefault(id)?.Update?.Blob == update.Blob;
            if (((isKnown ? known.Updates.GetValueOrDefault(id) : null) ?? await TextAsync(id, update, ct)) is { } text) updates[id] = text;
        }

        return new(changes, updates.ToImmutable(), stamp);
    }

    /// <summary>Null where the text is lost or damaged.</summary>
    private async Task<Article?> TextAsync(string id, ArticleUpdate update, CancellationToken ct) =>
        await blobs.GetAsync(update.Blob, ct) is { } bytes ? ArticleFiles.Read(id, bytes).Article : null;

    private static ArticleChange Read(Row row) => JsonSerializer.Deserialize<ArticleChange>(row.Cells.Json!, JsonSerializerOptions.Web)!;
}
