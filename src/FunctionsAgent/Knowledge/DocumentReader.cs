using System.Collections.Immutable;
using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Reads an article's file: Markdown, HTML, PDF or plain text, by its ending.</summary>
public static class DocumentReader
{
    /// <summary>Bytes of Markdown, HTML and plain text: some thousand pages.</summary>
    public const int LongestText = 5_000_000;

    /// <summary>Bytes of a PDF, whose pictures count as well.</summary>
    public const int LongestPdf = 50_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Endings it reads.</summary>
    public static ImmutableArray<string> Endings { get; } = [".md", ".markdown", ".html", ".htm", ".pdf", ".txt"];

    /// <summary>A Markdown file's front matter is skipped.</summary>
    /// <param name="path">Names the file in errors; its ending says how it is read.</param>
    /// <param name="title">What it is called; otherwise what the document says itself, or the file's name.</param>
    /// <exception cref="DocumentException">An unknown ending, too long, broken, not UTF-8, or without any text.</exception>
    public static Document Read(string path, ReadOnlyMemory<byte> bytes, string? title = null)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (!Endings.Contains(ending)) throw new DocumentException(path, $"articles are {string.Join(", ", Endings)}, not '{ending}'.");
        var limit = ending == ".pdf" ? LongestPdf : LongestText;
        if (bytes.Length > limit) throw new DocumentException(path, $"it has {bytes.Length:N0} bytes, and an article of this kind at most {limit:N0}: divide it.");
        var (named, blocks) = ending switch
        {
            ".pdf" => PdfDocument.Read(path, bytes),
            ".html" or ".htm" => HtmlDocument.Read(path, Text(path, bytes.Span)),
            ".txt" => (null, Plain(Text(path, bytes.Span))),
            _ => MarkdownDocument.Read(path, Text(path, bytes.Span)),
        };
        title = Chosen(title) ?? Chosen(named) ?? Chosen(blocks.FirstOrDefault(b => b.Level > 0).Text) ?? Path.GetFileNameWithoutExtension(path);
        var sections = SectionCutter.Cut(title, blocks);
        return sections.IsEmpty ? throw new DocumentException(path, "there is no text in it.") : new(title, sections);
    }

    private static string? Chosen(string? title) => string.IsNullOrWhiteSpace(title) ? null : title.Trim();

    /// <summary>Paragraphs are divided by empty lines; there are no headings.</summary>
    private static ImmutableArray<DocumentBlock> Plain(string text) =>
        [.. text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => new DocumentBlock(0, p))];

    private static string Text(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes).Replace("\0", "", StringComparison.Ordinal);
        }
        catch (DecoderFallbackException e)
        {
            throw new DocumentException(path, $"it is not UTF-8 at byte {e.Index:N0}: save it as UTF-8.");
        }
    }
}

/// <summary>What a file says: how it is called, and its sections in order; at least one.</summary>
public sealed record Document(string Title, ImmutableArray<Section> Sections);
