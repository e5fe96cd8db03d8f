using System.Collections.Immutable;

namespace FunctionsAgent.Knowledge;

/// <summary>Cuts a document by its headings, and what is long under one heading at paragraph ends.</summary>
internal static class SectionCutter
{
    /// <summary>Words; a piece ends at the first paragraph end after so many.</summary>
    private const int Enough = 200;

    /// <summary>Words; a paragraph that would make a piece longer begins the next one, and one longer in itself is cut at line or sentence ends.</summary>
    private const int Most = 300;

    public static ImmutableArray<Section> Cut(string title, IEnumerable<DocumentBlock> blocks)
    {
        var sections = ImmutableArray.CreateBuilder<Section>();
        var anchors = new SectionAnchors();
        var headings = new List<DocumentBlock>();
        var (text, words, page) = (new List<string>(), 0, 0);
        foreach (var block in blocks)
        {
            if (block.Level > 0)
            {
                End();
                headings.RemoveAll(h => h.Level >= block.Level);
                headings.Add(block with { Text = SectionText.Line(block.Text) });
                continue;
            }
            foreach (var paragraph in SectionText.Pieces(block.Text, Most))
            {
                var count = SectionText.Words(paragraph);
                if (words > 0 && (words >= Enough || words + count > Most)) End();
                if (words == 0) page = block.Page;
                text.Add(paragraph);
                words += count;
            }
        }
        End();
        return sections.ToImmutable();

        void End()
        {
            if (words > 0)
            {
                var path = headings.Count == 0 ? title : string.Join(" › ", headings.Select(h => h.Text));
                sections.Add(new(page > 0 ? anchors.Next($"page-{page}") : anchors.Next(headings.Count == 0 ? title : headings[^1].Text), path, string.Join('\n', text)));
            }
            text.Clear();
            words = 0;
        }
    }
}
