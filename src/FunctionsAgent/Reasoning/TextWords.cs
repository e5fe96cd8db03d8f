using System.Globalization;
using System.Text;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// The words of a text in one form: compatibility forms made plain, lower case, no accents, numbers by their length alone.
/// Scripts without blanks (Han, kana, Thai and their like) give a word a character.
/// </summary>
internal static class TextWords
{
    /// <summary>What is read of a text. What somebody wants is said in the beginning; the rest would only cost time.</summary>
    public const int MostCharacters = 2_000, MostWords = 250;

    /// <summary>Longer runs are no words (links, keys): their beginning stands for them.</summary>
    private const int LongestWord = 32;

    public static List<string> Of(string text)
    {
        var plain = Plain(text.Length > MostCharacters ? text[..MostCharacters] : text);
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in plain.EnumerateRunes())
        {
            if (words.Count >= MostWords) return words;
            if (IsInWord(rune) && !StandsAlone(rune.Value))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
                continue;
            }
            Close(word, words);
            if (StandsAlone(rune.Value) || IsSign(rune)) words.Add(rune.ToString());
        }
        Close(word, words);
        return words;
    }

    /// <summary>The words with a blank between: two texts with the same line are the same to a classifier.</summary>
    public static string Line(string text) => string.Join(' ', Of(text));

    private static string Plain(string text)
    {
        if (Ascii.IsValid(text)) return text;
        // Lone surrogates and U+FFFE would make the normalisation throw.
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) valid.Append(rune.Value == 0xFFFE ? "\uFFFD" : rune.ToString());
        var apart = valid.ToString().Normalize(NormalizationForm.FormKD);
        var bare = new StringBuilder(apart.Length);
        // The accents of Latin, Greek and Cyrillic only: elsewhere marks are letters.
        foreach (var c in apart) if (c is < '\u0300' or > '\u036f') bare.Append(c);
        return bare.ToString().Normalize(NormalizationForm.FormC);
    }

    private static void Close(StringBuilder word, List<string> words)
    {
        if (word.Length == 0) return;
        var text = word.ToString(0, Math.Min(word.Length, LongestWord));
        word.Clear();
        // Which number it is says nothing of the intent; how long it is tells a quantity from an order number.
        words.Add(text.All(char.IsAsciiDigit) ? new string('0', Math.Min(text.Length, 5)) : text);
    }

    private static bool IsInWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Emoji, and the signs of money and share.</summary>
    private static bool IsSign(Rune rune) => rune.Value == '%' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.CurrencySymbol && rune.Value != 0xFFFD;

    internal static bool StandsAlone(int c) =>
        c is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
