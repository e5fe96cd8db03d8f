namespace AgentScript.Linting.Own;

/// <summary>Sentences and list items of a prompt's raw text, without leading marks (<c>-</c>, <c>#</c>, <c>2.</c>). Offsets are those of the whole text.</summary>
internal ref struct Sentences(ReadOnlySpan<char> text, int start, int end)
{
    private const int DeepestIndent = 400;

    private readonly ReadOnlySpan<char> text = text;
    private int at = start;
    private bool hasNoBrace;

    public int Start { get; private set; } = start;

    public int End { get; private set; } = start;

    public bool MoveNext()
    {
        while (at < end)
        {
            Start = at;
            End = at = Boundary(at);
            Trim();
            if (Start < End) return true;
        }
        return false;
    }

    private int Boundary(int from)
    {
        for (var i = from; i < end; i++)
        {
            switch (text[i])
            {
                case '\n' or '\r' when !Continues(i):
                    return i + 1;
                case '{' when i + 1 < end && text[i + 1] == '!':
                    i = BehindExpression(i);
                    break;
                case '.' or '!' or '?':
                    while (i + 1 < end && text[i + 1] is '.' or '!' or '?' or '"' or ')') i++;
                    if (i + 1 >= end || (char.IsWhiteSpace(text[i + 1]) && !IsNumber(from, i))) return Math.Min(i + 1, end);
                    break;
            }
        }
        return end;
    }

    /// <summary>The closing brace; where there is none, it is looked for only once.</summary>
    private int BehindExpression(int from)
    {
        var close = hasNoBrace ? -1 : text[from..end].IndexOf('}');
        hasNoBrace = close < 0;
        return hasNoBrace ? from : from + close;
    }

    /// <summary>A wrapped sentence goes on with a small letter.</summary>
    private readonly bool Continues(int lineEnd)
    {
        var line = text[lineEnd..Math.Min(end, lineEnd + DeepestIndent)];
        var next = line.IndexOfAnyExcept(" \t\r\n");
        return next > 0 && line[..next].Count('\n') <= 1 && char.IsAsciiLetterLower(line[next]) && (next + 1 >= line.Length || line[next + 1] is not ('.' or ')'));
    }

    /// <summary>The <c>2.</c> of a numbered list.</summary>
    private readonly bool IsNumber(int from, int point)
    {
        var mark = text[from..point].Trim();
        return mark.Length is > 0 and < 4 && mark.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private void Trim()
    {
        while (Start < End && (char.IsWhiteSpace(text[Start]) || text[Start] is '-' or '*' or '#' or '|' or '"' or '•')) Start++;
        var digits = text[Start..End].IndexOfAnyExceptInRange('0', '9');
        if (digits > 0 && Start + digits + 1 < End && text[Start + digits] is '.' or ')' && text[Start + digits + 1] == ' ') Start += digits + 2;
        while (End > Start && (char.IsWhiteSpace(text[End - 1]) || text[End - 1] == '"')) End--;
    }
}
