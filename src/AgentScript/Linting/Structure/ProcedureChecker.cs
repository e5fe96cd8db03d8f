using AgentScript.Schema;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>Slots that hold statements.</summary>
internal static class ProcedureChecker
{
    public static void Check(LintContext context, EntrySyntax entry, Field field)
    {
        var templates = field.Kind == FieldKind.Procedure;
        if (entry.Value is TemplateSyntax template) Template(context, template, templates);
        else if (entry.Value is not (null or ErrorExpressionSyntax)) Invalid(context, entry.Value, field);
        switch (entry.Body)
        {
            case MappingSyntax mapping:
                Body(context, mapping, templates);
                break;
            case ValueBodySyntax { Value: IdentifierSyntax { Name: "empty" } } or null:
                break;
            case ValueBodySyntax { Value: TemplateSyntax below }:
                Template(context, below, templates);
                break;
            default:
                Invalid(context, entry.Body, field);
                break;
        }
    }

    public static void Statement(LintContext context, StatementSyntax statement, bool templates)
    {
        switch (statement)
        {
            case TemplateStatementSyntax template:
                Template(context, template.Template, templates);
                break;
            case IfStatementSyntax conditional:
                foreach (var branch in conditional.Branches) Body(context, branch.Body, templates);
                break;
            case RunStatementSyntax run:
                Body(context, run.Body, templates);
                break;
            case OnFailureStatementSyntax failure:
                Body(context, failure.Body, templates);
                break;
            case CollectStatementSyntax collect:
                new BlockChecker(context).Members(collect.Target, collect.Body, NodeBlocks.Collect);
                break;
        }
    }

    private static void Body(LintContext context, MappingSyntax mapping, bool templates)
    {
        foreach (var member in mapping.Members)
        {
            if (member is StatementSyntax statement) Statement(context, statement, templates);
            else context.Error("syntax-error", $"'{((EntrySyntax)member).Key.Text}:' is no statement; expected {(templates ? "|, " : "")}if, run, set or transition.", member);
        }
    }

    private static void Template(LintContext context, TemplateSyntax template, bool allowed)
    {
        if (!allowed) context.Error("template-in-deterministic-procedure", "No model reads this procedure, so a text has no place in it; expected if, run, set or transition.", template);
    }

    private static void Invalid(LintContext context, SyntaxNode value, Field field) =>
        context.Error("invalid-procedure-value", $"'{field.Name}' expects statements or a template after '|'.{(value is StringSyntax ? " Write | before the text and leave out the quotes." : "")}", value);
}
