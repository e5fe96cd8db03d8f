using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>custom-subagent-validation</c> and <c>byon-not-for-production</c>: nodes whose code the vendor hosts.</summary>
internal sealed class NodeVariants : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var node in context.Script.Nodes)
        {
            if (node.Syntax.Field("schema")?.Value is not { } place || place.LiteralText() is not { } schema) continue;
            if (schema.StartsWith("node://byon/", StringComparison.OrdinalIgnoreCase))
            {
                context.Warning("byon-not-for-production", $"'{schema}' is a node of one's own code: the vendor runs it in no production org.", place);
            }
            else if (schema.StartsWith("node://commerce/", StringComparison.OrdinalIgnoreCase) || schema.StartsWith("node://tableau/", StringComparison.OrdinalIgnoreCase))
            {
                Not(context, schema, node.Syntax.Field("before_reasoning"));
                Not(context, schema, node.Syntax.Field("after_reasoning"));
                Not(context, schema, node.Syntax.Field("reasoning").Field("instructions"));
            }
        }
    }

    private static void Not(LintContext context, string schema, EntrySyntax? field)
    {
        if (field is not null) context.Error("custom-subagent-validation", $"A node of '{schema}' has no '{field.Key.First.Text}': its instructions are the vendor's.", field);
    }
}
