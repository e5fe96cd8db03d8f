using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class QueryTermsTests
{
    private const string Long = "Good morning, I am writing because my sister and I were in Leipzig last weekend and while we had a coffee there she told me that she could pay for a sofa with a gift card that she had got. ";

    private static KnowledgeIndex Index => KnowledgeIndex.Build([Articles.Of("gift-cards", "Gift cards", "They are valid for three years."), Articles.Of("sofas", "Sofas", "Sofas and cards for them.")]);

    [Fact]
    public void A_short_text_is_the_query() => Assert.Equal("Can I use a gift card?", QueryTerms.From("Can I use a gift card?", Index));

    [Fact]
    public void Phrases_of_titles_are_added_twice_as_the_text_has_them() => Assert.Equal($"{Long}\ngift card\ngift card", QueryTerms.From(Long, Index));

    [Fact]
    public void Titles_the_reader_may_not_see_add_nothing()
    {
        var index = Index.With(Articles.Of("gift-cards", "Gift cards", "They are valid for three years.", "staff"));

        Assert.Equal(Long, QueryTerms.From(Long, index));
        Assert.NotEqual(Long, QueryTerms.From(Long, index, new(["staff"])));
    }
}
