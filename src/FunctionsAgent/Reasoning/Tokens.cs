using System.Globalization;
using Microsoft.ML.Tokenizers;

namespace FunctionsAgent.Reasoning;

/// <summary>Counts and cuts text by the tokens of o200k: near the truth for OpenAI's models, an estimate for others.</summary>
/// <remarks>
/// A tokenizer's time grows with the square of an unbroken run's length (80,000 letters without a space: seconds), and anybody may send one.
/// Runs are therefore cut, which counts a token more at most for each cut; of a long text the beginning is counted and the rest taken for alike.
/// </remarks>
public sealed class Tokens
{
    private const int LongestRun = 256;
    private const int CountedCharacters = 200_000;

    // Megabytes of tables: only for a host that asks models.
    private readonly Lazy<Tokenizer> tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    public static Tokens O200k { get; } = new();

    public int Count(string text)
    {
        if (text.Length == 0) return 0;
        if (text.Length > CountedCharacters) return (int)Math.Min(int.MaxValue, (long)Count(text[..CountedCharacters]) * text.Length / CountedCharacters);
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfPart(text, at);
            count += tokenizer.Value.CountTokens(text.AsSpan(at, end - at));
            at = end;
        }

        return count;
    }

    /// <summary>The beginning of a text, of so many tokens at most; no character is cut in two.</summary>
    public string Head(string text, int tokens)
    {
        for (var at = 0; at < text.Length && tokens > 0;)
        {
            var end = EndOfPart(text, at);
            var fits = tokenizer.Value.GetIndexByTokenCount(text.AsSpan(at, end - at), tokens, out _, out var taken);
            if (fits < end - at) return text[..Whole(text, at + fits)];
            (at, tokens) = (end, tokens - taken);
            if (tokens <= 0) return text[..at];
        }

        return tokens > 0 ? text : "";
    }

    /// <summary>The end of a text, of so many tokens at most.</summary>
    public string Tail(string text, int tokens)
    {
        // A token is a few characters: what lies before is not looked at.
        var from = Math.Max(0, text.Length - (tokens * 16L));
        for (var start = (int)from; ;)
        {
            if (start < text.Length && char.IsLowSurrogate(text[start])) start++;
            var over = Count(text[start..]) - tokens;
            if (over <= 0) return text[start..];
            start = Math.Min(text.Length, start + Math.Max(1, over / 2));
        }
    }

    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;

    /// <summary>Where a part ends that holds no run longer than <see cref="LongestRun"/>: within a run, else at the text's end.</summary>
    private static int EndOfPart(string text, int from)
    {
        var (kind, length) = (-1, 0);
        for (var at = from; at < text.Length; at++)
        {
            var found = Kind(text[at]);
            // Marks belong to whatever they stand on.
            if (found >= 0 && found != kind) (kind, length) = (found, 0);
            if (++length > LongestRun) return Whole(text, at);
        }

        return text.Length;
    }

    private static int Kind(char c)
    {
        if (char.IsLetter(c)) return 0;
        if (char.IsWhiteSpace(c)) return 1;
        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => -1,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => 2,
            _ => 3,
        };
    }
}
