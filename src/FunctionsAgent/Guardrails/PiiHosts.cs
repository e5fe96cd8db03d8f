namespace FunctionsAgent.Guardrails;

/// <summary>Host names (RFC 1035 and 5890): labels of letters, digits and hyphens, parted by dots.</summary>
internal static class PiiHosts
{
    private const int Longest = 253;

    /// <summary>Where a host that begins at <paramref name="start"/> ends; a dot or hyphen at its end is none of it.</summary>
    public static int End(string text, int start)
    {
        var (end, most) = (start, Math.Min(text.Length, start + Longest));
        while (end < most && (IsLabel(text[end]) || (text[end] == '.' && end > start && text[end - 1] != '.'))) end++;
        while (end > start && text[end - 1] is '.' or '-') end--;
        return end;
    }

    /// <summary>Two labels or more, the last of letters (or an A-label) and at least two long.</summary>
    public static bool HasDomain(ReadOnlySpan<char> host)
    {
        var dot = host.LastIndexOf('.');
        if (dot <= 0) return false;
        var last = host[(dot + 1)..];
        if (last.Length is < 2 or > 63 || host[0] == '-') return false;
        return last.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) || !last.ContainsAnyExcept(Letters);
    }

    public static bool IsLabel(char c) => char.IsAsciiLetterOrDigit(c) || c == '-' || (c is >= '\u00a1' and < '\u2e80' && char.IsLetterOrDigit(c));

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
