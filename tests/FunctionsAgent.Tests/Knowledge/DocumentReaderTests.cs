using System.Text;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>Markdown, plain text, and what is refused. HTML and PDF have their own.</summary>
public sealed class DocumentReaderTests
{
    private static Document Read(string path, string text, string? title = null) => DocumentReader.Read(path, Encoding.UTF8.GetBytes(text), title);

    private static string Refusal(string path, byte[] bytes) => Assert.Throws<DocumentException>(() => DocumentReader.Read(path, bytes)).Message;

    [Fact]
    public void Markdown_is_cut_by_its_headings()
    {
        var document = Read("returns.md", """
            ---
            owner: returns@shop.example
            ---
            # Returns

            Within *30 days*, see [the list](https://shop.example/list "x").

            ## Without a receipt

            1. Find the card.
            2. Call `us`.
               - in the morning
            - [x] done

            ### Late &amp; later

            | Days | Fee |
            |---|---|
            | 31 | 5 |
            <!-- internal -->
            <script>alert(1)</script>
            > Quoted **words**.

            ## Without a receipt

            Again.
            """);

        Assert.Equal("Returns", document.Title);
        Assert.Equal<Section>(
            [
                new("returns", "Returns", "Within 30 days, see the list."),
                new("without-a-receipt", "Returns › Without a receipt", "1. Find the card.\n2. Call us.\n• in the morning\n• done"),
                new("late-later", "Returns › Without a receipt › Late & later", "Days | Fee\n31 | 5\nQuoted words."),
                new("without-a-receipt-2", "Returns › Without a receipt", "Again."),
            ],
            document.Sections);
    }

    [Fact]
    public void Text_before_any_heading_stands_under_the_title()
    {
        Assert.Equal<Section>([new("lamp-care", "Lamp care", "Dust it.")], Read("a/lamps.txt", "\uFEFFDust it.", "Lamp care").Sections);
        Assert.Equal("lamps", Read("a/lamps.md", "Dust it.").Title);
    }

    [Fact]
    public void A_long_section_is_cut_at_paragraph_ends()
    {
        var paragraphs = Enumerable.Range(0, 12).Select(n => string.Join(' ', Enumerable.Repeat($"word{n}", 90)) + ".").ToArray();
        var sections = Read("long.md", "# Long\n\n" + string.Join("\n\n", paragraphs)).Sections;

        Assert.Equal(["long", "long-2", "long-3", "long-4"], sections.Select(s => s.Anchor));
        Assert.All(sections, s => Assert.InRange(SectionText.Words(s.Text), 200, 300));
        Assert.Equal(paragraphs, sections.SelectMany(s => s.Text.Split('\n')));
    }

    [Fact]
    public void A_paragraph_that_is_too_long_is_cut_after_sentences_and_loses_no_word()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(n => $"Sentence number {n} has exactly eight words here.")) + " " + string.Join(' ', Enumerable.Repeat("endless", 700));
        var sections = Read("long.txt", text).Sections;

        Assert.All(sections, s => Assert.True(SectionText.Words(s.Text) <= 300));
        Assert.Equal(text, string.Join(' ', sections.Select(s => s.Text)).Replace('\n', ' '));
        Assert.EndsWith("words here.", sections[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It is. So. He said \"no.\" Then e.g. this one. Version 2.5 is out! Ok?", 6)]
    [InlineData("Call Dr. Smith at no. 5. He knows.", 2)]
    [InlineData("It ended in 2019. Then it began.", 2)]
    public void Sentences_end_where_a_reader_says_so(string line, int count) => Assert.Equal(count, SectionText.Sentences(line).Count());

    [Fact]
    public void What_cannot_be_an_article_is_refused_with_its_reason()
    {
        Assert.Equal("a.docx: articles are .md, .markdown, .html, .htm, .pdf, .txt, not '.docx'.", Refusal("a.docx", [1]));
        Assert.Contains("20,000,000 bytes, and an article of this kind at most 5,000,000", Refusal("a.md", new byte[20_000_000]), StringComparison.Ordinal);
        Assert.Contains("not UTF-8 at byte 1", Refusal("a.txt", [65, 0xFF]), StringComparison.Ordinal);
        Assert.Contains("there is no text in it", Refusal("a.md", "# Only a heading\n\n<!-- nothing -->"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("there is no text in it", Refusal("a.md", []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("1. ")]
    [InlineData("[")]
    [InlineData("**a")]
    [InlineData("`")]
    [InlineData("<b>")]
    [InlineData("![a](")]
    [InlineData("|a|\n")]
    [InlineData("a\n\n# ")]
    public async Task Markdown_made_to_hang_a_reader_ends(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)) + " end";
        // Either it is read or it is refused: a guard against hanging, not a measurement.
        await Task.Run(() => Record.Exception(() => Read("a.md", text))).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
