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

    /// <exception cref="DocumentException">Nested deeper than anybody writes.</exception>
    public static (string? Title, ImmutableArray<DocumentBlock> Blocks) Read(string path, string text)
    {
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
