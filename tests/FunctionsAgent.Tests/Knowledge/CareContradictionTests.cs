using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>What cannot both be true, and what only looks like it.</summary>
public sealed class CareContradictionTests
{
    private static readonly DateOnly Today = new(2026, 11, 10);

    [Theory]
    [InlineData("Kettles can be returned within 30 days of delivery.", "You can return kettles within 14 days of delivery.")]
    [InlineData("Kettles can be returned within 30 days of delivery.", "Kettles can be returned within six weeks of delivery.")]
    [InlineData("The kettle has a warranty of 24 months.", "The kettle comes with a warranty of three years.")]
    [InlineData("The kettle costs 1,299.00 euros.", "The kettle costs € 1.399,00.")]
    [InlineData("A restocking fee of 10 percent is deducted for opened kettles.", "For opened kettles a restocking fee of 15% is deducted.")]
    [InlineData("The kettle store opens at 9:00 on weekdays.", "On weekdays the kettle store opens at 8:30 am.")]
    [InlineData("Kettles ordered by 18 December arrive before Christmas.", "Kettles ordered by December 15 arrive before Christmas.")]
    [InlineData("Opened kettles can be returned.", "Opened kettles cannot be returned.")]
    [InlineData("A descaler is included with the kettle.", "A descaler is excluded from the kettle.")]
    [InlineData("Registration of the kettle is required.", "Registration of the kettle is optional.")]
    [InlineData("Return shipping of kettles is free.", "Return shipping of kettles costs 4.90 euros.")]
    [InlineData("The kettle holds 2 liters.", "The kettle holds 1.7 liters.")]
    public void Two_articles_that_differ_in_what_they_say_of_the_same_contradict_each_other(string one, string other)
    {
        var found = Assert.Single(Contradictions(new("a", "Kettles", [new("s", "Kettles", one)], "ann@shop.example"), new("b", "All about kettles", [new("t", "All about kettles", other)], "bob@shop.example")));

        Assert.Equal(["a#s", "b#t"], found.Places.Select(place => $"{place}"));
        Assert.Equal<string>([one, other], found.Evidence);
        Assert.Equal<string>(["ann@shop.example", "bob@shop.example"], found.Owners);
    }

    [Theory]
    [InlineData("Kettles can be returned within 2 weeks of delivery.", "Kettles can be returned within 14 days of delivery.")]
    [InlineData("The kettle has a warranty of 12 months.", "The kettle has a warranty of one year.")]
    [InlineData("The kettle costs 1,299.00 euros.", "The kettle costs EUR 1299.")]
    [InlineData("Kettles arrive within 3 to 5 working days.", "Kettles arrive within 5 working days.")]
    [InlineData("Kettles are repaired within 10 working days.", "Kettles are repaired within 14 days.")]
    [InlineData("Kettles can be returned within 30 days of delivery.", "Toasters can be returned within 14 days of delivery.")]
    [InlineData("Kettles can be returned within 30 days of delivery.", "If they were opened, kettles on sale can be returned within 14 days of delivery.")]
    [InlineData("Standard delivery of kettles takes 5 days.", "Express delivery of kettles takes 2 days.")]
    [InlineData("Kettles weigh 2 kg.", "Kettles cost 2 euros.")]
    [InlineData("Opened kettles can be returned.", "Broken kettles cannot be repaired.")]
    [InlineData("The kettle meets EN 60335-1.", "The kettle meets EN 55014-1.")]
    [InlineData("Sent on 18 December, kettles arrive before Christmas.", "Sent on 18.12.2026, kettles arrive before Christmas.")]
    public void What_says_the_same_or_speaks_of_something_else_does_not(string one, string other) =>
        Assert.Empty(Contradictions(new("a", "Kettles", [new("s", "Kettles", one)]), new("b", "All about kettles", [new("t", "All about kettles", other)])));

    [Fact]
    public void The_same_words_under_titles_of_two_things_are_siblings() => Assert.Empty(Contradictions(
        new("a", "Kettles: warranty", [new("s", "Kettles: warranty", "The warranty lasts 24 months.")]), new("b", "Toasters: warranty", [new("s", "Toasters: warranty", "The warranty lasts 36 months.")])));

    [Fact]
    public void The_lines_of_a_table_do_not_contradict_each_other() => Assert.Empty(Contradictions(
        new Article("a", "Closing an account", [new("s", "Closing an account", "Early closure fee: $15\nNotice period: 3 days\nEarly closure fee: $25\nNotice period: 7 days")]),
        new Article("b", "Closing an account early", [new("s", "Closing an account early", "Early closure fee: $50")])));

    [Fact]
    public void A_question_says_what_its_short_answer_is_about()
    {
        var found = Assert.Single(Contradictions(
            new("a", "Returns", [new("s", "Returns", "Kettles can be returned within 30 days of delivery.")]),
            new("b", "Questions about returns", [new("s", "Questions about returns › How many days do I have to return my kettle?", "You have 14 days from delivery.")])));
        Assert.Equal("You have 14 days from delivery.", found.Evidence[1]);
    }

    [Fact]
    public void What_the_nearest_sentence_says_right_is_no_contradiction_of_another_one() => Assert.Empty(Contradictions(
        new("a", "Delivery of kettles", [new("s", "Delivery of kettles", "Standard delivery of kettles takes 5 days. Express delivery of kettles takes 2 days.")]),
        new("b", "How kettles reach you", [new("s", "How kettles reach you", "Express delivery of kettles takes 2 days. Standard delivery of kettles takes 5 days.")])));

    [Fact]
    public void A_retired_article_contradicts_nobody()
    {
        var article = new Article("a", "Kettles", [new("s", "Kettles", "Kettles can be returned within 30 days of delivery.")]);
        Assert.Empty(Contradictions(article, article with { Id = "b", Retired = true, Sections = [new("s", "Kettles", "Kettles can be returned within 14 days of delivery.")] }));
    }

    private static IEnumerable<KnowledgeFinding> Contradictions(params Article[] articles) => KnowledgeCheck.Of(articles, Today).Where(finding => finding.Kind == FindingKind.Contradiction);
}
