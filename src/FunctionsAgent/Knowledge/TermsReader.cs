using System.Globalization;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>The words of a text in order, lower-case: runs of letters, marks and digits in any script.</summary>
/// <remarks>
/// An apostrophe within a word is dropped, and with it an English <c>'s</c>; <c>1,000.50</c> is one word, <c>1000.50</c>, and <c>e-mail</c> is <c>email</c>. Scripts written without spaces
/// (Chinese, Japanese) give every two neighbouring characters as a word. A word is cut after 64 characters.
/// </remarks>
internal ref struct TermsReader
{
    public const int Longest = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly Span<char> _word;
    private int _next;
    private int _length;

    /// <param name="text">In Unicode's form KC: <see cref="Normal"/>.</param>
    /// <param name="buffer">Where the current word stands, <see cref="Longest"/> characters.</param>
    public TermsReader(ReadOnlySpan<char> text, Span<char> buffer)
    {
        _text = text;
        _word = buffer;
    }

    public readonly ReadOnlySpan<char> Current => _word[.._length];

    /// <summary>Where the next word may begin; right after <see cref="MoveNext"/> the end of the current one.</summary>
    public readonly int Position => _next;

    /// <summary>Compatible forms are one: full-width letters, ligatures, composed and decomposed accents.</summary>
    public static string Normal(string text)
    {
        if (Ascii.IsValid(text)) return text;
        try
        {
            return text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: not text in any form, and no reason to refuse the rest.
            return text;
        }
    }

    public bool MoveNext()
    {
        _length = 0;
        while (_next < _text.Length)
        {
            var c = _text[_next];
            if (IsIdeograph(c)) return Ideographs();
            if (IsWord(c)) return Word();
            _next++;
        }
        return false;
    }

    private bool Word()
    {
        var apostrophe = -1;
        for (; _next < _text.Length; _next++)
        {
            var c = _text[_next];
            if (IsWord(c) && !IsIdeograph(c))
            {
                if (_length < Longest) _word[_length++] = char.ToLowerInvariant(c);
            }
            else if (c is '\'' or '’' && Between(char.IsLetter)) apostrophe = _length;
            else if (c is '.' && Between(char.IsAsciiDigit))
            {
                if (_length < Longest) _word[_length++] = c;
            }
            // E-mail and email, T-shirt and tshirt are one word.
            else if (!(c is ',' && Between(char.IsAsciiDigit)) && !(c is '-' && _length == 1 && Between(char.IsLetter))) break;
        }
        if (apostrophe == _length - 1 && apostrophe > 0 && _word[apostrophe] == 's') _length--;
        return true;
    }

    private bool Ideographs()
    {
        _word[_length++] = _text[_next++];
        if (_next < _text.Length && IsIdeograph(_text[_next]))
        {
            _word[_length++] = _text[_next];
            // The last character of a run is the second of its last pair and no word of its own.
            if (_next + 1 == _text.Length || !IsIdeograph(_text[_next + 1])) _next++;
        }
        return true;
    }

    private readonly bool Between(Func<char, bool> kind) => _next > 0 && _next + 1 < _text.Length && kind(_text[_next - 1]) && kind(_text[_next + 1]);

    private static bool IsWord(char c) => c < 128
        ? char.IsAsciiLetterOrDigit(c)
        : char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF';
}
