using System.Collections.Immutable;
using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class EvalRetrievalTests
{
    private static EvalRetrievalScore Score(string relevant, string ranking) => EvalRetrievalScore.Of([.. relevant.Split(' ')], ranking.Length == 0 ? [] : [.. ranking.Split(' ')]);

    [Fact]
    public void Figures_are_those_of_the_textbook()
    {
        Assert.Equal(new(1, 1, 1), Score("a b", "a b x y"));
        Assert.Equal(new(0, 0, 0), Score("a", "x y z"));
        Assert.Equal(new(0, 0, 0), Score("a", ""));
        var score = Score("a b c", "x a y b");
        Assert.Equal((1 / Math.Log2(3) + 1 / Math.Log2(5)) / (1 + 1 / Math.Log2(3) + 1 / Math.Log2(4)), score.Ndcg10, 12);
        Assert.Equal((1 / 2.0 + 2 / 4.0) / 3, score.AveragePrecision, 12);
        Assert.Equal(2 / 3.0, score.Recall10, 12);
    }

    [Fact]
    public void What_comes_after_the_tenth_counts_for_average_precision_alone()
    {
        var score = Score("a", "1 2 3 4 5 6 7 8 9 10 a");

        Assert.Equal((0, 1 / 11.0, 0), (score.Ndcg10, score.AveragePrecision, score.Recall10));
    }

    [Fact]
    public void A_document_ranks_where_its_best_section_does()
    {
        ImmutableArray<EvalDocument> documents = [new("lamps", "Lamps", "# Lamps\n\nBright.\n\n## Bulbs\n\nBulbs are sold apart."), new("chairs", "", "Chairs."), new("empty", "Nothing", "")];
        var figures = EvalRetrieval.Measure(documents, [new("1", "bulbs", ["lamps"]), new("2", "chairs", ["chairs", "empty"])]);

        Assert.Equal((3, 2, 0.75, 0.75), (figures.Documents, figures.Queries, figures.Map, figures.Recall10));
    }

    [Theory]
    [InlineData("""{"id":"a","text":"t"}""", """{"id":"a","text":"again"}""", "documents.jsonl:3: the document 'a' stands there a second time.")]
    [InlineData("""{"id":"a"}""", "", "documents.jsonl:1: 'text' is missing.")]
    [InlineData("""{"id":7,"text":"t"}""", "", "documents.jsonl:1: 'id' is no text.")]
    [InlineData("[]", "", "documents.jsonl:1: a JSON object is expected.")]
    [InlineData("{", "", "documents.jsonl:1: it is no JSON:")]
    [InlineData("", "", "documents.jsonl: there are no documents in it.")]
    public void A_bad_line_of_documents_is_named(string first, string third, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => EvalRetrievalFile.Documents("documents.jsonl", [first, "", third])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"id":"q","text":"t","relevant":[]}""", "queries.jsonl:1: 'relevant' is no list of at least one document's id.")]
    [InlineData("""{"id":"q","text":"t","relevant":["b"]}""", "queries.jsonl:1: 'relevant' names 'b', which is no document.")]
    [InlineData("""{"id":"q","text":"t"}""", "queries.jsonl:1: 'relevant' is missing.")]
    public void A_bad_line_of_queries_is_named(string line, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => EvalRetrievalFile.Queries("queries.jsonl", [line], [new("a", "", "t")])).Message);
}
