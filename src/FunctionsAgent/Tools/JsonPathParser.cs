using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FunctionsAgent.Tools;

/// <summary>Reads a <see cref="JsonPath"/>. What it does not know it refuses, as a path read wrongly would leave out a field in silence.</summary>
internal sealed class JsonPathParser(string path)
{
    private int at;

    public ImmutableArray<JsonPath.Segment> Parse()
    {
        var segments = ImmutableArray.CreateBuilder<JsonPath.Segment>();
        if (!Take('$')) throw Refused("a path begins with '$'");
        while (at < path.Length)
            segments.Add(Take('.') ? Dotted() : Take('[') ? Bracketed() : throw Refused("'.' or '[' is expected"));
        return segments.ToImmutable();
    }

    private JsonPath.Segment Dotted()
    {
        if (Take('*')) return new JsonPath.Segment.All();
        var start = at;
        while (at < path.Length && (IsNameStart(path[at]) || (at > start && char.IsAsciiDigit(path[at])))) at++;
        return at > start
            ? new JsonPath.Segment.Member(path[start..at])
            : throw Refused("a member name or '*' is expected; '..' is not supported");
    }

    private JsonPath.Segment Bracketed()
    {
        JsonPath.Segment segment = Take('*')
            ? new JsonPath.Segment.All()
            : at < path.Length && path[at] is '\'' or '"' ? new JsonPath.Segment.Member(Quoted(path[at++])) : new JsonPath.Segment.Index(Index());
        return Take(']') ? segment : throw Refused("']' is expected; slices, lists and filters are not supported");
    }

    private string Quoted(char quote)
    {
        var name = new StringBuilder();
        while (at < path.Length)
        {
            var next = path[at];
            if (next == quote)
            {
                at++;
                return name.ToString();
            }

            if (next == '\\')
            {
                at++;
                if (at == path.Length || (path[at] != quote && path[at] != '\\')) throw Refused($"only \\{quote} and \\\\ may be escaped");
                next = path[at];
            }

            name.Append(next);
            at++;
        }

        throw Refused("the quoted name does not end");
    }

    private int Index()
    {
        var start = at;
        Take('-');
        while (at < path.Length && char.IsAsciiDigit(path[at])) at++;
        var digits = path[start..at].TrimStart('-');
        // RFC 9535 knows neither leading zeros nor -0.
        var plain = digits.Length > 0 && (digits[0] != '0' || (digits.Length == 1 && path[start] == '0'));
        if (plain && int.TryParse(path[start..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return index;
        at = start;
        throw Refused("an index, a quoted name or '*' is expected");
    }

    private bool Take(char expected)
    {
        if (at >= path.Length || path[at] != expected) return false;
        at++;
        return true;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\u0080';

    private ArgumentException Refused(string what) =>
        new($"The path '{path}' cannot be read at position {at + 1}: {what}.");
}
