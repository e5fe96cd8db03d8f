using System.Text.RegularExpressions;

namespace FunctionsAgent.Knowledge;

/// <summary>Reads articles as claims. Everything is counted while it is read; one reader reads all articles, in their order.</summary>
internal sealed partial class ClaimReader
{
    private const int MaxSentence = 600, LeastTerms = 1;

    private readonly ClaimValues values;
    private readonly List<int> found = [];

    public ClaimReader() => values = new(Terms);

    public ClaimTerms Terms { get; } = new();

    public List<Claim> Claims { get; } = [];

    /// <summary>Of each article: the terms of its title, and all its terms.</summary>
    public List<(int[] Title, int[] All)> Articles { get; } = [];

    public void Read(Article article)
    {
        var (index, first) = (Articles.Count, Claims.Count);
        var title = Gather(article.Title, out _, out _, counts: false);
        var all = title;
        for (var s = 0; s < article.Sections.Length; s++)
        {
            var section = article.Sections[s];
            var last = Last(section.Heading, article.Title);
            var heading = Gather(last, out _, out _, counts: false);
            var question = last.EndsWith('?') ? heading : [];
            all = ClaimSets.Union(all, heading);
            foreach (var (start, length) in Sentences(section.Text))
            {
                var text = section.Text.Substring(start, length);
                var (said, rest) = values.Read(text);
                var own = Gather(rest, out var negated, out var conditional, counts: true);
                all = ClaimSets.Union(all, own);
                // The question above an answer says what the answer is about, and claims nothing itself.
                if (text.EndsWith('?'))
                {
                    question = own;
                    continue;
                }

                var claim = new Claim(index, s, start, length, ClaimSets.Union(own, question), heading, [.. said], negated, conditional);
                if (claim.Subject.Length >= LeastTerms) Claims.Add(claim);
                question = last.EndsWith('?') ? heading : [];
            }
        }

        for (var i = first; i < Claims.Count; i++) Terms.Claimed(ClaimSets.Union(Claims[i].Subject, title));
        Articles.Add((title, all));
    }

    /// <summary>The heading itself, without those above it.</summary>
    private static string Last(string heading, string title)
    {
        var at = heading.LastIndexOf(" › ", StringComparison.Ordinal);
        return at >= 0 ? heading[(at + 3)..] : heading == title ? "" : heading;
    }

    private int[] Gather(string text, out bool negated, out bool conditional, bool counts)
    {
        found.Clear();
        (negated, conditional) = (false, false);
        Span<char> lower = stackalloc char[64];
        var isFirst = true;
        foreach (var match in Word().EnumerateMatches(text))
        {
            var word = text.AsSpan(match.Index, Math.Min(match.Length, lower.Length));
            var (term, kind) = Terms.Of(lower[..word.ToLowerInvariant(lower)]);
            if (counts && !isFirst) Terms.Seen(term, char.IsUpper(word[0]));
            isFirst = false;
            negated |= kind.HasFlag(ClaimTermKind.Negation);
            conditional |= kind.HasFlag(ClaimTermKind.Condition);
            if ((kind & (ClaimTermKind.Stop | ClaimTermKind.Light)) == 0) found.Add(term);
        }

        return ClaimSets.Of(found);
    }

    /// <summary>A line is a sentence, and what a full stop, a question mark or an exclamation mark ends before a capital or a digit.</summary>
    internal static IEnumerable<(int Start, int Length)> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isLine = i == text.Length || text[i] == '\n';
            if (!isLine && !EndsHere(text, i)) continue;
            var end = isLine ? i : i + 1;
            var (from, to) = (start, end);
            while (from < to && (char.IsWhiteSpace(text[from]) || text[from] is '-' or '*' or '•')) from++;
            from += Numbering(text.AsSpan(from, to - from));
            while (to > from && char.IsWhiteSpace(text[to - 1])) to--;
            if (to > from) yield return (from, Math.Min(to - from, MaxSentence));
            start = end;
        }
    }

    /// <summary>"1. ", "(2) ", "c) " number a list and say nothing.</summary>
    private static int Numbering(ReadOnlySpan<char> line)
    {
        var at = line.StartsWith("(") ? 1 : 0;
        var digits = line[at..].IndexOfAnyExceptInRange('0', '9');
        if (digits == 0 && line.Length > at && char.IsAsciiLetterLower(line[at])) digits = 1;
        if (digits is < 1 or > 2 || line.Length <= at + digits + 1) return 0;
        return line[at + digits] is '.' or ')' && line[at + digits + 1] == ' ' ? at + digits + 2 : 0;
    }

    private static bool EndsHere(string text, int at)
    {
        if (text[at] is not ('.' or '?' or '!') || at + 2 >= text.Length || text[at + 1] != ' ') return false;
        if (!char.IsUpper(text[at + 2]) && !(text[at] != '.' && char.IsDigit(text[at + 2]))) return false;
        // "No. 5", "e.g. Vienna", "Dr. Who", "1. May".
        var before = at - 1;
        if (at >= 2 && text.AsSpan(at - 2, 2) is "No" && (at == 2 || text[at - 3] is '\n')) return true;
        while (before >= 0 && char.IsLetterOrDigit(text[before])) before--;
        return text[at] != '.' || at - before > 3 || (at - before > 1 && char.IsLower(text[at - 1]) && !char.IsUpper(text[before + 1]) && text[Math.Max(before, 0)] != '.');
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(['’-][\p{L}\p{N}]+)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Word();
}
