using AgentScript.Linting.Uses;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary>
/// <c>fa-prompt-emphasis</c>: a model reads a rule louder when it is in capitals, and keeps it no better. One report a sentence, with
/// the policy that would keep it always. Looks at all a model reads: instructions, and descriptions of nodes, tools and actions.
/// </summary>
internal sealed class PromptEmphasis : ILintPass
{
    private const int Quoted = 120;

    public void Run(LintContext context)
    {
        var names = new NodeNames(context, null);
        Text(context, context.Script.System.Instructions as StringSyntax, names, null);
        foreach (var node in context.Script.Nodes)
        {
            names = new NodeNames(context, node);
            Text(context, node.System.Instructions as StringSyntax, names, null);
            Text(context, node.Description, names, null);
            foreach (var action in node.Actions) Text(context, action.Description, names, null);
            foreach (var tool in node.Tools) Text(context, tool.Description, names, tool.Name);
        }
        foreach (var (template, place) in context.Uses.Templates)
        {
            if (place.Procedure != ProcedureKind.Instructions) continue;
            if (!ReferenceEquals(names.Node, place.Node)) names = new NodeNames(context, place.Node);
            Text(context, template, names, null);
        }
    }

    private static void Text(LintContext context, ExpressionSyntax? text, NodeNames names, string? tool)
    {
        if (text is null || !MayShout(context.Tree.Source.Slice(text.Start, text.End))) return;
        var source = context.Tree.Source.Text.AsSpan();
        var sentences = new Sentences(source, text.Start, text.End);
        while (sentences.MoveNext())
        {
            var sentence = source[sentences.Start..sentences.End];
            if (Emphasis.Find(sentence, names) is not { IsEmpty: false } shout) continue;
            var quote = PolicyStub.OneLine(sentence.Length > Quoted ? $"{sentence[..Quoted]}…" : sentence);
            var message = $"'{shout}' in \"{quote}\": shouting does not make a model keep a rule. Say it plainly, and where it must hold, let a policy or a procedure keep it.";
            var hint = PolicyStub.For(sentence, tool ?? names.Tool(sentence), context.Tree.Source.Line(sentences.Start) + 1);
            context.Report(Severity.Warning, "fa-prompt-emphasis", message, sentences.Start, sentences.End, hint);
        }
    }

    /// <summary>Three capitals or two exclamation marks in a row: most texts have neither and are done.</summary>
    private static bool MayShout(ReadOnlySpan<char> text)
    {
        var run = 0;
        var previous = '\0';
        foreach (var character in text)
        {
            run = char.IsAsciiLetterUpper(character) ? run + 1 : 0;
            if (run == 3 || (character == '!' && previous == '!')) return true;
            previous = character;
        }
        return false;
    }
}
