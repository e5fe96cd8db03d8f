using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>Lines of pages to headings and paragraphs. What stands on most pages in the same words (a header, a footer) is left out.</summary>
internal static class PdfParagraphs
{
    /// <summary>Letters so much larger than those of most of the text are a heading's.</summary>
    private const double Larger = 1.15;

    private const int LongestHeading = 120;

    public static ImmutableArray<DocumentBlock> Of(ImmutableArray<PdfLine> lines)
    {
        var body = lines.GroupBy(l => l.Size).OrderByDescending(g => g.Sum(l => l.Text.Length)).ThenBy(g => g.Key).First().Key;
        ImmutableArray<double> sizes = [.. lines.Where(l => IsHeading(l, body)).Select(l => l.Size).Distinct().OrderDescending().Take(6)];
        var running = Running(lines);
        var blocks = ImmutableArray.CreateBuilder<DocumentBlock>();
        var (text, page, size) = (new List<string>(), 0, 0d);
        foreach (var line in lines)
        {
            if (running.Contains(Words(line.Text))) continue;
            var heading = IsHeading(line, body);
            // A heading over two lines is one; a paragraph may go on after a page's end.
            var same = text.Count > 0 && (heading ? line.Size == size : !IsLarge(size, body) && (!line.Opens || line.Page != page && char.IsLower(line.Text[0])));
            if (!same) End();
            if (text.Count == 0) (page, size) = (line.Page, heading ? line.Size : body);
            text.Add(line.Text);
        }
        End();
        return blocks.ToImmutable();

        void End()
        {
            if (text.Count > 0) blocks.Add(new(IsLarge(size, body) ? Math.Max(1, sizes.IndexOf(size) + 1) : 0, IsLarge(size, body) ? string.Join(' ', text) : PdfLines.Join(text), page));
            text.Clear();
        }
    }

    private static bool IsHeading(PdfLine line, double body) => IsLarge(line.Size, body) && line.Text.Length <= LongestHeading && line.Text.Any(char.IsLetter);

    private static bool IsLarge(double size, double body) => size >= body * Larger;

    private static HashSet<string> Running(ImmutableArray<PdfLine> lines)
    {
        var pages = lines.Select(l => l.Page).Distinct().Count();
        if (pages < 4) return [];
        return [.. lines.GroupBy(l => Words(l.Text)).Where(g => g.Select(l => l.Page).Distinct().Count() > pages / 2).Select(g => g.Key)];
    }

    /// <summary>Page numbers differ and are no difference.</summary>
    private static string Words(string line) => string.Concat(line.Where(c => !char.IsAsciiDigit(c)));
}
