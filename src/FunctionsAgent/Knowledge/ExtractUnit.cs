using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>What is copied whole or not at all: a sentence, a list's item with its lead-in, numbered steps together, a table's row with the table's first.</summary>
/// <param name="Line">In which paragraph it stands.</param>
/// <param name="Between">What stands between it and the one before.</param>
internal readonly record struct ExtractUnit(string Text, int Line, string Between, bool Whole)
{
    private const int LongestList = 12;

    /// <summary>Sentences of one paragraph, or a sentence and the list after it, may be copied together.</summary>
    public bool Follows(ExtractUnit before) => !Whole && !before.Whole && Line == before.Line;

    public static ImmutableArray<ExtractUnit> Of(string text)
    {
        var units = ImmutableArray.CreateBuilder<ExtractUnit>();
        var lines = text.Split('\n');
        for (var n = 0; n < lines.Length; n++)
        {
            if (IsListed(lines[n])) n = AddList(lines, n, units) - 1;
            else
            {
                var first = true;
                foreach (var sentence in SectionText.Sentences(lines[n]))
                {
                    // A lead-in says nothing without its list.
                    if (sentence.EndsWith(':') && n + 1 < lines.Length && IsListed(lines[n + 1])) continue;
                    units.Add(new(sentence, n, first ? "\n" : " ", false));
                    first = false;
                }
            }
        }
        return units.ToImmutable();
    }

    /// <summary>Returns the line after the list.</summary>
    private static int AddList(string[] lines, int start, ImmutableArray<ExtractUnit>.Builder units)
    {
        var end = start;
        while (end < lines.Length && IsListed(lines[end])) end++;
        var table = IsRow(lines[start]);
        var leadIn = table ? lines[start] : start > 0 && lines[start - 1].EndsWith(':') ? SectionText.Sentences(lines[start - 1]).LastOrDefault() : null;
        var first = table && end - start > 1 ? start + 1 : start;
        // Steps without those before and after them mislead.
        if ((IsStep(lines[start]) || leadIn is not null && !table) && end - start <= LongestList) units.Add(new(Under(leadIn, lines[start..end]), start, "\n", true));
        if (!IsStep(lines[start]))
            for (var n = first; n < end; n++) units.Add(new(Under(leadIn, [lines[n]]), n, "\n", true));
        return end;
    }

    private static string Under(string? leadIn, IEnumerable<string> lines) => string.Join('\n', leadIn is null ? lines : lines.Prepend(leadIn));

    private static bool IsListed(string line) => line.StartsWith(SectionText.Bullet, StringComparison.Ordinal) || IsStep(line) || IsRow(line);

    private static bool IsRow(string line) => line.Contains(" | ", StringComparison.Ordinal);

    private static bool IsStep(string line)
    {
        var dot = line.IndexOf('.', StringComparison.Ordinal);
        return dot is > 0 and < 4 && dot + 1 < line.Length && line[dot + 1] == ' ' && !line.AsSpan(0, dot).ContainsAnyExceptInRange('0', '9');
    }
}
