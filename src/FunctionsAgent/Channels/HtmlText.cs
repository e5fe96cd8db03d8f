using System.Text;
using MimeKit.Text;

namespace FunctionsAgent.Channels;

/// <summary>HTML mail as text, in one pass over its tokens: nothing is fetched, nothing is rendered.</summary>
internal static class HtmlText
{
    private static readonly HashSet<HtmlTagId> Silent = [HtmlTagId.Script, HtmlTagId.Style, HtmlTagId.Head, HtmlTagId.Title, HtmlTagId.NoScript];
    private static readonly HashSet<HtmlTagId> Lines =
    [
        HtmlTagId.P, HtmlTagId.Div, HtmlTagId.Br, HtmlTagId.LI, HtmlTagId.TR, HtmlTagId.Table, HtmlTagId.UL, HtmlTagId.OL, HtmlTagId.BlockQuote, HtmlTagId.Pre,
        HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.H5, HtmlTagId.H6, HtmlTagId.HR,
    ];

    /// <param name="withQuotes">False: without Gmail's and Apple's quoted blocks, and nothing from Outlook's reply header on.</param>
    public static string Read(string html, bool withQuotes)
    {
        var text = new StringBuilder(html.Length);
        var tokens = new HtmlTokenizer(new StringReader(html));
        var (skipped, depth) = (HtmlTagId.Unknown, 0);
        while (tokens.ReadNextToken(out var token))
        {
            if (depth > 0)
            {
                // Inside something left out: only its own kind of tag can end it.
                if (token is HtmlTagToken inner && inner.Id == skipped && !inner.IsEmptyElement)
                    depth += inner.IsEndTag ? -1 : 1;
                continue;
            }

            if (token is HtmlTagToken tag)
            {
                if (!withQuotes && Attribute(tag, HtmlAttributeId.Id) is ("divRplyFwdMsg" or "appendonsend"))
                    break;
                if (!tag.IsEndTag && !tag.IsEmptyElement && (Silent.Contains(tag.Id) || (!withQuotes && IsQuote(tag))))
                    (skipped, depth) = (tag.Id, 1);
                else if (Lines.Contains(tag.Id))
                    text.Append(tag is { Id: HtmlTagId.LI, IsEndTag: false } ? "\n- " : "\n");
                else if (tag is { Id: HtmlTagId.TD, IsEndTag: true })
                    text.Append(' ');
            }
            else if (token is HtmlDataToken { Kind: HtmlTokenKind.Data } data)
                text.Append(data.Data.ReplaceLineEndings(" ")); // In HTML a line break is white space.
        }

        return Tidy(text.ToString());
    }

    private static bool IsQuote(HtmlTagToken tag) =>
        (tag.Id == HtmlTagId.Div && Attribute(tag, HtmlAttributeId.Class)?.Split(' ').Contains("gmail_quote") == true)
        || (tag.Id == HtmlTagId.BlockQuote && string.Equals(Attribute(tag, HtmlAttributeId.Type), "cite", StringComparison.OrdinalIgnoreCase));

    private static string? Attribute(HtmlTagToken tag, HtmlAttributeId id) => tag.Attributes.FirstOrDefault(a => a.Id == id)?.Value;

    // White space as a browser folds it, and at most one empty line in a row.
    private static string Tidy(string text)
    {
        var lines = text.Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var tidy = new StringBuilder(text.Length);
        var empty = 0;
        foreach (var line in lines)
        {
            empty = line.Length == 0 ? empty + 1 : 0;
            if (empty <= 1)
                tidy.Append(line).Append('\n');
        }

        return tidy.ToString().Trim();
    }
}
