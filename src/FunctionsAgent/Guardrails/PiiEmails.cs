namespace FunctionsAgent.Guardrails;

/// <summary>E-mail addresses (RFC 5322 dot-atom, RFC 1035 host), found from their <c>@</c>.</summary>
internal sealed class PiiEmails() : PiiRecognizer("email", "EMAIL_ADDRESS")
{
    private const int LongestLocal = 64;

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var at = text.IndexOf('@'); at >= 0 && at + 1 < text.Length; at = Next(text, at + 1))
        {
            var floor = Math.Max(finds.Count > 0 && finds[^1].Name == Name ? finds[^1].End : 0, at - LongestLocal);
            var start = at;
            while (start > floor && IsLocal(text[start - 1])) start--;
            while (start < at && text[start] is '.' or '\'' or '`' or '{' or '/' or '=') start++;
            if (start == at || text[at - 1] == '.') continue;
            var end = PiiHosts.End(text, at + 1);
            if (end == at + 1 || !PiiHosts.HasDomain(text.AsSpan(at + 1, end - at - 1))) continue;
            Add(finds, start, end - start);
        }
    }

    private static int Next(string text, int from) => from < text.Length ? text.IndexOf('@', from) : -1;

    private static bool IsLocal(char c) => char.IsAsciiLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".Contains(c) || (c >= '\u00a1' && !char.IsSurrogate(c) && char.IsLetterOrDigit(c));
}
