namespace FunctionsAgent.Guardrails;

/// <summary>Cuts a text into what can be compared: words, numbers, days, times, phone numbers, references and addresses. Each character is looked at a bounded number of times.</summary>
internal ref struct GroundingLexer(ReadOnlySpan<char> text)
{

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;
    private int _chunk;

    public bool Next(out GroundingAtom atom)
    {
        while (_next < _text.Length)
        {
            if (_next >= _chunk && !GroundingChars.Parts(_text[_next]))
            {
                _chunk = ChunkEnd(_next);
                if (GroundingAddress.Read(_text, _next, _chunk) is { } address)
                {
                    atom = address;
                    _next = address.End;
                    return true;
                }
            }
            var c = _text[_next];
            if (char.IsAsciiDigit(c) || (c is '+' or '(' && _next + 1 < _text.Length && (char.IsAsciiDigit(_text[_next + 1]) || _text[_next + 1] is '(')))
            {
                if (GroundingNumber.Read(_text, _next) is { } number)
                {
                    atom = number;
                    _next = number.End;
                    return true;
                }
                if (!char.IsAsciiDigit(c)) _next++;
                continue;
            }
            if (GroundingChars.IsLetter(c) && !GroundingChars.IsUnseen(c))
            {
                atom = Word();
                _next = atom.End;
                return true;
            }
            if (Sign(c) is { } kind)
            {
                atom = new(kind.Kind, false, _next, 1, kind.Code, GroundingHash.Of('s', kind.Code), 0);
                _next++;
                return true;
            }
            _next++;
        }
        atom = default;
        return false;
    }

    private readonly int ChunkEnd(int start)
    {
        var end = start;
        while (end < _text.Length && !GroundingChars.Parts(_text[end])) end++;
        return end;
    }

    private static (GroundingAtomKind Kind, ulong Code)? Sign(char c) => c switch
    {
        '%' => (GroundingAtomKind.Percent, 0),
        '$' => (GroundingAtomKind.Currency, 1),
        '€' => (GroundingAtomKind.Currency, 2),
        '£' => (GroundingAtomKind.Currency, 3),
        '¥' => (GroundingAtomKind.Currency, 7),
        '₹' => (GroundingAtomKind.Currency, 8),
        _ => null,
    };

    private readonly GroundingAtom Word()
    {
        if (GroundingChars.IsIdeograph(_text[_next])) return Of(_next, _next + 1);
        var (end, hasDigit, isUpper) = (_next, false, true);
        while (end < _text.Length && !GroundingChars.IsIdeograph(_text[end]))
        {
            var c = _text[end];
            if (char.IsAsciiDigit(c)) hasDigit = true;
            else if (GroundingChars.IsLetter(c))
            {
                // expectedDelivery is two words; W1001 and McDonald's are not looked at twice.
                if (!hasDigit && end > _next && char.IsUpper(c) && char.IsLower(_text[end - 1])) break;
                isUpper &= char.IsUpper(c);
            }
            else if (!(GroundingChars.IsApostrophe(c) && end + 1 < _text.Length && char.IsLetter(_text[end + 1]) && end > _next && char.IsLetter(_text[end - 1]))) break;
            end++;
        }
        if (!hasDigit && !(isUpper && end - _next <= 6 && IsJoined(end) && char.IsAsciiDigit(_text[end + 1]))) return Of(_next, end);
        while (IsJoined(end))
        {
            end++;
            while (end < _text.Length && GroundingChars.IsWord(_text[end])) end++;
        }
        var id = GroundingHash.Id(_text[_next..end]);
        return new(GroundingAtomKind.Id, true, _next, end - _next, id, GroundingHash.Of('i', id), 0);
    }

    private readonly bool IsJoined(int end) => end + 1 < _text.Length && _text[end] is '-' or '_' && GroundingChars.IsWord(_text[end + 1]);

    private readonly GroundingAtom Of(int start, int end)
    {
        var word = _text[start..end];
        // The owner is the same word: "Anna's", "John’s".
        if (word.Length > 2 && word[^1] is 's' or 'S' && GroundingChars.IsApostrophe(word[^2])) word = word[..^2];
        var key = GroundingHash.Word(word);
        if (GroundingWords.SameAs(key) is { } same) return new(GroundingAtomKind.Word, char.IsUpper(_text[start]), start, end - start, key, same, 0);
        if (GroundingWords.Count(key) is > 0 and var count) return new(GroundingAtomKind.Word, char.IsUpper(_text[start]), start, end - start, key, count == 1 ? key : GroundingHash.Of('n', (double)count), 0);
        Span<char> folded = stackalloc char[GroundingStem.Longest];
        var length = 0;
        foreach (var c in word)
        {
            if (GroundingChars.IsUnseen(c) || GroundingChars.IsApostrophe(c)) continue;
            if (length == folded.Length) break;
            folded[length++] = GroundingChars.Fold(c);
            if (c == 'ß' && length < folded.Length) folded[length++] = 's';
        }
        return new(GroundingAtomKind.Word, char.IsUpper(_text[start]), start, end - start, key, GroundingHash.Exact(folded[..GroundingStem.Of(folded[..length])]), 0);
    }
}
