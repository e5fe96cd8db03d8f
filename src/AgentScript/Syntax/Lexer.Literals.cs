namespace AgentScript.Syntax;

internal sealed partial class Lexer
{
    private int WordEnd(int at)
    {
        while (at < limit && IsWordPart(Text[at])) at++;
        return at;
    }

    private int DigitsEnd(int at)
    {
        while (at < limit && char.IsAsciiDigit(Text[at])) at++;
        return at;
    }

    /// <summary>Behind the closing quote, or the end of the line where there is none.</summary>
    public int StringEnd(int start)
    {
        for (var at = start + 1; ;)
        {
            var next = Text.AsSpan(at, limit - at).IndexOfAny("\"\\\n\r");
            if (next < 0) return limit;
            at += next;
            if (Text[at] == '"') return at + 1;
            if (Text[at] != '\\') return at;
            if (++at < limit && Text[at] is not ('\n' or '\r')) at++;
        }
    }

    private Token Number()
    {
        var start = Position;
        if (DateEnd(start) is var date and > 0) return Upto(TokenKind.DateTime, date);
        var end = DigitsEnd(start);
        // `12.` is a number, `12...` and `12.x` are not one with a point.
        if (At(end) == '.' && At(end + 1) != '.' && !IsWordStart(At(end + 1))) end = DigitsEnd(end + 1);
        return Upto(TokenKind.Number, end);
    }

    /// <summary><c>2025-09-04[T12:01[:59[.123]][Z]]</c>; 0 when it is none.</summary>
    private int DateEnd(int at)
    {
        if (!Shape(at, "dddd-dd-dd") || char.IsAsciiDigit(At(at + 10))) return 0;
        var end = at + 10;
        if (!Shape(end, "Tdd:dd")) return end;
        end += 6;
        if (Shape(end, ":dd"))
        {
            end += 3;
            if (Shape(end, ".d")) end = DigitsEnd(end + 1);
        }
        return At(end) == 'Z' ? end + 1 : end;
    }

    private bool Shape(int at, string shape)
    {
        if (at + shape.Length > limit) return false;
        for (var i = 0; i < shape.Length; i++)
            if (shape[i] == 'd' ? !char.IsAsciiDigit(Text[at + i]) : Text[at + i] != shape[i]) return false;
        return true;
    }

    // What belongs to no token comes in one piece, so that one stretch of it is one error: text in single quotes, or a run.
    private int BadEnd(char first)
    {
        var at = Position + 1;
        if (first == '\'')
        {
            var close = Text.AsSpan(at, limit - at).IndexOfAny('\'', '\n', '\r');
            return close >= 0 && Text[at + close] == '\'' ? at + close + 1 : at;
        }
        while (at < limit && Text[at] is var c && (c < ' ' || c >= 127) && c is not ('\n' or '\r') && !IsBlank(c)) at++;
        return at;
    }
}
