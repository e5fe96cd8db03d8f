using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Figures, days, names and addresses are in the sources, however they are written, or they are missed by their kind.</summary>
public sealed class GroundingValueTests
{
    private static IEnumerable<GroundingValueKind> Missing(string answer) => Grounding.Ground(answer, GroundingTurn.All).Sentences.SelectMany(sentence => sentence.Missing);

    [Theory]
    [InlineData("The total was $1,299.00.")]
    [InlineData("The total was 1299 USD.")]
    [InlineData("The total was USD 1'299.")]
    [InlineData("The total was 1.299,00 dollars.")]
    [InlineData("It will be there on Wednesday, November 25, 2026.")]
    [InlineData("It will be there on 25 Nov.")]
    [InlineData("It will be there on the 25th of November 2026.")]
    [InlineData("It will be there on 2026-11-25 by 5 pm.")]
    [InlineData("It will be there on 11/25/2026 at 17:00.")]
    [InlineData("Sie kommt am 25.11.2026 um 17 Uhr.")]
    [InlineData("The offer ends on Nov 5.")]
    [InlineData("The offer ends on 5 November 2026.")]
    [InlineData("The offer ends on 11/05/2026.")]
    [InlineData("Das Angebot gilt bis 05.11.2026.")]
    [InlineData("Your order is #W1001.")]
    [InlineData("Your order is W-1001.")]
    [InlineData("The tracking number is 1Z999AA10123456784.")]
    [InlineData("Refunds take 5-7 business days.")]
    [InlineData("Refunds take between five and seven days.")]
    [InlineData("Refunds take up to one week, 7 days.")]
    [InlineData("You have thirty days.")]
    [InlineData("Sie haben zwei Wochen Zeit.")]
    [InlineData("You save 15 percent.")]
    [InlineData("You save 15 %.")]
    [InlineData("Call 555-010-0199 or 15550100199.")]
    [InlineData("Call 5550100199.")]
    [InlineData("Rufen Sie +49 30 1234567 an.")]
    [InlineData("We are there on Thursdays until 17:30.")]
    [InlineData("We are there until 5:30 p.m.")]
    [InlineData("Wir sind mittwochs bis 17:00 Uhr da.")]
    [InlineData("Write to Support@Shop.example.")]
    [InlineData("See [the page](http://www.shop.example/returns?utm_source=x#top).")]
    [InlineData("Follow it at https://ups.com/track?num=1Z999AA10123456784.")]
    [InlineData("See shop.example.")]
    [InlineData("It comes with UPS from the shop.")]
    [InlineData("1. Pack it.\n2. Send it.\n3. Wait.")]
    public void What_is_in_a_source_is_found_however_it_is_written(string answer) => Assert.Empty(Missing(answer));

    [Theory]
    [InlineData("The total was $1,399.00.", GroundingValueKind.Money)]
    [InlineData("The total was 1299 EUR.", GroundingValueKind.Money)]
    [InlineData("Der Rückversand kostet 5,95 €.", GroundingValueKind.Money)]
    [InlineData("It will be there on November 26.", GroundingValueKind.Date)]
    [InlineData("It will be there on 2027-11-25.", GroundingValueKind.Date)]
    [InlineData("Das Angebot gilt bis 06.11.2026.", GroundingValueKind.Date)]
    [InlineData("It will be there on Sunday.", GroundingValueKind.Weekday)]
    [InlineData("It will be there by 6 pm.", GroundingValueKind.Time)]
    [InlineData("Your order is #W1002.", GroundingValueKind.Id)]
    [InlineData("The tracking number is 1Z999AA10123456785.", GroundingValueKind.Id)]
    [InlineData("Refunds take 10 business days.", GroundingValueKind.Duration)]
    [InlineData("You have 30 weeks.", GroundingValueKind.Duration)]
    [InlineData("You have sixty days.", GroundingValueKind.Duration)]
    [InlineData("You save 20%.", GroundingValueKind.Percent)]
    [InlineData("There are 12 of them.", GroundingValueKind.Number)]
    [InlineData("Call 555-010-0198.", GroundingValueKind.Phone)]
    [InlineData("Write to help@shop.example.", GroundingValueKind.Mail)]
    [InlineData("See https://shop.example/refunds.", GroundingValueKind.Link)]
    [InlineData("See https://shop.example.evil.example/returns.", GroundingValueKind.Link)]
    [InlineData("It comes with DHL to your house.", GroundingValueKind.Name)]
    [InlineData("Did you know that you get $20 back?", GroundingValueKind.Money)]
    [InlineData("# You get $20 back", GroundingValueKind.Money)]
    public void What_is_in_none_is_missed_by_its_kind(string answer, GroundingValueKind kind) => Assert.Equal([kind], Missing(answer));

    [Fact]
    public void Data_that_names_a_currency_means_its_bare_figures_in_it()
    {
        Assert.Equal([GroundingValueKind.Money], Grounding.Ground("The total was 1299 EUR.", [GroundingTurn.Order]).Sentences[0].Missing);
        Assert.Empty(Grounding.Ground("The total was 1299 EUR.", [new("tool:get_order", """{"total":1299}""")]).Sentences[0].Missing);
    }

    [Fact]
    public void A_bare_figure_of_data_may_be_said_with_its_unit()
    {
        var answer = "You get 15 % off, $40 back and 14 days.";
        Assert.Empty(Grounding.Ground(answer, [new("tool:offer", """{"percent":15,"back":40.00,"days":14}""")]).Sentences.SelectMany(sentence => sentence.Missing));
        Assert.Equal(3, Grounding.Ground(answer, [new("tool:offer", """{"text":"15 days, 40 % and 14 EUR"}""")]).Sentences.Sum(sentence => sentence.Missing.Length));
    }

    [Fact]
    public void Letters_that_JSON_writes_as_numbers_are_letters() =>
        Assert.True(Grounding.Ground("Die Übergabe ist in Zürich.", [new("tool:place", "{\"note\":\"\\u00dcbergabe in Z\\u00fcrich\"}")]).IsSupported);
}
