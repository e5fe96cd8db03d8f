using AgentScript.Syntax;

namespace AgentScript.Formatting;

/// <summary>One way to write a script, so that a change shows what changed.</summary>
/// <remarks>
/// Four blanks a level, one around operators, <c>key: value</c>, <c>with a=1</c>, line feeds, no trailing blanks outside template text, at most one
/// blank line in a row and none at the start of a block. A comment stays on its line, or with what stands below it, or at the end of its block.
/// A template's text is the same to the character; a value over several lines keeps its lines and is indented by its brackets.
/// </remarks>
public static class Formatter
{
    /// <summary>The script's text, formatted: formatting it again changes nothing, and it parses to the same tree. A file with syntax errors is returned unchanged.</summary>
    public static string Format(SyntaxTree tree)
    {
        if (!tree.Diagnostics.IsEmpty) return tree.Source.Text;
        var lines = new LineWriter(tree);
        new TreeWriter(tree.Source, lines).Write(tree.Root);
        return lines.Finish();
    }
}
