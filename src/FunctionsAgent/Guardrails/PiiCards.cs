
namespace FunctionsAgent.Guardrails;

/// <summary>Payment cards: ISO/IEC 7812 numbers of 12 to 19 digits, in the issuers' published ranges, with a Luhn digit.</summary>
internal sealed class PiiCards() : PiiRecognizer("card", "CREDIT_CARD")
{
    private const int Shortest = 12, Longest = 19;

    public override void Find(string text, List<PiiFind> finds)
    {
        Span<char> digits = stackalloc char[Longest + 1];
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAnyInRange('0', '9');
            if (next < 0) return;
            var start = at + next;
            var (end, count) = Read(text, start, digits);
            if (count is >= Shortest and <= Longest && PiiEdges.Whole(text, start, end, PiiEdge.Word) && IsCard(digits[..count]))
            {
                Add(finds, start, end - start);
                at = end;
                continue;
            }
            at = start + 1;
            while (at < text.Length && PiiEdges.Joins(text[at])) at++;
        }
    }

    // Digits with single blanks or hyphens between groups; the reading stops where a group would make it too long.
    private static (int End, int Count) Read(string text, int start, Span<char> digits)
    {
        var (count, end) = (0, start);
        for (var i = start; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                if (count > Longest) break;
                digits[Math.Min(count, Longest)] = text[i];
                (count, end) = (count + 1, i + 1);
            }
            else if (text[i] is not (' ' or '-') || i != end || !char.IsAsciiDigit(PiiEdges.At(text, i + 1)) || (count >= Shortest && Groups(digits[..Math.Min(count, Longest)]))) break;
        }
        return (end, count);
    }

    // "4111 1111 1111 1111 12/27": what is a card already is not read on.
    private static bool Groups(ReadOnlySpan<char> digits) => digits.Length is 14 or 15 or 16 && IsCard(digits);

    private static bool IsCard(ReadOnlySpan<char> digits) => OfIssuer(digits) && PiiChecksums.Luhn(digits) && digits.ContainsAnyExcept(digits[0]);

    private static bool OfIssuer(ReadOnlySpan<char> digits)
    {
        var (length, four) = (digits.Length, PiiDates.Number(digits[..4]));
        return four switch
        {
            >= 4000 and <= 4999 => length is 13 or 16 or 19,                            // Visa
            >= 5100 and <= 5599 or >= 2221 and <= 2720 => length == 16,                 // Mastercard
            >= 3400 and <= 3499 or >= 3700 and <= 3799 => length == 15,                 // American Express
            >= 3000 and <= 3059 or 3095 or >= 3600 and <= 3699 or >= 3800 and <= 3999 => length is >= 14 and <= 19, // Diners Club
            >= 3528 and <= 3589 => length is >= 16 and <= 19,                           // JCB
            2131 or 1800 => length == 15,                                               // JCB, older
            >= 1000 and <= 1999 => length == 15,                                        // UATP
            >= 2200 and <= 2204 => length is >= 16 and <= 19,                           // Mir
            6011 or >= 6440 and <= 6599 => length is >= 16 and <= 19,                   // Discover
            >= 6200 and <= 6299 => length is >= 16 and <= 19,                           // UnionPay
            5018 or 5020 or 5038 or 5893 or 6304 or 6759 or 6761 or 6762 or 6763 or 6390 or 5612 or 5868 or 5775 => length >= Shortest, // Maestro
            >= 5000 and <= 5099 or >= 5600 and <= 5899 or >= 6000 and <= 6999 => length is >= 13, // Maestro and others
            _ => false,
        };
    }
}
