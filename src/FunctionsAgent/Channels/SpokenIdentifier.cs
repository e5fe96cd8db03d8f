namespace FunctionsAgent.Channels;

/// <summary>Order, tracking, reference and phone numbers: character by character, in groups. Card numbers: the last four only.</summary>
internal static class SpokenIdentifier
{
    private const int LeastDigits = 5;

    /// <summary>Null when the word is an ordinary word or number.</summary>
    public static string? Say(string word)
    {
        var marked = word[0] == '#';
        var core = word.TrimStart('#', '+');
        var characters = core.Where(char.IsAsciiLetterOrDigit).ToArray();
        if (characters.Length == 0 || !core.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '(' or ')'))
            return null;
        var digits = characters.Count(char.IsAsciiDigit);
        if (IsCard(characters))
            return "the card ending in " + string.Join(' ', characters[^4..]);
        if (!IsIdentifier(core, characters, digits, marked || word[0] == '+'))
            return null;
        return (marked ? "number " : "") + Groups(characters);
    }

    private static bool IsIdentifier(string core, char[] characters, int digits, bool marked)
    {
        if (marked)
            return digits >= 3;
        // 1234.56 and 12.5 are amounts.
        if (core.Contains('.', StringComparison.Ordinal))
            return false;
        // "30-day" and "24h" are words; references are written in capitals.
        return digits == characters.Length ? digits >= LeastDigits : digits >= 3 && !characters.Any(char.IsAsciiLetterLower);
    }

    private static string Groups(char[] characters)
    {
        var letters = characters.TakeWhile(char.IsAsciiLetter).Count();
        var rest = characters[letters..];
        var size = rest.Length % 3 == 0 && rest.Length % 4 != 0 ? 3 : 4;
        var groups = rest.Chunk(size).Select(group => string.Join(' ', group));
        return string.Join(", ", letters > 0 ? groups.Prepend(string.Join(' ', characters[..letters])) : groups);
    }

    // First digits and length as issuers use them: a check digit alone would take every tenth tracking number for a card.
    private static bool IsIssued(char[] digits) => digits.Length switch
    {
        13 or 19 => digits[0] == '4',
        15 => digits[0] == '3' && digits[1] is ('4' or '7'),
        16 => digits[0] is '4' or '5' or '6' || (digits[0] == '2' && digits[1] is >= '2' and <= '7'),
        _ => false,
    };

    private static bool IsCard(char[] characters)
    {
        if (!characters.All(char.IsAsciiDigit) || !IsIssued(characters))
            return false;
        var sum = 0;
        for (var i = 0; i < characters.Length; i++)
        {
            var digit = characters[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        return sum % 10 == 0;
    }
}
