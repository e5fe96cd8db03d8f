using System.Collections.Frozen;

namespace FunctionsAgent.Guardrails;

/// <summary>Web addresses (RFC 3986) and bare host names under a top-level domain people write without a scheme.</summary>
internal sealed class PiiDomains() : PiiRecognizer("domain", "DOMAIN_NAME")
{
    private const int LongestPath = 2048;

    /// <summary>Generic domains in wide use, and countries' (ISO 3166-1) whose letters are no English word's end by habit.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Bare = FrozenSet.ToFrozenSet(
        ("com org net edu gov mil int info biz name pro io app dev ai co shop store online site website tech cloud xyz club blog news live world agency company email group media network solutions space studio today example "
        + "ac ae af ag al ar at au az ba bd be bg bh br by bz ca cc ch cl cn cr cu cy cz de dk do dz ec ee eg es eu fi fj fm fr ge gg gh gl gr gt gy hk hn hr ht hu id ie il in iq ir it je jm jo jp ke kg kh kr kw ky kz la lb li lk lt lu lv ly ma mc md mk mm mn mo mt mu mv mx my ng ni nl no np nz om pa pe ph pk pl pr ps pt py qa ro rs ru rw sa sc sd se sg si sk sl sn so st sv sy tc th tj tk tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vn vu ws ye za zm zw").Split(' '),
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public override void Find(string text, List<PiiFind> finds)
    {
        var floor = 0;
        for (var dot = text.IndexOf('.'); dot >= 0;)
        {
            var start = dot;
            while (start > floor && dot - start < 253 && (PiiHosts.IsLabel(text[start - 1]) || text[start - 1] == '.')) start--;
            while (start < dot && text[start] is '-' or '.') start++;
            var end = start < dot ? PiiHosts.End(text, start) : dot;
            if (end > dot && Take(text, ref start, ref end, floor))
            {
                Add(finds, start, end - start);
                floor = end;
            }
            // The run is looked at once: its other dots belong to the same host.
            var from = Math.Max(end, dot + 1);
            dot = from < text.Length ? text.IndexOf('.', from) : -1;
        }
    }

    private static bool Take(string text, ref int start, ref int end, int floor)
    {
        var host = text.AsSpan(start, end - start);
        if (!PiiHosts.HasDomain(host)) return false;
        var scheme = Scheme(text, start);
        if (scheme == start)
        {
            var top = host[(host.LastIndexOf('.') + 1)..];
            if (PiiEdges.At(text, start - 1) is '@' or '_' || PiiEdges.At(text, end) is '@' or '_' || !(Bare.Contains(top) || host.StartsWith("www.", StringComparison.OrdinalIgnoreCase))) return false;
            // "at 5.in the morning", "e.g.", "p.m."
            if (host.LastIndexOf('.') < 2 || !host.ContainsAnyInRange('a', 'z') || !HasLetter(host[..host.LastIndexOf('.')])) return false;
        }
        if (scheme < floor) return false;
        (start, end) = (scheme, PathEnd(text, end));
        return true;
    }

    private static int Scheme(string text, int host) =>
        Ends(text, host, "https://") ? host - 8 : Ends(text, host, "http://") ? host - 7 : Ends(text, host, "ftp://") ? host - 6 : host;

    private static bool Ends(string text, int end, string with) => end >= with.Length && string.Compare(text, end - with.Length, with, 0, with.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool HasLetter(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
            if (char.IsLetter(c)) return true;
        return false;
    }

    private static int PathEnd(string text, int host)
    {
        var end = host;
        if (PiiEdges.At(text, end) == ':' && char.IsAsciiDigit(PiiEdges.At(text, end + 1)))
            for (end++; end < text.Length && end - host < 6 && char.IsAsciiDigit(text[end]);) end++;
        if (PiiEdges.At(text, end) is not ('/' or '?' or '#')) return end;
        var most = Math.Min(text.Length, end + LongestPath);
        while (end < most && text[end] > ' ' && text[end] is not ('<' or '>' or '"' or '|' or '\\' or '^' or '`' or '{' or '}') && !char.IsWhiteSpace(text[end]) && !char.IsSurrogate(text[end])) end++;
        while (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or ')' or ']') end--;
        return end;
    }
}
