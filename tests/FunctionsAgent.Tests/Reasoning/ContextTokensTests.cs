using FunctionsAgent.Conversations;
using FunctionsAgent.Reasoning;
using Microsoft.ML.Tokenizers;

namespace FunctionsAgent.Tests.Reasoning;

public sealed class ContextTokensTests
{
    private static Tokens Tokens => Tokens.O200k;

    [Fact]
    public void Ordinary_text_is_counted_as_the_tokenizer_does()
    {
        var tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");
        string[] texts = ["", "hello world", "Größe 🙂 e\u0301 42 W1001", """{"id":"W1001","items":[1,2,3]}""", string.Join(' ', Enumerable.Repeat("many words\n\n  and spaces", 500))];
        Assert.All(texts, text => Assert.Equal(tokenizer.CountTokens(text), Tokens.Count(text)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("!")]
    [InlineData("7")]
    [InlineData("字句")]
    [InlineData("e\u0301")]
    [InlineData("🙂\uFE0F\u200D")]
    public void A_text_without_a_break_is_counted_about_right_and_in_pieces(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 3000));
        var exact = TiktokenTokenizer.CreateForEncoding("o200k_base").CountTokens(text);
        Assert.InRange(Tokens.Count(text), exact - (text.Length / 256) - 1, exact + (2 * text.Length / 256) + 2);
        // Without the pieces: the work of minutes.
        Assert.True(Tokens.Count(string.Concat(Enumerable.Repeat(part, 100_000))) > Tokens.Count(text));
    }

    [Theory]
    [InlineData("hello wide world of tokens and words")]
    [InlineData("👩‍👩‍👧𝕏𐍈🙂🙂🙂字句字句")]
    public void A_head_and_a_tail_are_of_so_many_tokens_and_of_whole_characters(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 50));
        for (var tokens = 0; tokens < 40; tokens++)
        {
            var (head, tail) = (Tokens.Head(text, tokens), Tokens.Tail(text, tokens));
            Assert.InRange(Tokens.Count(head), Math.Max(0, tokens - 4), tokens);
            Assert.InRange(Tokens.Count(tail), 0, tokens);
            Assert.StartsWith(head, text, StringComparison.Ordinal);
            Assert.EndsWith(tail, text, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(head + "|" + tail)));
        }

        Assert.Equal(text, Tokens.Head(text, 10_000));
        Assert.Equal(text, Tokens.Tail(text, 10_000));
    }

    [Fact]
    public void A_history_keeps_the_last_of_what_was_said_and_each_short()
    {
        var history = Enumerable.Range(1, 30).Aggregate(System.Collections.Immutable.ImmutableArray<Said>.Empty, (kept, n) => HistoryTail.Append(kept, new("customer", $"  message {n}\n", "personal")));
        Assert.Equal(Enumerable.Range(19, 12).Select(n => $"message {n}"), history.Select(said => said.Text));
        Assert.Equal(history, HistoryTail.Append(history, new("agent", " \n", "public")));

        var long_ = Enumerable.Range(1, 12).Aggregate(System.Collections.Immutable.ImmutableArray<Said>.Empty, (kept, n) => HistoryTail.Append(kept, new("customer", $"{n}" + string.Concat(Enumerable.Repeat("🙂", 600)), "personal")));
        Assert.All(long_, said => Assert.InRange(said.Text.Length, 598, HistoryTail.MostCharacters));
        Assert.All(long_, said => Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(said.Text))));
        Assert.InRange(long_.Sum(said => System.Text.Encoding.UTF8.GetByteCount(said.Text)), 1, HistoryTail.MostBytes);
        Assert.StartsWith("12", long_[^1].Text, StringComparison.Ordinal);
        Assert.Equal(long_[^1].Text, HistoryTail.Cut(long_[^1].Text));
    }
}
