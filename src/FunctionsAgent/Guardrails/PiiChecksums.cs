namespace FunctionsAgent.Guardrails;

/// <summary>Check digits by their published rules, over ASCII digits and capital letters.</summary>
internal static class PiiChecksums
{
    private static readonly byte[] Permuted = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    /// <summary>ISO/IEC 7812-1 annex B.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits) => LuhnSum(digits) % 10 == 0;

    /// <summary>Every second digit from the right, the last not among them, is doubled.</summary>
    public static int LuhnSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[^(i + 1)] - '0';
            if (i % 2 == 1) value = value * 2 > 9 ? (value * 2) - 9 : value * 2;
            sum += value;
        }
        return sum;
    }

    public static int Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (digits[i] - '0') * weights[i];
        return sum;
    }

    /// <summary>ISO/IEC 7064 MOD 97-10 as ISO 13616 uses it: the first four characters are read last, letters as 10 to 35.</summary>
    public static bool Iban(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var value = Value(iban[(i + 4) % iban.Length]);
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return rest == 1;
    }

    /// <summary>ISO/IEC 7064 MOD 11,10: a hybrid system with one check digit.</summary>
    public static bool Mod11With10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Weights 7, 3, 1 (ICAO 9303 part 3), letters as 10 to 35.</summary>
    public static bool Document(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var i = 0; i < text.Length - 1; i++) sum += Value(text[i]) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        return char.IsAsciiDigit(text[^1]) && sum % 10 == text[^1] - '0';
    }

    /// <summary>Verhoeff's check over the dihedral group of order ten.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[^(i + 1)] - '0';
            for (var times = 0; times < i % 8; times++) value = Permuted[value];
            check = Turned(check, value);
        }
        return check == 0;
    }

    /// <summary>10 to 35 for letters.</summary>
    public static int Value(char c) => char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;

    // 0 to 4 are turns of a pentagon, 5 to 9 its reflections.
    private static int Turned(int a, int b) => a < 5
        ? b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5
        : b < 5 ? ((a - b) % 5) + 5 : (a - b + 5) % 5;
}
