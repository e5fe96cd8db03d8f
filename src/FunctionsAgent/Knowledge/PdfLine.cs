using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.ReadingOrderDetector;

namespace FunctionsAgent.Knowledge;

/// <summary>A line of a page.</summary>
/// <param name="Size">Of its letters, in points.</param>
/// <param name="Opens">The first of a block of lines that stand together.</param>
internal readonly record struct PdfLine(string Text, double Size, bool Opens, int Page)
{
    /// <summary>Blocks (columns, paragraphs) by the white between them, in the order a reader takes them.</summary>
    public static IEnumerable<PdfLine> Of(Page page)
    {
        var words = page.GetWords().Where(w => !string.IsNullOrWhiteSpace(w.Text)).ToArray();
        if (words.Length == 0) yield break;
        foreach (var block in UnsupervisedReadingOrderDetector.Instance.Get(DocstrumBoundingBoxes.Instance.GetBlocks(words)))
        {
            var opens = true;
            foreach (var line in block.TextLines)
            {
                var text = SectionText.Line(line.Text);
                if (text.Length == 0) continue;
                var sizes = line.Words.SelectMany(w => w.Letters).Select(l => l.PointSize).Order().ToArray();
                yield return new(text, Math.Round(sizes[sizes.Length / 2], 1), opens, page.Number);
                opens = false;
            }
        }
    }
}
