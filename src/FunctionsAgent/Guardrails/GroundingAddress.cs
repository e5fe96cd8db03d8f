using System.Collections.Frozen;

namespace FunctionsAgent.Guardrails;

/// <summary>Links and mail addresses. A link is compared by host and path: the scheme, <c>www.</c>, what counts visits, the place on the page and a slash at the end make no other one.</summary>
internal static class GroundingAddress
{
    private const int LongestHost = 253;

    private static readonly FrozenSet<ulong> Domains = GroundingWords.Set("com org net edu gov io ai app dev de at ch li eu uk us ca fr it es nl example test info biz shop store support help");
    private static readonly FrozenSet<ulong> Counting = GroundingWords.Set("gclid fbclid msclkid dclid yclid ref ref_src igshid mc_cid mc_eid _ga");

    /// <param name="end">Where the run without blanks ends.</param>
    public static GroundingAtom? Read(ReadOnlySpan<char> text, int start, int end)
    {
        var chunk = text[start..end];
        if (chunk.Length < 4 || !chunk.Contains('.')) return null;
        var from = start;
        while (from < end && !GroundingChars.IsWord(text[from])) from++;
        var to = end;
        while (to > from && !(GroundingChars.IsWord(text[to - 1]) || text[to - 1] is '/' or '=' or '&')) to--;
        chunk = text[from..to];
        if (chunk.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            from += "mailto:".Length;
            chunk = text[from..to];
        }
        if (chunk.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0 && IsHost(Host(chunk[(scheme + 3)..]), known: false)) return Link(Begin(chunk, scheme) + from, to, chunk[(scheme + 3)..]);
        if (chunk.IndexOf('@') is var at and > 0 && IsHost(chunk[(at + 1)..], known: false))
        {
            var key = GroundingHash.Exact(chunk);
            return new(GroundingAtomKind.Mail, false, from, to - from, key, GroundingHash.Of('e', key), BitConverter.UInt64BitsToDouble(Domain(chunk[(at + 1)..])));
        }
        var host = Host(chunk);
        return IsHost(host, known: host.Length == chunk.Length && !chunk.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) ? Link(from, to, chunk) : null;
    }

    private static GroundingAtom Link(int from, int to, ReadOnlySpan<char> link)
    {
        var host = Host(link);
        var rest = link[host.Length..];
        if (rest.IndexOf('#') is var place and >= 0) rest = rest[..place];
        var asked = rest.IndexOf('?');
        var path = asked < 0 ? rest : rest[..asked];
        var query = asked < 0 ? [] : rest[(asked + 1)..];
        var key = GroundingHash.Mix(Domain(host), GroundingHash.Exact(path.TrimEnd('/')));
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (!pair.IsEmpty && !IsCounting(pair)) key = GroundingHash.Mix(key, GroundingHash.Exact(pair));
        }
        return new(GroundingAtomKind.Link, false, from, to - from, key, GroundingHash.Of('l', key), BitConverter.UInt64BitsToDouble(path.TrimEnd('/').IsEmpty && query.IsEmpty ? Domain(host) : Domain(host) | 1));
    }

    private static int Begin(ReadOnlySpan<char> chunk, int scheme)
    {
        while (scheme > 0 && char.IsAsciiLetter(chunk[scheme - 1])) scheme--;
        return scheme;
    }

    private static bool IsCounting(ReadOnlySpan<char> pair)
    {
        var name = pair.IndexOf('=') is var at and >= 0 ? pair[..at] : pair;
        return name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || Counting.Contains(GroundingHash.Word(name));
    }

    private static ReadOnlySpan<char> Host(ReadOnlySpan<char> link) => link.IndexOfAny('/', '?', '#') is var at and >= 0 ? link[..at] : link;

    /// <summary>Even: the lowest bit tells a host alone from a page on it.</summary>
    private static ulong Domain(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) host = host[4..];
        if (host.IndexOf(':') is var port and > 0) host = host[..port];
        return GroundingHash.Exact(host) & ~1UL;
    }

    private static bool IsHost(ReadOnlySpan<char> host, bool known)
    {
        if (host.IndexOf(':') is var port and > 0) host = host[..port];
        if (host.Length is < 4 or > LongestHost || host.LastIndexOf('.') is not (> 0 and var dot) || dot + 2 >= host.Length) return false;
        foreach (var c in host)
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '-')) return false;
        foreach (var c in host[(dot + 1)..])
            if (!char.IsLetter(c)) return false;
        return host[0] != '.' && (!known || Domains.Contains(GroundingHash.Word(host[(dot + 1)..])));
    }
}
