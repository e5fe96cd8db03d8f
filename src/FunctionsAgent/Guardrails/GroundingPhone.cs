namespace FunctionsAgent.Guardrails;

/// <summary>Phone numbers by their look: a plus, a bracket or a zero before groups of digits, or groups with dashes or dots of which the last has four.</summary>
/// <remarks>Not by the rules of countries: what is compared is digits, and a number the sources write otherwise is still the same one.</remarks>
internal static class GroundingPhone
{
    public const int Fewest = 7, Most = 15;

    private const int Longest = 28;

    public static GroundingAtom? Read(ReadOnlySpan<char> text, int start)
    {
        if (start > 0 && (text[start - 1] is '$' or '€' or '£')) return null;
        var (at, end, digits, groups, group, long3, years, number) = (start, start, 0, 0, 0, false, true, 0d);
        var (hasPlus, hasBracket, mark, seen, isEven) = (text[start] == '+', text[start] == '(', '\0', '\0', true);
        while (at < text.Length && at - start < Longest)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c))
            {
                group = GroundingNumber.Digits(text, at);
                if (digits + group > Most) return null;
                foreach (var digit in text.Slice(at, group)) number = number == 0 && digit == '0' ? 0 : (number * 10) + (digit - '0');
                digits += group;
                // A mark counts when another group follows it: the full stop behind a number ends the sentence.
                if (seen != 0)
                {
                    isEven &= mark == 0 || mark == seen || GroundingChars.IsSpace(mark);
                    (mark, seen) = (seen, '\0');
                }
                groups++;
                long3 |= group >= 3;
                years &= group == 4;
                at = end = at + group;
                continue;
            }
            if (c is '(' or ')') hasBracket = true;
            else if (!(GroundingChars.IsSpace(c) || c is '-' or '.' or '/' || (c == '+' && at == start))) break;
            // A blank beside another mark is no mark of its own.
            else if (c != '+' && !(GroundingChars.IsSpace(c) && (mark != 0 || seen != 0))) seen = c;
            // Two blanks, or a mark and a blank at the end, belong to the text.
            if (at > end + 2) break;
            at++;
        }
        if (digits < Fewest || (end < text.Length && GroundingChars.IsWord(text[end]))) return null;
        var looks = hasPlus || (hasBracket && groups > 1)
            || (groups > 1 && text[start] == '0' && long3 && GroundingNumber.Digits(text, start) > 1 && mark is not '.')
            || (groups > 1 && mark is '-' or '.' && isEven && group == 4 && !years && GroundingNumber.Digits(text, start) <= 4);
        return looks ? new(GroundingAtomKind.Phone, false, start, end - start, 0, GroundingHash.Of('p', number), number) : null;
    }
}
