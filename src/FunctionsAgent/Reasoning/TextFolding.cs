using System.Buffers;
using System.Globalization;
using System.Text;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Takes a text to its plain words: compatibility forms and look-alikes made plain, lower case, no accents, nothing invisible, numbers by their length and a row of them as one, digits that stand for letters read as these,
/// three and more of a letter as two. Left out is what tells where a text comes from and not what it says: names after @, addresses of pages, emoji, entities of markup, the mark of a repost.
/// </summary>
internal ref struct TextFolding(string text, FoldedText to)
{
    /// <summary>Longer runs are cut anyway; the rest of a run is passed over.</summary>
    private const int Room = 64;

    private const int LongestNumber = 4, LongestEntity = 10, BlackFlag = 0x1F3F4;

    private static readonly SearchValues<char> AfterAddress = SearchValues.Create(" \t\r\n<>\"'()");

    private readonly char[] word = new char[Room];
    private int length;
    private bool latin, other, flag, numbers;

    /// <summary>Decomposed by compatibility. Lone surrogates and U+FFFE, which would make that throw, are replaced, and so are the two ligatures that stand for whole sentences: a text of them grows eighteen times.</summary>
    public static string Plain(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var valid = !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.AsSpan().ContainsAny('\uFDFA', '\uFDFB', '\uFFFE') ? text : string.Create(text.Length, text, static (span, from) =>
        {
            from.CopyTo(span);
            for (var i = 0; i < span.Length; i++)
                if (char.IsHighSurrogate(span[i]) && i + 1 < span.Length && char.IsLowSurrogate(span[i + 1])) i++;
                else if (char.IsSurrogate(span[i]) || span[i] is '\uFDFA' or '\uFDFB' or '\uFFFE') span[i] = '\uFFFD';
        });
        return valid.Normalize(NormalizationForm.FormKD);
    }

    public void Run()
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (length == 0 && Skipped(ref i, c)) continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length) Pair(i++);
            else if (c is '&' && Entity(i) is var end and > 0) (i, _) = (end, Close());
            else if (IsInvisible(c)) to.Invisible += length > 0 ? 1 : 0;
            else Put(c, i + 1 < text.Length && (char.IsAsciiLetterLower(text[i + 1]) || text[i + 1] == '$'));
        }
        Close();
    }

    /// <summary>Names after @ and addresses, at a word's beginning.</summary>
    private readonly bool Skipped(ref int i, char c)
    {
        if (c is not ('@' or 'h' or 'H' or 'w' or 'W')) return false;
        var rest = text.AsSpan(i);
        if (c == '@')
        {
            var name = 1;
            while (name < rest.Length && (char.IsAsciiLetterOrDigit(rest[name]) || rest[name] == '_')) name++;
            if (name == 1) return false;
            i += name - 1;
            return true;
        }
        if (!rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return false;
        var space = rest.IndexOfAny(AfterAddress);
        i += (space < 0 ? rest.Length : space) - 1;
        return true;
    }

    private void Pair(int i)
    {
        var code = char.IsLowSurrogate(text[i + 1]) ? char.ConvertToUtf32(text[i], text[i + 1]) : 0;
        if (code is >= 0xE0000 and <= 0xE01EF)
        {
            // Of a flag they name the country.
            if (flag || code is < 0xE0020 or > 0xE007E) return;
            to.Tags++;
            Put((char)(code - 0xE0000), true);
            return;
        }
        flag = code == BlackFlag;
        Close();
        if (char.IsLetter(text, i)) to.Add(text.AsSpan(i, 2));
    }

    private readonly int Entity(int i)
    {
        var end = text.AsSpan(i, Math.Min(LongestEntity, text.Length - i)).IndexOf(';');
        if (end < 2) return -1;
        foreach (var c in text.AsSpan(i + 1, end - 1)) if (!char.IsAsciiLetterOrDigit(c) && c != '#') return -1;
        return i + end;
    }

    /// <param name="followed">By a small letter or $: then a sign within a word stands for one.</param>
    private void Put(char c, bool followed)
    {
        if (c is '\'' or '\u2019' && length > 0 || c is >= '\u0300' and <= '\u036f') return;
        if (char.IsLetterOrDigit(c) && !TextWords.StandsAlone(c) || length > 0 && followed && c is '@' or '$' or '!')
        {
            c = char.ToLowerInvariant(c);
            if (char.IsAsciiLetter(c)) latin = true;
            else if (Homoglyphs.IsOther(c)) other = true;
            if (length < Room) word[length++] = c;
            return;
        }
        if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark && length > 0) return;
        Close();
        if (TextWords.StandsAlone(c)) to.Add([c]);
    }

    private bool Close()
    {
        if (length == 0) return false;
        var span = word.AsSpan(0, length);
        if (latin && other)
        {
            to.Mixed++;
            foreach (ref var c in span) c = Homoglyphs.ToLatin(c);
        }
        var letters = 0;
        foreach (var c in span) letters += char.IsLetter(c) ? 1 : 0;
        var number = letters == 0;
        if (number) span = Number(span);
        else if (letters < span.Length && 2 * letters > span.Length) Letters(span);
        (length, latin, other) = (0, false, false);
        span = Shortened(span);
        // How many numbers stand in a row says nothing.
        if (span is "rt" || number && numbers) return true;
        numbers = number;
        to.Add(span);
        return true;
    }

    private static Span<char> Number(Span<char> span)
    {
        span = span[..Math.Min(span.Length, LongestNumber)];
        span.Fill('0');
        return span;
    }

    private static void Letters(Span<char> span)
    {
        foreach (ref var c in span)
            c = c switch { '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c };
    }

    private static Span<char> Shortened(Span<char> span)
    {
        if (span[0] == '0') return span;
        var kept = 0;
        for (var i = 0; i < span.Length; i++)
            if (kept < 2 || span[kept - 1] != span[i] || span[kept - 2] != span[i]) span[kept++] = span[i];
        return span[..kept];
    }

    /// <summary>Soft hyphen, joiners, marks and overrides of direction, fillers, selectors of variants.</summary>
    public static bool IsInvisible(char c) => c is '\u00ad' or '\u034f' or '\u061c' or '\u180e' or '\ufeff'
        or (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or (>= '\ufe00' and <= '\ufe0f');
}
