using FunctionsAgent.Knowledge;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class PdfDocumentTests
{
    /// <summary>Pages of lines: text, size and height above the bottom.</summary>
    private static byte[] Pdf(params (string Text, double Size, double Height)[][] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var lines in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            foreach (var (text, size, height) in lines) page.AddText(text, size, new PdfPoint(50, height), font);
        }
        return builder.Build();
    }

    [Fact]
    public void Larger_letters_are_headings_and_sections_are_named_after_their_page()
    {
        var document = DocumentReader.Read("policy.pdf", Pdf(
            [("Household policy", 22, 780), ("This policy has two parts. It is a con-", 10, 740), ("tract between you and us.", 10, 728)],
            [("Fire", 16, 780), ("We cover fire and smoke in all rooms.", 10, 750), ("Candles are not covered.", 10, 700)]));

        Assert.Equal("Household policy", document.Title);
        Assert.Equal<Section>(
            [
                new("page-1", "Household policy", "This policy has two parts. It is a contract between you and us."),
                new("page-2", "Household policy › Fire", "We cover fire and smoke in all rooms.\nCandles are not covered."),
            ],
            document.Sections);
    }

    [Fact]
    public void What_stands_on_most_pages_is_no_text()
    {
        var pages = Enumerable.Range(1, 5).Select(n => new[] { ("Alder Mutual", 8d, 820d), ($"Clause {(char)('A' + n)} says something of its own.", 10d, 600d), ($"Page {n} of 5", 8d, 20d) }).ToArray();

        Assert.All(DocumentReader.Read("policy.pdf", Pdf(pages)).Sections, s => Assert.DoesNotContain("Alder", s.Text + s.Heading, StringComparison.Ordinal));
        Assert.Contains("Clause F says something of its own.", DocumentReader.Read("policy.pdf", Pdf(pages)).Sections[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PDF_without_text_says_so()
    {
        var refusal = Assert.Throws<DocumentException>(() => DocumentReader.Read("scan.pdf", Pdf([], [])));

        Assert.Contains("none of its 2 pages has text: it is made of pictures", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_PDF_or_a_broken_one_is_refused()
    {
        var whole = Pdf([("Some text that is long enough to be cut.", 10, 700)]);
        Assert.Contains("it is no PDF", Refusal("hello"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("it is no PDF", Refusal([]), StringComparison.Ordinal);
        Assert.NotNull(Refusal("%PDF-1.7\n"u8.ToArray()));
        for (var length = 20; length < whole.Length - 200; length += 97) Refusal(whole[..length], mayBeRead: true);
        for (var n = 9; n < whole.Length; n += 13)
        {
            var broken = whole.ToArray();
            broken[n] ^= 0x15;
            Refusal(broken, mayBeRead: true);
        }
    }

    /// <summary>Nothing but a <see cref="DocumentException"/> leaves the reader.</summary>
    private static string? Refusal(byte[] bytes, bool mayBeRead = false)
    {
        try
        {
            DocumentReader.Read("a.pdf", bytes);
            Assert.True(mayBeRead);
            return null;
        }
        catch (DocumentException e)
        {
            return e.Message;
        }
    }
}
