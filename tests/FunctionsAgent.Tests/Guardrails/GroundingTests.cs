using System.Diagnostics.CodeAnalysis;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>An answer is cut into sentences, each of which the turn's sources say or do not.</summary>
public sealed class GroundingTests
{
    private static GroundingReading Ground(string answer) => Grounding.Ground(answer, GroundingTurn.All);

    [Theory]
    [InlineData("Hi!")]
    [InlineData("Thank you for your message.")]
    [InlineData("I'm sorry for the delay.")]
    [InlineData("I understand how frustrating that is, and I apologize for the inconvenience.")]
    [InlineData("Is there anything else I can help you with?")]
    [InlineData("Please let me know if you have any other questions.")]
    [InlineData("Could you send me your order number?")]
    [InlineData("Please share your order number.")]
    [InlineData("Unfortunately, I could not find that information.")]
    [InlineData("I will connect you with a colleague.")]
    [InlineData("Here is what I found:")]
    [InlineData("## Your order")]
    [InlineData("|---|---|")]
    [InlineData("Vielen Dank für Ihre Nachricht!")]
    [InlineData("Es tut mir leid, dass Sie warten mussten.")]
    [InlineData("Kann ich sonst noch etwas für Sie tun?")]
    [InlineData("***")]
    [InlineData("👍 🎉")]
    public void A_sentence_that_claims_nothing_needs_no_source(string answer)
    {
        var sentence = Assert.Single(Ground(answer).Sentences);
        Assert.False(sentence.IsClaim);
        Assert.True(sentence.IsSupported);
    }

    [Theory]
    [InlineData("Your order #W1001 has shipped and should arrive on Wednesday, November 25, 2026.", "tool:get_order")]
    [InlineData("It is on its way with UPS; the tracking number is 1Z999AA10123456784.", "tool:get_order")]
    [InlineData("You ordered two walnut desk lamps for a total of $1,299.00.", "tool:get_order")]
    [InlineData("- Carrier: UPS", "tool:get_order")]
    [InlineData("| Walnut desk lamp | 2 |", "tool:get_order")]
    [InlineData("You can return it within 30 days of delivery and get a full refund.", "article:returns")]
    [InlineData("The lamp has to be unused and in the original packaging.", "article:returns")]
    [InlineData("You will have your money back within 5-7 business days.", "article:returns")]
    [InlineData("Sie erhalten die Erstattung innerhalb von 5 Werktagen.", "article:rueckgabe")]
    [InlineData("Die Rücksendung kostet 4,95 Euro.", "article:rueckgabe")]
    public void A_sentence_keeps_the_source_that_carries_it(string answer, string source)
    {
        var sentence = Assert.Single(Ground(answer).Sentences);
        Assert.True(sentence.IsClaim);
        Assert.True(sentence.IsSupported, $"{sentence.Score}");
        Assert.Equal(source, sentence.Sources[0]);
    }

    [Theory]
    [InlineData("Somebody from our warehouse packed it by hand.")]
    [InlineData("We also offer an extended warranty for all furniture.")]
    [InlineData("You can exchange the lamp in any of our stores.")]
    [InlineData("You get a free voucher for your next purchase.")]
    [InlineData("Our boxes are made of recycled paper.")]
    [InlineData("Sie bekommen einen Gutschein geschenkt.")]
    public void A_sentence_whose_words_are_in_no_source_is_not_supported(string answer)
    {
        var sentence = Assert.Single(Ground(answer).Sentences);
        Assert.False(sentence.IsSupported, $"{sentence.Score}");
        Assert.Empty(sentence.Missing);
    }

    [Fact]
    public void Without_sources_nothing_that_is_claimed_is_supported()
    {
        Assert.False(Grounding.Ground("Your order has shipped.", []).IsSupported);
        Assert.False(Grounding.Ground("Your order has shipped.", default).IsSupported);
        Assert.True(Grounding.Ground("Hello!", []).IsSupported);
    }

    [Theory]
    [InlineData("It ships on Nov. 5. It costs approx. $4.99. Dr. Who asked at 5 p.m. today. See e.g. shop.example. Done?", 5)]
    [InlineData("Am 5. November kommt es. Das sind ca. 14 Tage. Ok!", 3)]
    [InlineData("One.\r\n\r\n- Two. Three.\n- Four\n1. Five", 5)]
    [InlineData("Really?! Yes… maybe.", 3)]
    [InlineData("", 0)]
    [InlineData(" \n \t ", 0)]
    public void Sentences_end_where_a_reader_ends_them(string answer, int sentences)
    {
        var read = Ground(answer).Sentences;
        Assert.Equal(sentences, read.Length);
        Assert.Equal(string.Concat(answer.Where(c => !char.IsWhiteSpace(c))), string.Concat(read.SelectMany(s => answer.Substring(s.Start, s.Length)).Where(c => !char.IsWhiteSpace(c))));
    }

    public static TheoryData<string, string> Runs => new() { { "1-", "1a" }, { "", "x1a" }, { "(", "1. (1. (1. (1. " }, { "+", "1" }, { "a.", "b/c" }, { "1,", "1a" }, { "111,", "11" }, { "A-", "1 A-" }, { " ", "." } };

    /// <summary>A reader that begins anew at each character would not come to an end.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_ends_otherwise_than_it_goes_on_is_read_once(string unit, string end)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / Math.Max(1, unit.Length))) + string.Concat(Enumerable.Repeat(end, 1_000));
        Assert.NotEmpty(Grounding.Ground(text, [new("article:1", text)]).Sentences);
    }

    public static TheoryData<string> Hostile => ["1", "1-", "1.1.", "1,", "@", "a1", "A-", "+1 ", "(", "a.b/", "\n", "|\n", "|-", "1. ", "3 to ", "the Anna ", "e\u0301\u202E", "a'", "\uD800", "\uDC00 ", "مرحبا ", "注文番号", ".", "https://", "It arrives on 5 November. "];

    [Theory]
    [MemberData(nameof(Hostile))]
    [SuppressMessage("Usage", "xUnit1045", Justification = "The characters are what is tested.")]
    public void A_megabyte_of_anything_is_read(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var one = Grounding.Ground(text, [new("article:1", text)]);

        Assert.All(one.Sentences, sentence => Assert.True(sentence.Start >= 0 && sentence.Start + sentence.Length <= text.Length));
        Assert.Empty(one.Sentences.SelectMany(sentence => sentence.Missing));
    }

    [Fact]
    public void An_answer_of_two_kilobytes_takes_a_few_of_memory()
    {
        var answer = string.Concat(Enumerable.Repeat("Your order #W1001 has shipped and arrives on November 25, 2026. You may return it within 30 days. ", 20));
        Grounding.Ground(answer, GroundingTurn.All);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Grounding.Ground(answer, GroundingTurn.All);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 24 * 1024);
    }

    [Fact]
    public void More_sources_than_there_are_bits_share_the_last()
    {
        var sources = Enumerable.Range(0, 50).Select(i => new PassageSource($"article:{i}", $"The answer of number {i} is kept in cabinet {1000 + i}.")).ToArray();
        Assert.Empty(Grounding.Ground("The answer is in cabinet 1049.", [.. sources]).Sentences[0].Missing);
        Assert.Equal(["article:7"], Grounding.Ground("It is in cabinet 1007.", [.. sources]).Sentences[0].Sources);
    }
}
