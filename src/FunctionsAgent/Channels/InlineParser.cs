using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>Bold, italic, strike, code, links and images of one paragraph. Every search is bounded, so a reply full of stars costs no more than its length.</summary>
internal sealed class InlineParser
{
    private const int MaxRun = 2000, MaxDepth = 4;
    private static readonly string[] Delimiters = ["**", "__", "~~", "*", "_"];

    private readonly string _text;
    private readonly int _depth;
    private readonly ImmutableArray<Inline>.Builder _inlines = ImmutableArray.CreateBuilder<Inline>();
    private readonly StringBuilder _plain = new();
    private readonly HashSet<string> _unclosed = [];

    private InlineParser(string text, int depth) => (_text, _depth) = (text, depth);

    public static ImmutableArray<Inline> Parse(string text) => new InlineParser(text, 0).Run();

    private ImmutableArray<Inline> Run()
    {
        for (var i = 0; i < _text.Length;)
        {
            if (Next(i) is not var (inline, length))
            {
                _plain.Append(_text[i++]);
                continue;
            }

            Flush();
            _inlines.Add(inline);
            i += length;
        }

        Flush();
        return _inlines.ToImmutable();
    }

    private void Flush()
    {
        if (_plain.Length > 0)
            _inlines.Add(new Inline.Text(_plain.ToString()));
        _plain.Clear();
    }

    private (Inline Inline, int Length)? Next(int i) => _text[i] switch
    {
        '`' => Find("`", i + 1) is > 0 and var end ? (new Inline.Code(_text[(i + 1)..end]), end + 1 - i) : null,
        '!' when i + 1 < _text.Length && _text[i + 1] == '[' => LinkAt(i + 1) is var (alt, _, length) ? (new Inline.Image(alt), length + 1) : null,
        '[' => LinkAt(i) is var (label, url, length) ? (new Inline.Link(label, url), length) : null,
        '*' or '_' or '~' when _depth < MaxDepth => Styled(i),
        _ => null,
    };

    private (Inline Inline, int Length)? Styled(int i)
    {
        foreach (var mark in Delimiters)
        {
            if (string.CompareOrdinal(_text, i, mark, 0, mark.Length) != 0)
                continue;
            var start = i + mark.Length;
            // A mark opens before a word and closes after one; an underscore inside a word is part of it.
            if (start >= _text.Length || char.IsWhiteSpace(_text[start]) || (mark[0] == '_' && i > 0 && char.IsLetterOrDigit(_text[i - 1])))
                return null;
            if (Find(mark, start + 1) is not (> 0 and var end) || char.IsWhiteSpace(_text[end - 1])
                || (mark[0] == '_' && end + mark.Length < _text.Length && char.IsLetterOrDigit(_text[end + mark.Length])))
                return null;
            var content = new InlineParser(_text[start..end], _depth + 1).Run();
            Inline styled = mark switch { "**" or "__" => new Inline.Strong(content), "~~" => new Inline.Strike(content), _ => new Inline.Emphasis(content) };
            return (styled, end + mark.Length - i);
        }

        return null;
    }

    private (string Label, string Url, int Length)? LinkAt(int i)
    {
        if (Find("](", i + 1) is not (> 0 and var middle) || Find(")", middle + 2) is not (> 0 and var end))
            return null;
        var label = _text[(i + 1)..middle];
        var url = _text[(middle + 2)..end];
        return label.Contains('[', StringComparison.Ordinal) || url.Any(char.IsWhiteSpace) ? null : (label, url, end + 1 - i);
    }

    private int Find(string mark, int from)
    {
        if (from >= _text.Length || _unclosed.Contains(mark))
            return -1;
        var window = Math.Min(MaxRun, _text.Length - from);
        var at = _text.IndexOf(mark, from, window, StringComparison.Ordinal);
        // Nothing up to the end: nothing for a later opener either.
        if (at < 0 && from + window == _text.Length)
            _unclosed.Add(mark);
        return at;
    }
}
