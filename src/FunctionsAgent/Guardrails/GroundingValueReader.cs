namespace FunctionsAgent.Guardrails;

/// <summary>Reads atoms as values: <c>$</c> and <c>1,299</c> are an amount, <c>5</c>, <c>November</c> and <c>2026</c> a day, <c>14</c> and <c>days</c> a duration.</summary>
/// <param name="spelled">Whether "two" is a value without a unit, too: in a source it is, in an answer it may be any turn of phrase.</param>
internal ref struct GroundingValueReader(ReadOnlySpan<char> text, ReadOnlySpan<GroundingAtom> atoms, bool spelled)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<GroundingAtom> _atoms = atoms;
    private int _next;

    public bool Next(out GroundingValue value)
    {
        while (_next < _atoms.Length)
        {
            var at = _next;
            if (Of(at) is { } found)
            {
                value = found;
                _next = at + found.Atoms;
                return true;
            }
            _next++;
        }
        value = default;
        return false;
    }

    private readonly GroundingValue? Of(int at)
    {
        var atom = _atoms[at];
        return atom.Kind switch
        {
            GroundingAtomKind.Id => new(GroundingValueKind.Id, at, 1, 0, double.NaN, 0, atom.Key),
            GroundingAtomKind.Mail => new(GroundingValueKind.Mail, at, 1, atom.Number, double.NaN, 0, atom.Key),
            GroundingAtomKind.Link => new(GroundingValueKind.Link, at, 1, atom.Number, double.NaN, 0, atom.Key),
            GroundingAtomKind.Phone => new(GroundingValueKind.Phone, at, 1, atom.Number, double.NaN, 0, 0),
            GroundingAtomKind.Date => new(GroundingValueKind.Date, at, 1, atom.Number, atom.Other ?? double.NaN, 0, 0),
            GroundingAtomKind.Clock => Clock(at, atom.Number, atom.Key == 1, 1),
            GroundingAtomKind.Currency => At(at + 1, GroundingAtomKind.Number, 1) ? Money(at, at + 1, atom.Key, 2) : null,
            GroundingAtomKind.Number => Number(at),
            GroundingAtomKind.Word => Word(at),
            _ => null,
        };
    }

    private readonly GroundingValue? Word(int at)
    {
        var atom = _atoms[at];
        if (GroundingWords.Month(atom.Key) is > 0 and var month && (atom.IsCapital || atom.Length > 5)) return Month(at, month);
        if (GroundingWords.Weekdays(atom.Key) is (> 0, _) and var (from, to) && (atom.IsCapital || atom.Length > 5) && (spelled || from == to))
            return new(GroundingValueKind.Weekday, at, 1, from, double.NaN, to != from ? to : WeekdayBehind(at) ?? from, 0);
        if (spelled && GroundingWords.ShortDay(atom.Key) is > 0 and var first && WeekdayBehind(at) is { } last) return new(GroundingValueKind.Weekday, at, 1, first, double.NaN, last, 0);
        if (GroundingWords.Currency(atom.Key) is > 0 and var currency && At(at + 1, GroundingAtomKind.Number, 1)) return Money(at, at + 1, (ulong)currency, 2);
        if (GroundingWords.Count(atom.Key) is not (> 0 and var count)) return null;
        if (Unit(Behind(at)) is { } unit && !(count == 1 && unit.Minutes is > 0 and < 60)) return new(GroundingValueKind.Duration, at, unit.Count + 1, unit.Minutes * count, double.NaN, count, 0);
        if (Behind(at) == at + 1 && At(at + 1, GroundingAtomKind.Word, 1) && GroundingWords.IsPercent(_atoms[at + 1].Key)) return new(GroundingValueKind.Percent, at, 2, count, double.NaN, count, 0);
        return spelled && count > 1 ? new(GroundingValueKind.Number, at, 1, count, double.NaN, count, 0) : null;
    }

    private readonly GroundingValue? Number(int at)
    {
        var atom = _atoms[at];
        if (IsNumbering(atom)) return null;
        if (DayFirst(at) is { } day) return day;
        // "3 to 5 days": what stands behind the second is meant of the first.
        var behind = Behind(at);
        var consumed = behind == at + 1;
        var other = atom.Other is { } second ? GroundingNumber.Rounded(second) : double.NaN;
        if (At(behind, GroundingAtomKind.Percent, 1) || (IsWord(behind, 2) && GroundingWords.IsPercent(_atoms[behind].Key)))
            return new(GroundingValueKind.Percent, at, consumed ? 2 : 1, atom.Number, other, atom.Number, 0);
        if (At(behind, GroundingAtomKind.Currency, 1)) return Money(at, at, _atoms[behind].Key, consumed ? 2 : 1);
        if (IsWord(behind, 2))
        {
            var word = _atoms[behind];
            if (GroundingWords.Currency(word.Key) is > 0 and var currency) return Money(at, at, (ulong)currency, consumed ? 2 : 1);
            if (Unit(behind) is { } unit) return new(GroundingValueKind.Duration, at, consumed ? unit.Count + 1 : 1, GroundingNumber.Rounded(unit.Minutes * atom.Number), double.NaN, atom.Number, 0);
            if (atom.Number is >= 0 and <= 24 && (GroundingWords.IsClock(word.Key) || Half(behind) is not 0))
            {
                var minutes = (Math.Floor(atom.Number) * 60) + Math.Round(atom.Number % 1 * 100);
                return Clock(at, minutes, isAmbiguous: !consumed && Half(behind) != 0 && atom.Number <= 12, 1);
            }
            if (consumed && GroundingWords.Multiple(word.Key) is > 0 and var times && (word.Length > 1 || word.Start == atom.End))
                return IsWord(at + 2, 2) && GroundingWords.Currency(_atoms[at + 2].Key) is > 0 and var code
                    ? new(GroundingValueKind.Money, at, 3, GroundingNumber.Rounded(atom.Number * times), double.NaN, atom.Number, (ulong)code)
                    : new(GroundingValueKind.Number, at, 2, GroundingNumber.Rounded(atom.Number * times), double.NaN, atom.Number * times, 0);
        }
        return new(GroundingValueKind.Number, at, 1, atom.Number, other, atom.Number, GroundingHash.Id(_text.Slice(atom.Start, atom.Length)));
    }

    private readonly GroundingValue Money(int first, int number, ulong currency, int count)
    {
        var (amount, other) = (_atoms[number].Number, _atoms[number].Other is { } second ? GroundingNumber.Rounded(second) : double.NaN);
        // "$5" and "EUR 5": the multiple stands behind.
        if (number > first && IsWord(number + 1, 1) && GroundingWords.Multiple(_atoms[number + 1].Key) is > 0 and var times) (amount, other, count) = (GroundingNumber.Rounded(amount * times), double.NaN, count + 1);
        return new(GroundingValueKind.Money, first, count, amount, other, amount, currency);
    }

    private readonly GroundingValue Clock(int at, double minutes, bool isAmbiguous, int count)
    {
        var half = IsWord(at + 1, 1) ? Half(at + 1) : 0;
        if (half != 0) count += _atoms[at + 1].Length == 1 ? 2 : 1;
        else if (IsWord(at + 1, 1) && GroundingWords.IsClock(_atoms[at + 1].Key)) (count, isAmbiguous) = (count + 1, false);
        if (half < 0 && minutes >= 720 && minutes < 780) minutes -= 720;
        if (half > 0 && minutes < 720) minutes += 720;
        return new(GroundingValueKind.Time, at, count, minutes, isAmbiguous && half == 0 && minutes < 780 ? minutes + (minutes < 720 ? 720 : -720) : double.NaN, minutes, 0);
    }

    /// <summary>-1 before noon, 1 after, 0 neither: am, pm, a.m., p.m.</summary>
    private readonly int Half(int at)
    {
        var atom = _atoms[at];
        if (atom.Length == 1 && _text[atom.Start] is 'a' or 'p' && IsWord(at + 1, 1, ".") && _text[_atoms[at + 1].Start] == 'm' && _atoms[at + 1].Length == 1) return _text[atom.Start] == 'a' ? -1 : 1;
        return GroundingWords.IsMorning(atom.Key) ? -1 : GroundingWords.IsAfternoon(atom.Key) ? 1 : 0;
    }

    private readonly GroundingValue? Month(int at, int month)
    {
        if (!At(at + 1, GroundingAtomKind.Number, 2, ".")) return null;
        var number = _atoms[at + 1];
        if (IsYear(number)) return new(GroundingValueKind.Date, at, 2, (number.Number * 10_000) + (month * 100), double.NaN, 0, 0);
        if (number.Number is < 1 or > 31 || number.Number % 1 != 0) return null;
        var last = IsWord(at + 2, 0) && IsOrdinal(_atoms[at + 2]) ? at + 2 : at + 1;
        return Day(at, last, month, (int)number.Number);
    }

    private readonly GroundingValue? DayFirst(int at)
    {
        if (_atoms[at].Number is < 1 or > 31 || _atoms[at].Number % 1 != 0) return null;
        var next = at + 1;
        if (IsWord(next, 0) && IsOrdinal(_atoms[next])) next++;
        if (IsWord(next, 1) && _text.Slice(_atoms[next].Start, _atoms[next].Length) is "of") next++;
        return IsWord(next, 2, ".") && GroundingWords.Month(_atoms[next].Key) is > 0 and var month ? Day(at, next, month, (int)_atoms[at].Number) : null;
    }

    private readonly GroundingValue Day(int first, int last, int month, int day)
    {
        var year = 0;
        if (At(last + 1, GroundingAtomKind.Number, 3, ",.") && IsYear(_atoms[last + 1])) (year, last) = ((int)_atoms[last + 1].Number, last + 1);
        return new(GroundingValueKind.Date, first, last - first + 1, (year * 10_000) + (month * 100) + Math.Min(day, DateTime.DaysInMonth(year == 0 ? 2_000 : year, month)), double.NaN, 0, 0);
    }

    private readonly int? WeekdayBehind(int at)
    {
        var next = at + 1;
        if (IsWord(next, 1) && GroundingWords.IsBetween(_atoms[next].Key)) next++;
        else if (next >= _atoms.Length || !IsDash(_text[_atoms[at].End.._atoms[next].Start])) return null;
        if (!IsWord(next, 3, "–—.")) return null;
        var day = GroundingWords.Weekdays(_atoms[next].Key).From;
        return day > 0 ? day : GroundingWords.ShortDay(_atoms[next].Key) is > 0 and var brief ? brief : null;
    }

    /// <summary>What stands behind a number, or behind the second of a range.</summary>
    private readonly int Behind(int at)
    {
        var next = at + 1;
        if (IsWord(next, 1) && GroundingWords.IsBetween(_atoms[next].Key)) next++;
        else if (next >= _atoms.Length || !IsDash(_text[_atoms[at].End.._atoms[next].Start])) return at + 1;
        if (At(next, GroundingAtomKind.Currency, 3, "–—")) next++;
        return At(next, GroundingAtomKind.Number, 3, "–—") || (IsWord(next, 3, "–—") && GroundingWords.Count(_atoms[next].Key) > 0) ? next + 1 : at + 1;
    }

    /// <summary>"days", "business days": how many atoms, and minutes in one.</summary>
    private readonly (int Count, double Minutes)? Unit(int at)
    {
        var count = 0;
        while (count < 2 && IsWord(at + count, 2) && GroundingWords.IsWorking(_atoms[at + count].Key)) count++;
        return IsWord(at + count, 2) && GroundingWords.Unit(_atoms[at + count].Key) is not 0 and var minutes ? (count + 1, minutes) : null;
    }

    /// <summary>"1. " and "2) " at the beginning of a line, and "step 3".</summary>
    private readonly bool IsNumbering(GroundingAtom atom)
    {
        if (atom.Length > 2 || atom.End >= _text.Length || _text[atom.End] is not ('.' or ')' or ':') || (atom.End + 1 < _text.Length && !char.IsWhiteSpace(_text[atom.End + 1]))) return false;
        var before = atom.Start - 1;
        while (before >= 0 && before > atom.Start - 8 && _text[before] is ' ' or '\t' or '*' or '#' or '(' or '>' or '-') before--;
        return before < 0 || _text[before] == '\n' || (before >= 3 && (_text[(before - 3)..(before + 1)].Equals("step", StringComparison.OrdinalIgnoreCase) || _text[(before - 3)..(before + 1)].Equals("ritt", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsYear(GroundingAtom number) => number.Length == 4 && number.Number is >= 1900 and < 2200 && number.Number % 1 == 0;

    private readonly bool IsOrdinal(GroundingAtom word) => _text.Slice(word.Start, word.Length) is "st" or "nd" or "rd" or "th";

    private static bool IsDash(ReadOnlySpan<char> between) => between.Length is > 0 and <= 3 && between.Trim() is "-" or "–" or "—";

    private readonly bool IsWord(int at, int gap, string marks = "") => At(at, GroundingAtomKind.Word, gap, marks);

    /// <summary>Whether such an atom stands there, at most so many blanks, hyphens and marks behind the one before.</summary>
    private readonly bool At(int at, GroundingAtomKind kind, int gap, string marks = "")
    {
        if (at >= _atoms.Length || _atoms[at].Kind != kind) return false;
        if (at == 0) return true;
        var between = _text[_atoms[at - 1].End.._atoms[at].Start];
        if (between.Length > gap) return false;
        foreach (var c in between)
            if (!GroundingChars.IsSpace(c) && c != '-' && !marks.Contains(c)) return false;
        return true;
    }
}
