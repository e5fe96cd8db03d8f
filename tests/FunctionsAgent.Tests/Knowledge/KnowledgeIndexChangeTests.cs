using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>An index that was changed article by article is the index of those articles.</summary>
public sealed class KnowledgeIndexChangeTests
{
    private static readonly string[] Queries = ["order", "refund card", "gift voucher courier", "lamp lamp chair order tax", "warranty repair invoice address store"];
    private static readonly Reader[] Readers = [Reader.Anybody, new(["staff"])];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_any_changes_hits_scores_and_bytes_are_those_of_an_index_built_at_once(int seed)
    {
        var dice = new Random(seed);
        var articles = Enumerable.Range(0, 40).ToDictionary(n => $"article-{n}", n => Articles.Drawn(dice, n));
        var index = KnowledgeIndex.Build(articles.Values);
        for (var step = 0; step < 150; step++)
        {
            var id = dice.Next(60);
            if (dice.Next(4) == 0)
            {
                articles.Remove($"article-{id}");
                index = index.Without($"article-{id}");
            }
            else
            {
                var article = articles[$"article-{id}"] = Articles.Drawn(dice, id);
                index = index.With(article);
            }
            if (step % 30 == 29) AssertSame(KnowledgeIndex.Build(articles.Values), index);
        }
    }

    [Fact]
    public void Who_holds_an_index_does_not_see_what_changes()
    {
        var before = KnowledgeIndex.Build([Articles.Of("a", "Lamps", "A lamp costs 7.")]);
        var after = before.With(Articles.Of("a", "Lamps", "A lamp costs 9.")).With(Articles.Of("b", "Bulbs", "A lamp needs a bulb."));

        Assert.Equal("A lamp costs 7.", Assert.Single(before.Search("lamp", Reader.Anybody, 9)).Section.Text);
        Assert.Equal(2, after.Search("lamp", Reader.Anybody, 9).Length);
        Assert.Equal("A lamp costs 9.", after.Find("a")!.Sections[0].Text);
    }

    [Fact]
    public void Taking_out_what_is_not_there_changes_nothing()
    {
        var index = KnowledgeIndex.Build([Articles.Of("a", "Lamps", "A lamp.")]);

        Assert.Same(index, index.Without("b"));
        Assert.Equal(0, index.Without("a").Without("a").Articles);
        Assert.Empty(index.Without("a").Search("lamp", Reader.Anybody, 1));
        Assert.Equal(1, index.Without("a").With(Articles.Of("a", "Lamps", "A lamp.")).Articles);
    }

    [Fact]
    public void Every_article_comes_back_as_it_went_in()
    {
        var dice = new Random(5);
        var articles = Enumerable.Range(0, 20).Select(n => Articles.Drawn(dice, n)).ToArray();
        var index = KnowledgeIndex.Build(articles[..10]);
        foreach (var article in articles[10..]) index = index.With(article);

        Assert.Equal(articles.Select(Shown).Order(), index.All().Select(Shown).Order());

        static string Shown(Article a) => $"{a.Id}|{a.Title}|{a.Owner}|{a.Review}|{string.Join(',', a.Audience)}|{string.Join(';', a.Sections)}";
    }

    private static void AssertSame(KnowledgeIndex built, KnowledgeIndex changed)
    {
        Assert.Equal((built.Articles, built.Sections), (changed.Articles, changed.Sections));
        foreach (var reader in Readers)
            foreach (var query in Queries) Assert.Equal<Hit>(built.Search(query, reader, 12), changed.Search(query, reader, 12));
        Assert.Equal(Bytes(built), Bytes(changed));
    }

    private static byte[] Bytes(KnowledgeIndex index)
    {
        using var stream = new MemoryStream();
        index.Write(stream);
        return stream.ToArray();
    }
}
