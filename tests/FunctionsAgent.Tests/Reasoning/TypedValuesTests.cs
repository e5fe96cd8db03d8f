using System.Globalization;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Tests.Reasoning;

public sealed class TypedValuesTests
{
    // A Wednesday, early in Chicago while it is Wednesday in UTC too.
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 15, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    private static string In(string text, string region = "US") =>
        string.Join("; ", TypedValues.In(text, Now, Chicago, region).Select(value => $"{value.Kind} {value.Value}"));

    [Theory]
    [InlineData("write to Kim.Novak+shop@Example.COM.", "email kim.novak+shop@example.com")]
    [InlineData("mailto:a@b.co, or 'c@d.example'", "email a@b.co; email c@d.example")]
    [InlineData("ünal@straße.example", "email ünal@straße.example")]
    [InlineData("kim@example, @example.com and a..b@example.com", "")]
    [InlineData("order1001@shop.example", "email order1001@shop.example")]
    public void Mail_addresses_are_found_in_lower_case(string text, string expected) => Assert.Equal(expected, In(text));

    [Theory]
    [InlineData("size - 10 or 12", "number 10; number 12")]
    [InlineData("+ 7 and 8", "number 7; number 8")]
    public void A_sign_that_stands_alone_hides_no_number_behind_it(string text, string expected) => Assert.Equal(expected, In(text));

    [Theory]
    [InlineData("call (312) 555-0144 please", "US", "phone +13125550144")]
    [InlineData("312.555.0144", "US", "phone +13125550144")]
    [InlineData("my number is +49 30 901820, thanks", "US", "phone +4930901820")]
    [InlineData("030 901820", "DE", "phone +4930901820")]
    [InlineData("07911 123456", "GB", "phone +447911123456")]
    [InlineData("3125550144 or 3125550145", "US", "phone +13125550144; phone +13125550145")]
    [InlineData("+1 312 555 0144", "ZZ", "phone +13125550144")]
    public void Phone_numbers_are_found_as_one_dials_them(string text, string region, string expected) => Assert.Equal(expected, In(text, region));

    [Theory]
    [InlineData("W3125550144")]
    [InlineData("order #3125550144")]
    [InlineData("W 3125550144")]
    [InlineData("order number 3125550144")]
    [InlineData("tracking: 3125550144")]
    [InlineData("PA3125550144")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("https://shop.example/o/3125550144?tel=3125550144")]
    public void Digits_that_name_a_thing_are_no_phone_number_and_no_number(string text) => Assert.Equal("", In(text));

    [Theory]
    [InlineData("$3,125,550.14", "money 3125550.14 USD")]
    [InlineData("3125550144 EUR", "money 3125550144.00 EUR")]
    public void An_amount_is_no_phone_number(string text, string expected) => Assert.Equal(expected, In(text));

    [Theory]
    [InlineData("it was $1,299.00", "US", "money 1299.00 USD")]
    [InlineData("12 EUR", "US", "money 12.00 EUR")]
    [InlineData("€12,50", "US", "money 12.50 EUR")]
    [InlineData("12,50€ und 1.299,00 €", "DE", "money 12.50 EUR; money 1299.00 EUR")]
    [InlineData("20 dollars", "CA", "money 20.00 CAD")]
    [InlineData("$20 USD", "CA", "money 20.00 USD")]
    [InlineData("CHF 1'250.50", "CH", "money 1250.50 CHF")]
    [InlineData("US$5 and A$6 and £7 and ¥800", "US", "money 5.00 USD; money 6.00 AUD; money 7.00 GBP; money 800.00 JPY")]
    [InlineData("about 50 cents", "US", "money 0.50 USD")]
    [InlineData("12,- Euro", "DE", "money 12.00 EUR")]
    [InlineData("$1.299", "US", "money 1299.00 USD")]
    [InlineData("it weighs 20 pounds", "US", "number 20")]
    [InlineData("it costs 20 pounds", "GB", "money 20.00 GBP")]
    [InlineData("usd 7.5!", "US", "money 7.50 USD")]
    public void Money_has_an_amount_and_a_currency(string text, string region, string expected) => Assert.Equal(expected, In(text, region));

    [Theory]
    [InlineData("2026-11-25", "US", "2026-11-25")]
    [InlineData("at 2026-11-25T10:00:00Z", "US", "2026-11-25")]
    [InlineData("25 November 2026", "US", "2026-11-25")]
    [InlineData("the 25th of November, 2026", "US", "2026-11-25")]
    [InlineData("on Nov 25", "US", "2026-11-25")]
    [InlineData("November 3rd", "US", "2026-11-03")]
    [InlineData("Jan. 5", "US", "2027-01-05")]
    [InlineData("5 May 2026", "US", "2026-05-05")]
    [InlineData("11/25/2026", "US", "2026-11-25")]
    [InlineData("25.11.2026", "US", "2026-11-25")]
    [InlineData("25.11.2026", "DE", "2026-11-25")]
    [InlineData("25.11.26", "DE", "2026-11-25")]
    [InlineData("03/04/2026", "US", "2026-03-04")]
    [InlineData("03/04/2026", "GB", "2026-04-03")]
    [InlineData("25/11/2026", "US", "2026-11-25")]
    [InlineData("by 12/24", "US", "2026-12-24")]
    [InlineData("am 3.12. bitte", "DE", "2026-12-03")]
    [InlineData("am 3. Dezember", "DE", "2026-12-03")]
    [InlineData("29 February 2028", "US", "2028-02-29")]
    [InlineData("today", "US", "2026-11-25")]
    [InlineData("Tomorrow?", "US", "2026-11-26")]
    [InlineData("yesterday", "US", "2026-11-24")]
    [InlineData("the day after tomorrow", "US", "2026-11-27")]
    [InlineData("übermorgen", "DE", "2026-11-27")]
    [InlineData("kommt es morgen?", "DE", "2026-11-26")]
    [InlineData("this Monday", "US", "2026-11-30")]
    [InlineData("this Wednesday", "US", "2026-11-25")]
    [InlineData("next Friday", "US", "2026-12-04")]
    [InlineData("next Monday", "US", "2026-11-30")]
    [InlineData("last Friday", "US", "2026-11-20")]
    [InlineData("last Wednesday", "US", "2026-11-18")]
    [InlineData("since Tuesday", "US", "2026-11-24")]
    [InlineData("by Friday", "US", "2026-11-27")]
    [InlineData("Friday", "US", "2026-11-27")]
    [InlineData("nächsten Freitag", "DE", "2026-12-04")]
    [InlineData("in 3 days", "US", "2026-11-28")]
    [InlineData("two weeks ago", "US", "2026-11-11")]
    [InlineData("vor zwei Wochen", "DE", "2026-11-11")]
    [InlineData("in a month", "US", "2026-12-25")]
    [InlineData("last week", "US", "2026-11-16")]
    [InlineData("next week", "US", "2026-11-30")]
    [InlineData("next month", "US", "2026-12-01")]
    [InlineData("letzten Monat", "DE", "2026-10-01")]
    public void A_day_is_found_however_it_is_said(string text, string region, string day) => Assert.Equal("date " + day, In(text, region));

    [Theory]
    [InlineData("on Friday it came", "")]
    [InlineData("Guten Morgen", "")]
    [InlineData("order 5 may be late", "number 5")]
    [InlineData("13/13/2026", "")]
    [InlineData("2026-02-30", "")]
    [InlineData("31 April 2026", "number 31; number 2026")]
    [InlineData("1/2 of it, 24/7", "")]
    [InlineData("version 1.2.3", "")]
    [InlineData("I march on", "")]
    public void What_only_looks_like_a_day_is_none(string text, string expected) => Assert.Equal(expected, In(text));

    [Theory]
    [InlineData("3 lamps and 1,200 screws", "US", "number 3; number 1200")]
    [InlineData("1.299,5 mm", "DE", "number 1299.5")]
    [InlineData("1.299", "DE", "number 1299")]
    [InlineData("1.299", "US", "number 1.299")]
    [InlineData("-5 degrees, 12.50", "US", "number -5; number 12.5")]
    [InlineData("5%", "US", "number 5")]
    [InlineData("at 10:30, 24h, 3rd, #5, W1001, A1", "US", "")]
    [InlineData("10-12", "US", "number 10; number 12")]
    public void Numbers_stand_alone(string text, string region, string expected) => Assert.Equal(expected, In(text, region));

    [Fact]
    public void Where_finds_overlap_the_longest_stands_and_places_are_those_of_the_text()
    {
        const string text = "Hi, kim1@shop.example paid $12.50 on 11/20/2026, call +1 312 555 0144 about 2 lamps.";
        var found = TypedValues.In(text, Now, Chicago, "US");
        Assert.Equal(["email", "money", "date", "phone", "number"], found.Select(value => value.Kind));
        Assert.Equal(["kim1@shop.example", "$12.50", "11/20/2026", "+1 312 555 0144", "2"], found.Select(value => text.Substring(value.Start, value.Length)));
    }

    [Fact]
    public void Today_is_today_in_the_agents_zone()
    {
        var late = new DateTimeOffset(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);
        Assert.Equal("2026-11-25", Assert.Single(TypedValues.In("today", late, Chicago, "US")).Value);
        Assert.Equal("2026-11-26", Assert.Single(TypedValues.In("today", late, TimeZoneInfo.Utc, "US")).Value);
    }

    [Fact]
    public void Two_thousand_characters_are_read()
    {
        Assert.Equal("number 7", In(new string(' ', 1999) + "7"));
        Assert.Equal("", In(new string(' ', 2000) + "7"));
    }

    [Fact]
    public void The_culture_of_the_process_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal("date 2026-12-04; money 1299.50 USD; number 1200", In("NEXT FRIDAY, $1,299.50 FOR 1,200"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<string> Hostile { get; } = new(Shapes.Select(shape => string.Concat(Enumerable.Repeat(shape, (5000 / shape.Length) + 1))));

    private static string[] Shapes =>
        ["1", "1 ", "1-", "(1", "+1", "((", "1.1,", "a@", "a.", "@a.", "$", "$1", "1/1/", "12.", "may 1 ", "in ", "W1", "#", "\ud83d", "\0", "٣", "１", "next ", "1 312 555 0144 ", "312-", "(312) ", "0 0x", "http://"];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_makes_it_throw_or_take_long(string text)
    {
        foreach (var region in new[] { "US", "DE", "", "??", "XX" })
        {
            var found = TypedValues.In(text, Now, Chicago, region);
            Assert.All(found, value => Assert.InRange(value.Start + value.Length, 1, 2000));
            Assert.All(found.Zip(found.Skip(1)), pair => Assert.True(pair.First.Start + pair.First.Length <= pair.Second.Start));
        }
    }

    [Fact]
    public void The_edges_of_time_hold()
    {
        Assert.Empty(TypedValues.In("", Now, Chicago, "US"));
        _ = TypedValues.In("999 years ago, in 999 years, last year, yesterday, next month, 29.02., Feb 29", DateTimeOffset.MinValue, TimeZoneInfo.Utc, "DE");
        _ = TypedValues.In("999 years ago, in 999 years, next year, tomorrow, next month, next Friday, 29.02.", DateTimeOffset.MaxValue, TimeZoneInfo.Utc, "DE");
    }
}
