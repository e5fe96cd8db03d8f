using AgentScript.Linting.Uses;
using AgentScript.Model;
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
        Text(context, context.Script.System.Instructions as StringSyntax, null, null);
        foreach (var node in context.Script.Nodes)
        {
            Text(context, node.System.Instructions as StringSyntax, node, null);
            Text(context, node.Description, node, null);
            foreach (var action in node.Actions) Text(context, action.Description, node, null);
            foreach (var tool in node.Tools) Text(context, tool.Description, node, tool.Name);
        }
        foreach (var (template, place) in context.Uses.Templates)
        {
            if (place.Procedure == ProcedureKind.Instructions) Text(context, template, place.Node, null);
        }
    }

    private static void Text(LintContext context, ExpressionSyntax? text, Node? node, string? tool)
    {
        if (text is null || !MayShout(context.Tree.Source.Slice(text.Start, text.End))) return;
        var source = context.Tree.Source.Text.AsSpan();
        Func<ReadOnlySpan<char>, bool> isName = word => IsName(context, node, word);
        var sentences = new Sentences(source, text.Start, text.End);
        while (sentences.MoveNext())
        {
            var sentence = source[sentences.Start..sentences.End];
            if (Emphasis.Find(sentence, isName) is not { IsEmpty: false } shout) continue;
            var quote = PolicyStub.OneLine(sentence.Length > Quoted ? $"{sentence[..Quoted]}…" : sentence);
            var message = $"'{shout}' in \"{quote}\": shouting does not make a model keep a rule. Say it plainly, and where it must hold, let a policy or a procedure keep it.";
            var hint = PolicyStub.For(sentence, tool ?? Mentioned(node, sentence), context.Tree.Source.Line(sentences.Start) + 1);
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

    private static bool IsName(LintContext context, Node? node, ReadOnlySpan<char> word)
    {
        if (context.Symbols.VariableSpans.ContainsKey(word)) return true;
        foreach (var tool in node?.Tools ?? [])
        {
            if (word.SequenceEqual(tool.Name)) return true;
        }
        foreach (var action in node?.Actions ?? [])
        {
            if (word.SequenceEqual(action.Name)) return true;
        }
        return false;
    }

    /// <summary>The first tool of the node whose name is in the sentence as a word.</summary>
    private static string? Mentioned(Node? node, ReadOnlySpan<char> sentence)
    {
        foreach (var tool in node?.Tools ?? [])
        {
            if (tool.Name.Length == 0) continue;
            for (var at = 0; sentence[at..].IndexOf(tool.Name) is >= 0 and var found;)
            {
                var (start, end) = (at + found, at + found + tool.Name.Length);
                if ((start == 0 || !IsWord(sentence[start - 1])) && (end == sentence.Length || !IsWord(sentence[end]))) return tool.Name;
                at = end;
            }
        }
        return null;
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
