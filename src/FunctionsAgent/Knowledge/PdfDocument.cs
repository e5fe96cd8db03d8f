using System.Collections.Immutable;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis;

namespace FunctionsAgent.Knowledge;

/// <summary>PDF to headings and text by page: lines in reading order, headings by the size of their letters. Pictures are not read.</summary>
internal static class PdfDocument
{
    /// <summary>Pages of one article.</summary>
    private const int Pages = 2_000;

    /// <summary>A page with more letters is a drawing made of them.</summary>
    private const int Letters = 50_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <exception cref="DocumentException">Broken, encrypted, too long, or without text.</exception>
    public static (string? Title, ImmutableArray<DocumentBlock> Blocks) Read(string path, ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span[..Math.Min(1024, bytes.Length)].ContainsAny("%PDF"u8) || bytes.Span[..Math.Min(1024, bytes.Length)].IndexOf("%PDF-"u8) < 0) throw new DocumentException(path, "it is no PDF: it does not begin with %PDF-.");
        try
        {
            using var document = PdfDocumentFile(bytes);
            if (document.NumberOfPages > Pages) throw new DocumentException(path, $"it has {document.NumberOfPages:N0} pages, and an article at most {Pages:N0}: divide it.");
            var lines = Lines(path, document);
            if (lines.IsEmpty) throw new DocumentException(path, $"none of its {document.NumberOfPages} pages has text: it is made of pictures. Give it a text layer (OCR), or write the article as Markdown.");
            return (document.Information.Title, PdfParagraphs.Of(lines));
        }
        catch (Exception e) when (e is not (DocumentException or OutOfMemoryException))
        {
            // The library throws whatever it stumbled over.
            throw new DocumentException(path, $"it is broken or encrypted and cannot be read as PDF: {e.Message}");
        }
    }

    private static UglyToad.PdfPig.PdfDocument PdfDocumentFile(ReadOnlyMemory<byte> bytes) => UglyToad.PdfPig.PdfDocument.Open(bytes.ToArray(), new ParsingOptions { UseLenientParsing = true });

    private static ImmutableArray<PdfLine> Lines(string path, UglyToad.PdfPig.PdfDocument document)
    {
        var lines = ImmutableArray.CreateBuilder<PdfLine>();
        var (begin, characters) = (TimeProvider.System.GetTimestamp(), 0);
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Patience) throw new DocumentException(path, $"it was not read within {Patience.TotalSeconds:N0} s; page {number} of {document.NumberOfPages} was the next.");
            var page = document.GetPage(number);
            if (page.Letters.Count > Letters) throw new DocumentException(path, $"page {number} has {page.Letters.Count:N0} letters, and a page at most {Letters:N0}.");
            foreach (var line in PdfLine.Of(page))
            {
                lines.Add(line);
                if ((characters += line.Text.Length) > DocumentReader.LongestText) throw new DocumentException(path, $"it has more than {DocumentReader.LongestText:N0} characters of text: divide it.");
            }
        }
        return lines.ToImmutable();
    }
}
