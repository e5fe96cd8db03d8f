using System.Buffers;
using System.Net;

namespace FunctionsAgent.Guardrails;

/// <summary>Internet addresses: version 4 (RFC 791, dotted), version 6 (RFC 4291), each with a prefix length (RFC 4632) where there is one.</summary>
internal sealed class PiiIps : PiiRecognizer
{
    private const int Longest = 45;

    private static readonly SearchValues<char> Parts = SearchValues.Create("0123456789abcdefABCDEF:.");

    public PiiIps() : base("ip", "IP_ADDRESS") => Words = ["ip", "ipv6", "src", "dst", "bind", "listen", "listening", "address", "host", "prefix", "route"];

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(Parts);
            if (next < 0) return;
            var start = at + next;
            var length = text.AsSpan(start).IndexOfAnyExcept(Parts);
            var end = length < 0 ? text.Length : start + length;
            if (end - start > 1) Run(text, start, end, finds);
            at = end;
        }
    }

    private void Run(string text, int start, int end, List<PiiFind> finds)
    {
        while (end > start && (text[end - 1] == '.' || (text[end - 1] == ':' && PiiEdges.At(text, end - 2) != ':'))) end--;
        if (end - start is < 2 || !text.AsSpan(start, end - start).ContainsAny(':', '.')) return;
        var run = text.AsSpan(start, end - start);
        if (run.Length <= Longest && run.Count(':') >= 2 && !Joined(text, start, end) && IPAddress.TryParse(run, out _))
        {
            var stop = WithPrefix(text, end, 128);
            // Two colons alone are an address, and also what people draw between words.
            Add(finds, start, stop - start, sure: run.Length > 2 || stop > end);
            return;
        }
        for (var at = start; at < end;)
        {
            while (at < end && !char.IsAsciiDigit(text[at])) at++;
            var from = at;
            while (at < end && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
            var to = at;
            while (to > from && text[to - 1] == '.') to--;
            if (to - from < 7 || Joined(text, from, to) || PiiEdges.At(text, from - 1) == '.' || !IsVersion4(text.AsSpan(from, to - from)) || IsVersion(text, from)) continue;
            Add(finds, from, WithPrefix(text, to, 32) - from);
        }
    }

    private static bool Joined(string text, int start, int end) => PiiEdges.Joins(PiiEdges.At(text, start - 1)) || PiiEdges.Joins(PiiEdges.At(text, end));

    private static bool IsVersion4(ReadOnlySpan<char> text)
    {
        var (value, digits, dots) = (0, 0, 0);
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (digits == 0) return false;
                (value, digits, dots) = (0, 0, dots + 1);
            }
            else if (++digits > 3 || (value = (value * 10) + c - '0') > 255) return false;
        }
        return dots == 3 && digits > 0;
    }

    private static bool IsVersion(string text, int start)
    {
        var before = text.AsSpan(Math.Max(0, start - 9), Math.Min(9, start)).TrimEnd();
        return before.EndsWith("version", StringComparison.OrdinalIgnoreCase) || before.EndsWith("release", StringComparison.OrdinalIgnoreCase);
    }

    private static int WithPrefix(string text, int end, int most)
    {
        if (PiiEdges.At(text, end) != '/') return end;
        var to = end + 1;
        while (to < text.Length && to - end <= 4 && char.IsAsciiDigit(text[to])) to++;
        return to > end + 1 && to - end <= 4 && PiiDates.Number(text.AsSpan(end + 1, to - end - 1)) <= most && !PiiEdges.Joins(PiiEdges.At(text, to)) ? to : end;
    }
}
