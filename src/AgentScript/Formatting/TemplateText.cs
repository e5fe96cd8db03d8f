using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>
/// A template in its new place. Its parts hold the text as it is rendered, white space stripped; what is added here the language strips again:
/// below a bare pipe the common indentation, behind <c>| text</c> as much as stands before the text.
/// </summary>
internal static class TemplateText
{
    public static void Write(TemplateSyntax template, SourceText source, StringBuilder text, int indent)
    {
        var lines = Rendered(template, source).Split('\n');
        var isBare = IsBare(template, source);
        var column = indent + (isBare ? LineWriter.Indentation : text.Length + 2);
        text.Append('|');
        if (lines is [""]) return;
        if (!isBare) text.Append(' ').Append(lines[0]);
        foreach (var line in isBare ? lines : lines[1..])
        {
            text.Append('\n');
            if (line.Length > 0) text.Append(' ', column).Append(line);
        }
    }

    private static string Rendered(TemplateSyntax template, SourceText source)
    {
        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part is TextPartSyntax plain) text.Append(plain.Text);
            else if (part is InterpolationSyntax { Expression: var expression }) ExpressionText.Write(expression, source, text.Append("{!")).Append('}');
        }
        return text.ToString();
    }

    private static bool IsBare(TemplateSyntax template, SourceText source)
    {
        var at = template.Start + 1;
        while (at < source.Text.Length && Lexer.IsBlank(source.Text[at])) at++;
        return at == source.Text.Length || source.Text[at] is '\n' or '\r';
    }
}
