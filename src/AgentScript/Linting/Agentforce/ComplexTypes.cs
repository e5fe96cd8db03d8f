using System.Collections.Immutable;
using AgentScript.Model;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>object-type-missing-schema</c> and <c>complex-data-type-on-primitive</c>: inputs and outputs of actions.</summary>
internal sealed class ComplexTypes : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var node in context.Script.Nodes)
        {
            foreach (var action in node.Actions)
            {
                Check(context, action.Inputs, isInput: true);
                Check(context, action.Outputs, isInput: false);
            }
        }
    }

    private static void Check(LintContext context, ImmutableArray<Declaration> declarations, bool isInput)
    {
        foreach (var declaration in declarations)
        {
            if (declaration.Type.Length == 0) continue;
            var named = declaration.Properties.ContainsKey("complex_data_type_name");
            if (declaration.Type == "object")
            {
                if (named || (isInput && declaration.Properties.ContainsKey("schema"))) continue;
                context.Warning("object-type-missing-schema", $"'{declaration.Name}' is an object of no known shape: add 'complex_data_type_name'{(isInput ? " or 'schema'" : "")}.", declaration.Syntax);
            }
            else if (named)
            {
                context.Warning("complex-data-type-on-primitive", $"'{declaration.Name}' is a {(declaration.IsList ? $"list[{declaration.Type}]" : declaration.Type)}: 'complex_data_type_name' belongs to an object.", declaration.Syntax);
            }
        }
    }
}
