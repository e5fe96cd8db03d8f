using System.Collections.Immutable;
using System.Diagnostics;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Evaluation;

/// <summary>How well and how fast knowledge is found: documents are cut and indexed as an agent's articles are, a document ranks where its best section does.</summary>
public static class EvalRetrieval
{
    /// <summary>Ranks that are looked at: what comes later counts as not found for <see cref="EvalRetrievalFigures.Map"/>, too.</summary>
    public const int Ranks = 1000;

    /// <exception cref="DocumentException">A document's text is nested deeper than anybody writes.</exception>
    /// <param name="drawn">Search with what <see cref="QueryTerms"/> draws from a query's text, not with the text itself.</param>
    public static EvalRetrievalFigures Measure(ImmutableArray<EvalDocument> documents, ImmutableArray<EvalQuery> queries, bool drawn = false)
    {
        var begin = Stopwatch.GetTimestamp();
        var index = KnowledgeIndex.Build(documents.Select(Article));
        var built = Stopwatch.GetElapsedTime(begin);
        begin = Stopwatch.GetTimestamp();
        var rankings = queries.Select(query => Ranking(index, query, drawn)).ToImmutableArray();
        var searched = Stopwatch.GetElapsedTime(begin);
        var scores = queries.Zip(rankings, (query, ranking) => EvalRetrievalScore.Of(query.Relevant, ranking)).ToImmutableArray();
        return new(documents.Length, queries.Length, scores.Average(s => s.Ndcg10), scores.Average(s => s.AveragePrecision), scores.Average(s => s.Recall10),
            built.TotalSeconds, searched.TotalMilliseconds / queries.Length);
    }

    /// <summary>Documents, the best first.</summary>
    private static ImmutableArray<string> Ranking(KnowledgeIndex index, EvalQuery query, bool drawn) =>
        [.. index.Search(drawn ? QueryTerms.From(query.Text, index) : query.Text, Reader.Anybody, Ranks).Select(hit => hit.Article).Distinct()];

    /// <summary>A document without text stays one that nothing finds.</summary>
    private static Article Article(EvalDocument document) => new(document.Id, document.Title, SectionCutter.Cut(document.Title, MarkdownDocument.Read(document.Id, document.Text).Blocks));
}

public sealed record EvalDocument(string Id, string Title, string Text);

/// <param name="Relevant">Ids of the documents that should be found; at least one.</param>
public sealed record EvalQuery(string Id, string Text, ImmutableArray<string> Relevant);

/// <param name="Map">Mean average precision over the first <see cref="EvalRetrieval.Ranks"/> sections.</param>
/// <param name="Recall10">Share of a query's relevant documents among its first ten.</param>
/// <param name="IndexSeconds">Cutting and indexing, all documents.</param>
/// <param name="QueryMilliseconds">Mean of one query.</param>
public sealed record EvalRetrievalFigures(int Documents, int Queries, double Ndcg10, double Map, double Recall10, double IndexSeconds, double QueryMilliseconds);
