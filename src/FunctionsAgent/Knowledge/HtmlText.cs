using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Gathers a page's text as it is walked through: where a block begins or ends, the one before is done. Lists and tables stay together, a line an item or row.</summary>
internal sealed class HtmlText
{
    private readonly ImmutableArray<DocumentBlock>.Builder _blocks = ImmutableArray.CreateBuilder<DocumentBlock>();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _line = new();
    private int _together;
    private int _preformatted;
    private bool _cell;

    public void Append(string text) => _line.Append(_preformatted > 0 ? text.Replace("\n", "\n\n", StringComparison.Ordinal) : text);

    public void Begin(string element, int? number)
    {
        switch (element)
        {
            case "br": EndLine(); break;
            case "img" or "input": break;
            case "td" or "th":
                if (_cell) _line.Append(" | ");
                _cell = true;
                break;
            case "li":
                EndLine();
                _line.Append(number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n}. ") : SectionText.Bullet);
                break;
            case "ul" or "ol" or "table" or "dl":
                if (_together++ == 0) EndBlock(0);
                else EndLine();
                break;
            case "pre":
                _preformatted++;
                EndBlock(0);
                break;
            default:
                // Paragraphs within an item or a cell are its text.
                if (IsBlock(element) && !IsMark(_line)) EndBlock(0);
                break;
        }
    }

    public void End(string element)
    {
        switch (element)
        {
            case "tr":
                _cell = false;
                EndLine();
                break;
            case "li" or "dt" or "dd": EndLine(); break;
            case "ul" or "ol" or "table" or "dl":
                if (--_together == 0) EndBlock(0);
                break;
            case ['h', >= '1' and <= '6' and var level]: EndBlock(level - '0'); break;
            case "pre":
                EndBlock(0);
                _preformatted--;
                break;
            default:
                if (IsBlock(element)) EndBlock(0);
                break;
        }
    }

    public ImmutableArray<DocumentBlock> Blocks()
    {
        _together = 0;
        EndBlock(0);
        return _blocks.ToImmutable();
    }

    private void EndLine()
    {
        if (_cell)
        {
            _line.Append(' ');
            return;
        }
        foreach (var part in _preformatted > 0 ? _line.ToString().Split('\n') : [_line.ToString()])
            if (SectionText.Line(part) is { Length: > 0 } line && line != SectionText.Bullet.Trim()) _lines.Add(line);
        _line.Clear();
    }

    private void EndBlock(int level)
    {
        EndLine();
        if (_cell || _together > 0 && level == 0 || _lines.Count == 0) return;
        _blocks.Add(new(level, string.Join(level > 0 ? ' ' : '\n', _lines)));
        _lines.Clear();
    }

    private static bool IsMark(StringBuilder line) => line.Length is > 0 and < 6 && line[^1] == ' ' && (line[0] == '•' || char.IsAsciiDigit(line[0]));

    private static bool IsBlock(string element) => element is "p" or "div" or "section" or "article" or "main" or "header" or "footer" or "aside" or "blockquote" or "figure" or "figcaption"
        or "address" or "details" or "summary" or "hr" or "tr" or "thead" or "tbody" or "caption" or "dt" or "dd" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6";
}
