using System.Collections.Frozen;

namespace FunctionsAgent.Guardrails;

/// <summary>Cuts a text into sentences: at the ends of lines, and at full stops, question marks and exclamation marks that end one. Abbreviations, ordinals, decimals and addresses end none.</summary>
internal ref struct GroundingSentences(ReadOnlySpan<char> text)
{
    private static readonly FrozenSet<ulong> Abbreviations = GroundingWords.Set("""
        dr mr mrs ms prof st str nr jr sr vs approx ca bzw tel inkl exkl evtl ggf abs art inc ltd co etc usw no jan feb mar apr jun jul aug sept sep oct nov dec mrz okt dez mon tue wed thu fri sat sun incl excl min max ext fig sog zzgl vgl
        """);

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;
    private int _lineEnd = -1;
    private int _lineStart;
    private GroundingShape _line;

    public bool Next(out GroundingSpan sentence)
    {
        while (_next < _text.Length)
        {
            if (_next > _lineEnd)
            {
                _lineStart = _next;
                _lineEnd = _text[_next..].IndexOfAny('\n', '\r', '\u2028') is var length and >= 0 ? _next + length : _text.Length;
                _line = Line(_text[_next.._lineEnd]);
                if (_line == GroundingShape.Row && IsRule(_lineEnd + 1)) _line = GroundingShape.Heading;
            }
            var start = _next;
            var end = _line is GroundingShape.Row or GroundingShape.Heading ? _lineEnd : End(start);
            _next = end == _lineEnd ? end + 1 : end;
            while (start < end && char.IsWhiteSpace(_text[start])) start++;
            while (end > start && char.IsWhiteSpace(_text[end - 1])) end--;
            if (end == start) continue;
            sentence = new(start, end - start, Shape(_text[start..end]));
            return true;
        }
        sentence = default;
        return false;
    }

    private static GroundingShape Line(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.StartsWith("#")) return GroundingShape.Heading;
        if (line.StartsWith("|") || line.EndsWith("|")) return GroundingShape.Row;
        if (line.Length > 4 && line.StartsWith("**") && line.EndsWith("**") && !line[2..^2].Contains('*')) return GroundingShape.Heading;
        if (line.Length > 1 && line[0] is '-' or '*' or '•' or '–' && line[1] == ' ') return GroundingShape.Item;
        var digits = GroundingNumber.Digits(line, 0);
        return digits is 1 or 2 && line.Length > digits + 1 && line[digits] is '.' or ')' && line[digits + 1] == ' ' ? GroundingShape.Item : GroundingShape.Prose;
    }

    /// <summary>The line that parts a table's first row from the others.</summary>
    private readonly bool IsRule(int at)
    {
        if (at >= _text.Length) return false;
        var line = _text[at..];
        if (line.IndexOfAny('\n', '\r') is var end and >= 0) line = line[..end];
        return line.Contains('-') && line.IndexOfAnyExcept("|-: \t") < 0;
    }

    private readonly GroundingShape Shape(ReadOnlySpan<char> sentence)
    {
        if (_line is GroundingShape.Row or GroundingShape.Heading) return _line;
        var end = sentence.TrimEnd("*_\"”')»");
        return end.EndsWith("?") || end.EndsWith("？") ? GroundingShape.Question : end.EndsWith(":") ? GroundingShape.LeadIn : _line;
    }

    private readonly int End(int start)
    {
        for (var i = start; i < _lineEnd; i++)
        {
            if (_text[i] is not ('.' or '?' or '!' or '…' or '。' or '？' or '！')) continue;
            var end = i + 1;
            while (end < _lineEnd && _text[end] is '.' or '?' or '!' or ')' or '"' or '”' or '\'' or '’' or '*' or '_' or '»' or '“') end++;
            if (end >= _lineEnd) return _lineEnd;
            if (_text[i] is '。' or '？' or '！' || (char.IsWhiteSpace(_text[end]) && Ends(start, i, end))) return end;
            i = end - 1;
        }
        return _lineEnd;
    }

    private readonly bool Ends(int start, int mark, int end)
    {
        if (_text[mark] is not '.' || end > mark + 1) return true;
        var from = mark;
        while (from > start && GroundingChars.IsWord(_text[from - 1]) && mark - from < 12) from--;
        var word = _text[from..mark];
        if (word.IsEmpty) return true;
        var next = end;
        while (next < _lineEnd && char.IsWhiteSpace(_text[next])) next++;
        if (next >= _lineEnd) return true;
        if (char.IsAsciiDigit(word[0])) return !(word.Length <= 2 && (_lineStart == from || OnlyBlank(_lineStart, from) || char.IsLower(_text[next]) || IsMonth(next)));
        if (word.Length == 1 && char.IsLetter(word[0]) && word[0] is not ('I' or 'i')) return false;
        return !Abbreviations.Contains(GroundingHash.Word(word)) || (char.IsUpper(_text[next]) && char.IsLower(word[0]));
    }

    private readonly bool OnlyBlank(int from, int to) => to - from < 16 && _text[from..to].Trim(" *_>-(").IsEmpty;

    private readonly bool IsMonth(int at)
    {
        var end = at;
        while (end < _lineEnd && GroundingChars.IsLetter(_text[end]) && end - at < 12) end++;
        return GroundingWords.Month(GroundingHash.Word(_text[at..end])) > 0;
    }
}
