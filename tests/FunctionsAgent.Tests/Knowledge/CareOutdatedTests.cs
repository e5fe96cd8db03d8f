using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>What its own dates say is over.</summary>
public sealed class CareOutdatedTests
{
    private static readonly DateOnly Today = new(2026, 11, 10);

    [Theory]
    [InlineData("The voucher is valid until 31 March 2025.")]
    [InlineData("From 2024 we deliver by bicycle.")]
    [InlineData("New in 2023: a copper kettle.")]
    [InlineData("The sale ends on 10.04.2025.")]
    [InlineData("The campaign runs through 2025-01-31.")]
    [InlineData("We plan to open a store in Graz in autumn 2024.")]
    [InlineData("The prices apply to the 2024/25 season.")]
    [InlineData("The kettle is temporarily out of stock until spring 2025.")]
    [InlineData("The offer is available from 1 March 2025 to 30 June 2025, and currently extended.")]
    [InlineData("Until 11/15/2025, follow this procedure.")]
    public void What_speaks_of_the_past_as_valid_or_to_come_is_outdated(string sentence)
    {
        var found = Assert.Single(KnowledgeCheck.Of([new("a", "Kettles", [new("s", "Kettles", "Kettles boil water.\n" + sentence)], "ann@shop.example")], Today));
        Assert.Equal((FindingKind.Outdated, "a#s", sentence), (found.Kind, $"{found.Places[0]}", found.Evidence[0]));
        Assert.Equal<string>(["ann@shop.example"], found.Owners);
    }

    [Theory]
    [InlineData("Kettles have been built in Porto since 2012.")]
    [InlineData("In 2023 the kettle won a design award.")]
    [InlineData("Kettles sold until 2021 have a smaller plug.")]
    [InlineData("For kettles bought before 1 July 2022 the older manual applies.")]
    [InlineData("The certificate is valid until 31 March 2028.")]
    [InlineData("The filter has the part number 2010-11.")]
    [InlineData("From 1 June 2027 the kettle will have a longer cable.")]
    [InlineData("The kettle may be used until 10 pm.")]
    [InlineData("The store was closed until 31 March 2025.")]
    [InlineData("The voucher is valid until 10 November 2026.")]
    public void What_tells_of_the_past_or_is_still_to_come_is_not(string sentence) => Assert.Empty(KnowledgeCheck.Of([new("a", "Kettles", [new("s", "Kettles", sentence)])], Today));

    [Fact]
    public void A_year_in_the_title_goes_by()
    {
        var found = Assert.Single(KnowledgeCheck.Of([new("a", "Price list 2024", [new("s", "Price list 2024", "Kettles cost little.")]), new("b", "Price list 2027", [new("s", "Price list 2027", "Toasters cost more.")])], Today));
        Assert.Equal((FindingKind.Outdated, "a"), (found.Kind, $"{found.Places[0]}"));
    }

    [Theory]
    [InlineData("2026-11-09", 1)]
    [InlineData("2026-11-10", 0)]
    public void A_review_is_due_on_its_day_and_overdue_after_it(string review, int findings)
    {
        var found = KnowledgeCheck.Of([new("a", "Kettles", [new("s", "Kettles", "Kettles boil water.")], Review: DateOnly.ParseExact(review, "yyyy-MM-dd", null))], Today);
        Assert.Equal(findings, found.Count(finding => finding.Kind == FindingKind.ReviewPassed));
    }
}
