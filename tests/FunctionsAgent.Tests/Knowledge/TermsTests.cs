using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class TermsTests
{
    private static string[] Words(string text)
    {
        var words = new List<string>();
        var reader = new TermsReader(TermsReader.Normal(text), stackalloc char[TermsReader.Longest]);
        while (reader.MoveNext()) words.Add(reader.Current.ToString());
        return [.. words];
    }

    [Theory]
    [InlineData("Where's my order?", "where my order")]
    [InlineData("Don’t e-mail: T-shirt, X-ray", "dont email tshirt xray")]
    [InlineData("It costs 1,299.50 now.", "it costs 1299.50 now")]
    [InlineData("open_bank_account_4821", "open bank account 4821")]
    [InlineData("state-of-the-art", "state of the art")]
    [InlineData("Größe ÜBER naïve", "größe über naïve")]
    [InlineData("ﬁne Ｆｕｌｌ", "fine full")]
    [InlineData("заказ №5", "заказ no5")]
    [InlineData("退款政策 ok", "退款 款政 政策 ok")]
    [InlineData("を", "を")]
    [InlineData("'' - . ,", "")]
    [InlineData("s 's 5.", "s s 5")]
    public void Words_are_runs_of_letters_and_digits_in_any_script(string text, string expected) => Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Words(text));

    [Fact]
    public void Half_a_surrogate_pair_and_a_word_of_a_million_letters_do_no_harm()
    {
        Assert.Equal("lamp", Words("\ud83d lamp")[^1]);
        Assert.Equal(TermsReader.Longest, Assert.Single(Words(new string('x', 1_000_000))).Length);
    }

    [Fact]
    public void Stop_words_are_no_terms_and_negations_are()
    {
        var terms = new Terms(TermsLanguage.English).In("What is not covered without the receipts?");

        Assert.Equal(["not", "cover", "without", "receipt"], terms.Select(t => t.Term));
        Assert.Equal(["not", "covered", "without", "receipts"], terms.Select(t => t.Word));
    }
}
