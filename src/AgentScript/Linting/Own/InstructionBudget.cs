using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary><c>fa-instruction-budget</c>: what a node tells its model at most, of each <c>if</c> the longest branch. Depth is bounded by the parser's own limit.</summary>
internal sealed class InstructionBudget : ILintPass
{
    private const int CharactersPerToken = 4;
    private const int Tokens = 1000;

    public void Run(LintContext context)
    {
        foreach (var node in context.Script.Nodes)
        {
            var characters = Length(node.Instructions);
            var tokens = (characters + CharactersPerToken - 1) / CharactersPerToken;
            if (tokens <= Tokens) continue;
            var message = $"The instructions of '{node.Name}' have up to {characters} characters, about {tokens} tokens at {CharactersPerToken} characters a token; the budget is {Tokens}. "
                + "Move rules into policies and facts into tools, or divide the node.";
            context.Warning("fa-instruction-budget", message, node.Syntax.Field("reasoning").Field("instructions")?.Key ?? node.Syntax.Key);
        }
    }

    private static int Length<T>(ImmutableArray<T> statements) where T : MemberSyntax
    {
        var length = 0;
        foreach (var statement in statements)
        {
            if (statement is TemplateStatementSyntax template) length += Length(template.Template);
            else if (statement is IfStatementSyntax choice) length += Longest(choice);
        }
        return length;
    }

    private static int Longest(IfStatementSyntax choice)
    {
        var longest = 0;
        foreach (var branch in choice.Branches) longest = Math.Max(longest, Length(branch.Body.Members));
        return longest;
    }

    private static int Length(TemplateSyntax template)
    {
        var length = 1;
        foreach (var part in template.Parts) length += part is TextPartSyntax text ? text.Text.Length : part.End - part.Start;
        return length;
    }
}
