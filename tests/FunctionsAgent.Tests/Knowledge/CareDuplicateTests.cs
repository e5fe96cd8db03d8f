using System.Collections.Immutable;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>Articles in almost the same words.</summary>
public sealed class CareDuplicateTests
{
    private const string Text = "Descale the kettle every four weeks with a mild acid. Rinse the tank twice with fresh water. Wipe the outside with a damp cloth and dry it with a soft one. "
        + "Store it in a dry place. Wind the cable loosely, since a tight loop breaks the wires inside. Never open the housing while it is hot.";

    [Fact]
    public void A_page_that_is_there_three_times_is_one_finding()
    {
        var found = Assert.Single(Check(Page("a", Text), Page("b", Text + " Keep the box."), Page("c", "First of all: " + Text), Page("d", "Lamps are another matter, and nothing here is said of anything else in these articles.")));

        Assert.Equal(FindingKind.Duplicate, found.Kind);
        Assert.Equal(["a", "b", "c"], found.Places.Select(place => place.Article));
        Assert.Equal<string>(["ann@shop.example"], found.Owners);
    }

    [Fact]
    public void The_words_of_one_template_about_two_things_are_no_duplicate() =>
        Assert.Empty(Check(Page("a", Text), new Article("b", "Toasters", [new("s", "Toasters", Text.Replace("kettle", "toaster", StringComparison.Ordinal))])));

    [Fact]
    public void The_older_edition_is_superseded()
    {
        var found = Check(Page("a", Text + "\nLast updated: June 2026"), Page("b", Text + "\nLast updated: May 2023"));

        Assert.Equal([FindingKind.Duplicate, FindingKind.Superseded], found.Select(finding => finding.Kind));
        Assert.Equal(["b", "a"], found[1].Places.Select(place => place.Article));
    }

    [Fact]
    public void The_order_in_which_articles_come_changes_nothing()
    {
        Article[] articles = [Page("a", Text), Page("b", Text), Page("c", "Kettles can be returned within 30 days."), Page("d", "Kettles can be returned within 14 days.")];
        Assert.Equal(Written(Check(articles)), Written(Check([.. articles.Reverse()])));
    }

    private static IEnumerable<string> Written(IEnumerable<KnowledgeFinding> found) => found.Select(finding => $"{finding.Kind} {string.Join(' ', finding.Places)} {string.Join(' ', finding.Evidence)}");

    private static Article Page(string id, string text) => new(id, "Kettles", [new("s", "Kettles", text)], "ann@shop.example");

    private static System.Collections.Immutable.ImmutableArray<KnowledgeFinding> Check(params Article[] articles) => KnowledgeCheck.Of(articles, new(2026, 11, 10));
}
