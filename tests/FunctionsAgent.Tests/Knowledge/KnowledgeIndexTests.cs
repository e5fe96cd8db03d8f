using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class KnowledgeIndexTests
{
    private static readonly Reader Staff = new(["staff"]);

    private static string[] Found(KnowledgeIndex index, string query, Reader? reader = null, int take = 10) => [.. index.Search(query, reader ?? Reader.Anybody, take).Select(hit => hit.Article)];

    [Fact]
    public void A_section_is_found_by_other_forms_of_its_words()
    {
        var index = KnowledgeIndex.Build([Articles.Of("a", "Lamps", "We repaired the customers’ lamps."), Articles.Of("b", "Chairs", "Chairs are sold in pairs.")]);

        Assert.Equal(["a"], Found(index, "repairing a customer's lamp"));
        Assert.Empty(Found(index, "bicycle"));
        Assert.Empty(Found(index, "and the of"));
        Assert.Empty(Found(index, ""));
    }

    [Fact]
    public void A_word_in_the_title_tells_more_than_one_in_the_text()
    {
        var index = KnowledgeIndex.Build([Articles.Of("text", "Other matters", "Vouchers, chairs and lamps are sold here."), Articles.Of("title", "Vouchers", "Chairs, tables and lamps are sold here.")]);

        Assert.Equal(["title", "text"], Found(index, "voucher"));
    }

    [Fact]
    public void A_rare_word_tells_more_than_a_common_one()
    {
        var index = KnowledgeIndex.Build(Enumerable.Range(0, 20).Select(n => Articles.Of($"common-{n:d2}", "Parcels", "Parcels travel, parcels arrive, parcels wait.")).Append(Articles.Of("rare", "Post", "The zeppelin carries one thing.")));

        Assert.Equal("rare", Found(index, "parcel by zeppelin")[0]);
    }

    [Fact]
    public void An_article_with_an_audience_is_found_only_by_somebody_of_it()
    {
        var index = KnowledgeIndex.Build([Articles.Of("open", "Refunds", "Refunds take five days."), Articles.Of("inner", "Refunds", "Refunds above 500 need a signature.", "staff", "audit")]);

        Assert.Equal(["open"], Found(index, "refunds"));
        Assert.Equal(["inner", "open"], Found(index, "refunds", Staff).Order());
        Assert.Equal(["open"], Found(index, "refunds", new(["Staff"])));
    }

    [Fact]
    public void What_the_reader_may_not_see_takes_no_place_among_the_best()
    {
        var index = KnowledgeIndex.Build(Enumerable.Range(0, 9).Select(n => Articles.Of($"inner-{n}", "Refunds refunds", "Refunds", "staff")).Append(Articles.Of("open", "Money", "Of refunds and many other things that are told at length here.")));

        Assert.Equal(["open"], Found(index, "refunds", take: 1));
    }

    [Fact]
    public void A_retired_article_is_never_found()
    {
        var index = KnowledgeIndex.Build([Articles.Of("now", "Prices", "The price is 7."), Articles.Of("then", "Prices", "The price is 5.") with { Retired = true }]);

        Assert.Equal(["now"], Found(index, "price"));
        Assert.Equal(1, index.Articles);
        Assert.Empty(Found(index.With(Articles.Of("now", "Prices", "The price is 7.") with { Retired = true }), "price"));
    }

    [Fact]
    public void Equal_sections_come_by_article_and_place_however_many_are_taken()
    {
        var index = KnowledgeIndex.Build(Enumerable.Range(0, 30).Reverse().Select(n => Articles.Of($"a{n:d2}", "Lamps", "A lamp.")));

        Assert.Equal(Enumerable.Range(0, 30).Select(n => $"a{n:d2}"), Found(index, "lamp", take: 50));
        Assert.Equal(["a00", "a01", "a02"], Found(index, "lamp", take: 3));
        Assert.Empty(Found(index, "lamp", take: 0));
    }

    [Fact]
    public void A_hit_carries_what_is_known_of_its_article()
    {
        var article = new Article("returns", "Returns", [new("late", "Returns › Late", "After 30 days it is late.")], "returns@shop.example", new DateOnly(2027, 1, 31), ["verified"]);
        var hit = Assert.Single(KnowledgeIndex.Build([article]).Search("late", new(["verified"]), 1));

        Assert.Equal(("returns#late", "Returns", article.Sections[0], article.Owner, article.Review), (hit.Source, hit.Title, hit.Section, hit.Owner, hit.Review));
        Assert.True(hit.Score > 0);
    }

    [Fact]
    public void German_is_stemmed_as_German()
    {
        var index = KnowledgeIndex.Build([Articles.Of("a", "Häuser", "Die Häuser werden versichert.")], "de");

        Assert.Equal(["a"], Found(index, "haus versicherung"));
        Assert.Throws<ArgumentException>(() => KnowledgeIndex.Build([], "fr"));
    }

    [Fact]
    public void Two_articles_of_one_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => KnowledgeIndex.Build([Articles.Of("a", "A", "one"), Articles.Of("a", "B", "two")]));

    [Fact]
    public void An_index_of_nothing_finds_nothing()
    {
        Assert.Empty(Found(KnowledgeIndex.Empty, "lamp"));
        Assert.Null(KnowledgeIndex.Empty.Find("a"));
        Assert.Empty(Found(KnowledgeIndex.Build([new Article("a", "Lamp", [])]), "lamp"));
    }
}
