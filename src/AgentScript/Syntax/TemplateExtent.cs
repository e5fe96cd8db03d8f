namespace AgentScript.Syntax;

/// <summary>How far a template's text goes and what is cut from the beginning of its lines.</summary>
/// <param name="TextStart">First character of the text on the pipe's line; its end for a bare pipe.</param>
/// <param name="End">Behind the last character that is no white space; behind the pipe when there is none.</param>
/// <param name="IsBare">No text follows the pipe on its line.</param>
/// <param name="Base">Column of the pipe's line: what is deeper belongs to the text.</param>
/// <param name="Strip">Characters cut from a line at most.</param>
internal readonly record struct TemplateExtent(int TextStart, int End, bool IsBare, int Base, int Strip)
{
    /// <remarks>Lines are looked at once here and once when they are rendered.</remarks>
    public static TemplateExtent Of(string text, Lexer lexer, Token pipe)
    {
        var lineEnd = lexer.LineEnd(pipe.End);
        var textStart = SkipBlanks(text, pipe.End, lineEnd);
        var isBare = textStart == lineEnd;
        var column = Indentation(text, lexer.LineStart, pipe.Start).Column;
        var (last, least) = (isBare ? pipe.End : lineEnd, int.MaxValue);
        for (var next = lineEnd; next < text.Length;)
        {
            var lineStart = lexer.BehindLineEnd(next);
            var (indent, at) = Indentation(text, lineStart, text.Length);
            next = lexer.LineEnd(at);
            if (at == next) continue;
            if (indent <= column)
            {
                // A comment at the left may stand between two lines of the text.
                if (text[at] == '#') continue;
                break;
            }
            last = next;
            least = Math.Min(least, at - lineStart);
        }
        while (last > pipe.End && (Lexer.IsBlank(text[last - 1]))) last--;
        var inline = pipe.Start - lexer.LineStart + (textStart == pipe.End ? 0 : 1 + textStart - pipe.End);
        return new TemplateExtent(textStart, last, isBare, column, isBare ? least : inline);
    }

    /// <summary>Where a later line's text begins: its end for a blank line, and the complement of its start for a comment at the left.</summary>
    public int ContentStart(string text, int lineStart, int lineEnd)
    {
        var (column, at) = Indentation(text, lineStart, lineEnd);
        if (at == lineEnd) return lineEnd;
        if (column <= Base) return ~at;
        return lineStart + Math.Min(Strip, at - lineStart);
    }

    private static (int Column, int At) Indentation(string text, int from, int to)
    {
        var column = 0;
        var at = from;
        for (; at < to && Lexer.IsBlank(text[at]); at++) column += Lexer.Width(text[at]);
        return (column, at);
    }

    private static int SkipBlanks(string text, int from, int to)
    {
        while (from < to && Lexer.IsBlank(text[from])) from++;
        return from;
    }
}
