namespace FunctionsAgent.Guardrails;

/// <summary>International bank account numbers (ISO 13616): country, its length in the registry, mod 97. Written in one piece or in groups.</summary>
internal sealed class PiiIbans() : PiiRecognizer("iban", "IBAN_CODE")
{
    private const int Longest = 34;

    /// <summary>Characters of an account number by country, from the registry that SWIFT keeps for ISO 13616.</summary>
    private static readonly byte[] Lengths = Table(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
        + "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var at = 2; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAnyInRange('0', '9');
            if (next < 0) return;
            var start = at + next - 2;
            var end = End(text, start);
            if (end > 0) Add(finds, start, end - start);
            at = end > 0 ? end + 2 : start + 3;
        }
    }

    private static int End(string text, int start)
    {
        if (!char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1]) || PiiEdges.Joins(PiiEdges.At(text, start - 1))) return 0;
        int length = Lengths[Row(text[start], text[start + 1])];
        if (length == 0) return 0;
        Span<char> compact = stackalloc char[Longest];
        var (count, end) = (0, start);
        for (; end < text.Length && count < length; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end])) compact[count++] = char.ToUpperInvariant(text[end]);
            else if (text[end] is not (' ' or '-') || !char.IsAsciiLetterOrDigit(text[end - 1])) return 0;
        }
        return count == length && char.IsAsciiDigit(compact[3]) && !PiiEdges.Joins(PiiEdges.At(text, end)) && PiiChecksums.Iban(compact[..length]) ? end : 0;
    }

    private static int Row(char first, char second) => (((first & ~' ') - 'A') * 26) + (second & ~' ') - 'A';

    private static byte[] Table(string registry)
    {
        var lengths = new byte[26 * 26];
        foreach (var entry in registry.Split(' ')) lengths[Row(entry[0], entry[1])] = byte.Parse(entry[2..], System.Globalization.CultureInfo.InvariantCulture);
        return lengths;
    }
}
