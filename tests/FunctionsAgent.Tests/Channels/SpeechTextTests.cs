using FunctionsAgent.Channels;

namespace FunctionsAgent.Tests.Channels;

public sealed class SpeechTextTests
{
    [Theory]
    // 1. characters that are not heard
    [InlineData("Great\u200B news\u0007 🎉\uFE0F!", "Great news!")]
    [InlineData("👍", "yes.")]
    [InlineData("Cafe\u0301", "Café.")]
    // 2. what has columns or pictures; quotes are their content
    [InlineData("Look:\n```\nint x;\n```\nDone.", "Look. Done.")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n\nThat is all.", "That is all.")]
    [InlineData("![a chart](https://x.example/c.png) It shipped.", "It shipped.")]
    [InlineData("> It shipped.", "It shipped.")]
    // 3. marks and lists
    [InlineData("# Your order\n**It** is _on_ its ~~way~~ `today`", "Your order. It is on its way today.")]
    [InlineData("See [our returns page](https://shop.example/returns).", "See our returns page.")]
    [InlineData("You can:\n- return it\n- keep it\n- swap it\n- give it away\n- sell it", "You can. First, return it. Second, keep it. Third, swap it. And 2 more.")]
    [InlineData("snake_case_name stays", "snake_case_name stays.")]
    // 4. addresses
    [InlineData("Go to https://shop.example/a?b=c now.", "Go to our website now.")]
    [InlineData("Write to support@shop.example.", "Write to support at shop dot example.")]
    // 5. numbers
    [InlineData("Order #W1001 has shipped.", "Order number W, 1 0 0 1 has shipped.")]
    [InlineData("Tracking 1Z999AA10123456784.", "Tracking 1 Z 9, 9 9 A, A 1 0, 1 2 3, 4 5 6, 7 8 4.")]
    [InlineData("Reference A-1001 and 482915.", "Reference A, 1 0 0 1 and 4 8 2, 9 1 5.")]
    [InlineData("Call +1-415-555-0100.", "Call 1 4 1 5, 5 5 5 0, 1 0 0.")]
    [InlineData("It costs $129.99, not €1 or $1,200.", "It costs 129 dollars and 99 cents, not 1 euro or 1200 dollars.")]
    [InlineData("It arrives 2026-11-20.", "It arrives November 20, 2026.")]
    [InlineData("Save 20% on shirts & socks and/or hats.", "Save 20 percent on shirts and socks and or or hats.")]
    [InlineData("Within 30 days of 2026, a 2-day or B2B order.", "Within 30 days of 2026, a 2-day or B2B order.")]
    // 6. abbreviations
    [InlineData("The ETA is fine, e.g. today.", "The E T A is fine, for example today.")]
    // 9. cards: never whole; a tracking number with the same check digit is not one
    [InlineData("Paid with 4111111111111111.", "Paid with the card ending in 1 1 1 1.")]
    [InlineData("", "")]
    public void A_reply_is_spoken_as_people_say_it(string written, string spoken) => Assert.Equal(spoken, SpeechText.From(written));

    [Fact]
    public void A_long_reply_ends_with_a_whole_sentence()
    {
        var spoken = SpeechText.From(string.Join(' ', Enumerable.Repeat("This is one more sentence.", 100)));
        Assert.InRange(spoken.Length, SpeechText.MaxSpoken - 60, SpeechText.MaxSpoken);
        Assert.EndsWith("one more sentence.", spoken, StringComparison.Ordinal);
        Assert.Equal(SpeechText.MaxSpoken, SpeechText.From(new string('a', 10_000)).Length);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("**a ")]
    [InlineData("[a](")]
    [InlineData("_a")]
    [InlineData("`")]
    [InlineData("> ")]
    public void Marks_without_end_cost_no_more_than_their_length(string mark)
    {
        // A quadratic parser would not come back within the time that the runner allows.
        var spoken = SpeechText.From(string.Concat(Enumerable.Repeat(mark, 200_000)));
        Assert.InRange(spoken.Length, 0, SpeechText.MaxSpoken);
    }
}
