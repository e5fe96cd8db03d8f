using System.Net;
using System.Text;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>What a text says that its reader does not see: letters in codes, turned round or rotated, and markup that is not shown. Each with the name of how it is hidden; one level deep.</summary>
internal static class HiddenText
{
    /// <summary>So many words of a rotated or turned text say that it is one.</summary>
    private const int FewestMarks = 2;

    /// <summary>Characters written as %69 or &amp;#105; from which on a text is read that way too.</summary>
    private const int FewestEscapes = 3;

    /// <summary>So many letters that stand alone are a text written s o.</summary>
    private const int FewestSingle = 8;

    private static readonly HashSet<string> Rotated = ["gur", "naq", "lbh", "lbhe", "nyy", "lbhef", "vtaber", "cerivbhf", "cebzcg", "flfgrz", "vafgehpgvbaf", "vafgehpgvba", "ehyrf", "abj", "erirny", "sebz", "gung"];
    private static readonly HashSet<string> Turned = ["eht", "dna", "uoy", "ruoy", "lla", "erongi", "suoiverp", "tpmorp", "metsys", "snoitcurtsni", "noitcurtsni", "selur", "won", "laever", "morf", "taht"];

    public static IEnumerable<(string Rule, string Text)> In(string text, FoldedText folded)
    {
        if (text.Contains('<'))
            foreach (var part in HiddenMarkup.In(text)) yield return ("hidden-markup", part);
        foreach (var part in EncodedText.In(text)) yield return part;
        if (Count(text, "%", 3) >= FewestEscapes) yield return ("percent-encoded", WebUtility.UrlDecode(text));
        if (Count(text, "&#", 4) >= FewestEscapes) yield return ("entities", WebUtility.HtmlDecode(text));
        if (Marks(folded, Rotated) >= FewestMarks) yield return ("rotated", string.Create(text.Length, text, static (to, from) => { for (var i = 0; i < to.Length; i++) to[i] = Rotate(from[i]); }));
        if (Single(folded) >= FewestSingle) yield return ("spaced-out", Joined(text));
        if (text.AsSpan().ContainsAny('\u202d', '\u202e') || Marks(folded, Turned) >= FewestMarks) yield return ("turned-round", string.Create(text.Length, text, static (to, from) => { from.CopyTo(to); to.Reverse(); }));
    }

    private static int Count(string text, string mark, int length)
    {
        var count = 0;
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0 && count < FewestEscapes; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
            if (at + length <= text.Length && char.IsAsciiHexDigit(text[at + mark.Length]) && char.IsAsciiHexDigit(text[at + mark.Length + 1])) count++;
        return count;
    }

    private static int Marks(FoldedText text, HashSet<string> words)
    {
        var (count, lookup) = (0, words.GetAlternateLookup<ReadOnlySpan<char>>());
        for (var i = 0; i < text.Count && count < FewestMarks; i++) count += lookup.Contains(text.Word(i)) ? 1 : 0;
        return count;
    }

    private static int Single(FoldedText text)
    {
        var count = 0;
        for (var i = 0; i < text.Count && count < FewestSingle; i++) count += text.Word(i) is [var c] && char.IsLetter(c) ? 1 : 0;
        return count;
    }

    /// <summary>Without the single characters between letters that stand alone; two blanks are left to part words.</summary>
    private static string Joined(string text)
    {
        var joined = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (char.IsLetterOrDigit(text[i]) || !IsSingle(text, i - 1) || !IsSingle(text, i + 1)) joined.Append(text[i]);
        return joined.ToString();
    }

    private static bool IsSingle(string text, int i) => i >= 0 && i < text.Length && char.IsLetter(text[i]) && (i == 0 || !char.IsLetter(text[i - 1])) && (i + 1 == text.Length || !char.IsLetter(text[i + 1]));

    private static char Rotate(char c) => c switch
    {
        >= 'a' and <= 'z' => (char)('a' + (c - 'a' + 13) % 26),
        >= 'A' and <= 'Z' => (char)('A' + (c - 'A' + 13) % 26),
        _ => c,
    };
}
