using System.Buffers;
using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Types;

/// <summary>
/// <c>instruction-template-syntax</c>: <c>{@variables.x}</c> without the mark, or a variable's name as a plain word, in the system
/// instructions and in the instructions that always apply (templates below an <c>if</c> are not looked at, as the vendor's linter does
/// not). The range begins with the piece of text the word is in, which is where that linter points; the message has the line.
/// </summary>
internal sealed class TemplateWords : ILintPass
{
    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> Interesting = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_{");

    public void Run(LintContext context)
    {
        System(context, context.Script.System);
        foreach (var node in context.Script.Nodes)
        {
            System(context, node.System);
            Instructions(context, node.Instructions);
        }
    }

    private static void System(LintContext context, SystemBlock system)
    {
        if (system.Instructions is TemplateSyntax template) Template(context, template);
        else if (system.Instructions is StringSyntax text) Text(context, text.Start, text.Start, text.End);
    }

    private static void Instructions(LintContext context, ImmutableArray<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is TemplateStatementSyntax template) Template(context, template.Template);
        }
    }

    private static void Template(LintContext context, TemplateSyntax template)
    {
        for (var i = 0; i < template.Parts.Length; i++)
        {
            if (template.Parts[i] is TextPartSyntax text) Text(context, i == 0 ? template.Start : text.Start, text.Start, text.End);
        }
    }

    private static void Text(LintContext context, int start, int from, int to)
    {
        var source = context.Tree.Source.Text.AsSpan();
        for (var at = from; at < to;)
        {
            var next = source[at..to].IndexOfAny(Interesting);
            if (next < 0) return;
            at += next;
            if (source[at] == '{')
            {
                at += Unmarked(context, start, at, to);
                continue;
            }
            var length = source[at..to].IndexOfAnyExcept(WordCharacters);
            var end = length < 0 ? to : at + length;
            if (context.Symbols.VariableSpans.TryGetValue(source[at..end], out var variable))
            {
                var line = context.Tree.Source.Line(at) + 1;
                context.Report(Severity.Information, "instruction-template-syntax", $"'{variable.Name}' in line {line} is the name of a variable: for its value write {{!@variables.{variable.Name}}}.", start, end);
            }
            at = end;
        }
    }

    /// <summary>How many characters to pass over: the braces with what is in them, or one.</summary>
    private static int Unmarked(LintContext context, int start, int at, int to)
    {
        var rest = context.Tree.Source.Text.AsSpan(at, to - at);
        if (!rest[1..].TrimStart(' ').StartsWith("@")) return 1;
        var close = rest[1..].IndexOfAny('}', '{', '\n') + 1;
        if (close == 0 || rest[close] != '}') return 1;
        context.Report(Severity.Information, "instruction-template-syntax", $"'{rest[..(close + 1)]}' is plain text: for its value write '{{!{rest[1..close].Trim(' ')}}}'.", start, at + close + 1);
        return close + 1;
    }
}
