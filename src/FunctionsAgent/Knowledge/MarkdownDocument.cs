using System.Collections.Immutable;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsAgent.Knowledge;

/// <summary>Markdown (CommonMark with tables and task lists) to headings and text. HTML within it is read as HTML.</summary>
internal static class MarkdownDocument
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().UseGridTables().UseTaskLists().UseAutoLinks().Build();

    /// <summary>Opening brackets: the parser looks from each of them for its end, which takes time by the square of their number.</summary>
    private const int Brackets = 20_000;

    /// <summary>Lists and quotes that one line opens: the parser's time grows by the square of their number.</summary>
    private const int Markers = 100;

    /// <exception cref="DocumentException">More brackets than anybody writes, or nested deeper.</exception>
    public static (string? Title, ImmutableArray<DocumentBlock> Blocks) Read(string path, string text)
    {
        if (text.AsSpan().Count('[') is var brackets and > Brackets) throw new DocumentException(path, $"it has {brackets:N0} opening brackets, and an article at most {Brackets:N0}: divide it.");
        if (text.AsSpan().EnumerateLines() is var lines && TooDeep(lines)) throw new DocumentException(path, $"a line of it opens more than {Markers} lists and quotes within each other.");
        Markdig.Syntax.MarkdownDocument tree;
        try
        {
            tree = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException e)
        {
            // The parser's own limit of nesting.
            throw new DocumentException(path, $"it cannot be read as Markdown: {e.Message}");
        }
        var blocks = ImmutableArray.CreateBuilder<DocumentBlock>();
        foreach (var block in tree) Add(path, block, blocks);
        return (blocks.FirstOrDefault(b => b.Level == 1).Text, blocks.ToImmutable());
    }

    private static bool TooDeep(SpanLineEnumerator lines)
    {
        foreach (var line in lines)
        {
            var markers = 0;
            for (var n = 0; n < line.Length; n++)
            {
                var space = n + 1 == line.Length || line[n + 1] is ' ' or '\t';
                if (line[n] == '>' || (line[n] is '-' or '*' or '+' or '.' or ')') && space) markers++;
                else if (line[n] is not (' ' or '\t') && !char.IsAsciiDigit(line[n])) break;
            }
            if (markers > Markers) return true;
        }
        return false;
    }

    private static void Add(string path, Block block, ImmutableArray<DocumentBlock>.Builder to)
    {
        switch (block)
        {
            case YamlFrontMatterBlock or LinkReferenceDefinitionGroup:
                break;
            case HeadingBlock heading:
                to.Add(new(heading.Level, Inline(heading.Inline)));
                break;
            case HtmlBlock html:
                to.AddRange(HtmlDocument.Read(path, html.Lines.ToString()).Blocks);
                break;
            case QuoteBlock quote:
                foreach (var inner in quote) Add(path, inner, to);
                break;
            default:
                var lines = new List<string>();
                Lines(block, "", lines);
                if (lines.Count > 0) to.Add(new(0, string.Join('\n', lines)));
                break;
        }
    }

    /// <param name="mark">What the first line begins with: the item's bullet or number.</param>
    private static void Lines(Block block, string mark, List<string> to)
    {
        switch (block)
        {
            case Table table:
                foreach (var row in table.OfType<TableRow>()) to.Add(string.Join(" | ", row.OfType<TableCell>().Select(Cell)));
                break;
            case ListBlock list:
                foreach (var item in list.OfType<ListItemBlock>()) Item(item, list.IsOrdered ? $"{item.Order}. " : SectionText.Bullet, to);
                break;
            case LeafBlock { Inline: { } inline }:
                to.Add(mark + Inline(inline));
                break;
            case CodeBlock code:
                to.AddRange(code.Lines.ToString().Split('\n'));
                break;
            case ContainerBlock container:
                foreach (var inner in container) Lines(inner, "", to);
                break;
        }
    }

    private static void Item(ListItemBlock item, string mark, List<string> to)
    {
        foreach (var inner in item)
        {
            Lines(inner, mark, to);
            mark = "";
        }
    }

    private static string Cell(TableCell cell)
    {
        var lines = new List<string>();
        foreach (var block in cell) Lines(block, "", lines);
        return string.Join(' ', lines);
    }

    private static string Inline(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (var part in inline?.Descendants<LeafInline>() ?? [])
        {
            switch (part)
            {
                case LiteralInline literal: text.Append(literal.Content); break;
                case CodeInline code: text.Append(code.Content); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded); break;
                case LineBreakInline: text.Append(' '); break;
            }
        }
        return SectionText.Line(text.ToString());
    }
}
