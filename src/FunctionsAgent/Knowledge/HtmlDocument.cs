using System.Collections.Immutable;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace FunctionsAgent.Knowledge;

/// <summary>HTML to headings and text: what a reader sees of the page's own text. Scripts, styles, forms, hidden elements, comments and the site's navigation are left out.</summary>
internal static class HtmlDocument
{
    /// <summary>Elements within each other. Pages have some thirty.</summary>
    private const int Deepest = 100;

    /// <summary>Elements in all, those included that the parser makes itself.</summary>
    private const int Elements = 500_000;

    /// <exception cref="DocumentException">More elements, or deeper within each other, than anybody writes.</exception>
    public static (string? Title, ImmutableArray<DocumentBlock> Blocks) Read(string path, string html)
    {
        var nesting = HtmlNesting.Of(html);
        if (nesting.Deepest > Deepest) throw Deep(path);
        if (nesting.Elements > Elements) throw new DocumentException(path, $"it has more than {Elements:N0} HTML elements, those included that unclosed formatting makes in every paragraph.");
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = false });
        var document = parser.ParseDocument(html);
        var text = new HtmlText();
        if (document.Body is { } body) Walk(path, body, text, 1);
        return (document.Title, text.Blocks());
    }

    private static void Walk(string path, INode node, HtmlText text, int depth)
    {
        if (depth > Deepest) throw Deep(path);
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words) text.Append(words.Data);
            else if (child is IElement element && !Hidden(element))
            {
                text.Begin(element.LocalName, Number(element));
                Walk(path, element, text, depth + 1);
                text.End(element.LocalName);
            }
        }
    }

    private static bool Hidden(IElement element) =>
        element.LocalName is "script" or "style" or "noscript" or "template" or "head" or "nav" or "form" or "button" or "svg" or "iframe" or "object" or "select" or "textarea"
        || element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true"
        || element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal) is { } style
            && (style.Contains("display:none", StringComparison.OrdinalIgnoreCase) || style.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase));

    /// <summary>Of an item in a numbered list, its number.</summary>
    private static int? Number(IElement element)
    {
        if (element.LocalName != "li" || element.ParentElement is not { LocalName: "ol" } list) return null;
        var start = int.TryParse(list.GetAttribute("start"), out var first) ? first : 1;
        return start + list.Children.Where(c => c.LocalName == "li").TakeWhile(c => c != element).Count();
    }

    private static DocumentException Deep(string path) => new(path, $"its HTML is nested more than {Deepest} elements deep.");
}
