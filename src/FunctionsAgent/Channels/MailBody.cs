using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace FunctionsAgent.Channels;

/// <summary>One reply as the two alternatives of a mail: plain text with its links spelled out, and HTML in which every word is encoded.</summary>
internal static class MailBody
{
    public static string Plain(string markdown) => string.Join("\n\n", MarkupParser.Parse(markdown).Select(block => block switch
    {
        Block.Paragraph p => Plain(p.Content),
        Block.Heading h => Plain(h.Content),
        Block.Items items => string.Join('\n', items.Content.Select((item, i) => (items.Ordered ? $"{i + 1}. " : "- ") + Plain(item))),
        Block.Verbatim v => v.Content,
        _ => "",
    })) + "\n";

    public static string Html(string markdown)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif;font-size:15px;line-height:1.5\">");
        foreach (var block in MarkupParser.Parse(markdown))
        {
            switch (block)
            {
                case Block.Paragraph p:
                    html.Append("<p>").Append(Html(p.Content).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
                    break;
                case Block.Heading h:
                    html.Append("<p><strong>").Append(Html(h.Content)).Append("</strong></p>");
                    break;
                case Block.Items items:
                    var tag = items.Ordered ? "ol" : "ul";
                    html.Append(CultureInfo.InvariantCulture, $"<{tag}>");
                    foreach (var item in items.Content)
                        html.Append("<li>").Append(Html(item)).Append("</li>");
                    html.Append(CultureInfo.InvariantCulture, $"</{tag}>");
                    break;
                case Block.Verbatim v:
                    html.Append("<pre>").Append(WebUtility.HtmlEncode(v.Content)).Append("</pre>");
                    break;
            }
        }

        return html.Append("</body></html>").ToString();
    }

    private static string Plain(ImmutableArray<Inline> content) => string.Concat(content.Select(inline => inline switch
    {
        Inline.Text t => t.Value,
        Inline.Strong s => Plain(s.Content),
        Inline.Emphasis e => Plain(e.Content),
        Inline.Strike s => Plain(s.Content),
        Inline.Code c => c.Value,
        Inline.Image i => i.Alt,
        Inline.Link l => l.Label == l.Url ? l.Url : $"{l.Label} ({l.Url})",
        _ => "",
    }));

    private static string Html(ImmutableArray<Inline> content) => string.Concat(content.Select(inline => inline switch
    {
        Inline.Text t => WebUtility.HtmlEncode(t.Value),
        Inline.Strong s => $"<strong>{Html(s.Content)}</strong>",
        Inline.Emphasis e => $"<em>{Html(e.Content)}</em>",
        Inline.Strike s => $"<s>{Html(s.Content)}</s>",
        Inline.Code c => $"<code>{WebUtility.HtmlEncode(c.Value)}</code>",
        Inline.Image i => WebUtility.HtmlEncode(i.Alt),
        Inline.Link { IsSafe: true } l => $"<a href=\"{WebUtility.HtmlEncode(l.Url)}\">{WebUtility.HtmlEncode(l.Label)}</a>",
        Inline.Link l => WebUtility.HtmlEncode($"{l.Label} ({l.Url})"),
        _ => "",
    }));
}
