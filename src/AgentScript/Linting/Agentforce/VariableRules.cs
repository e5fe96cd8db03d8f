using AgentScript.Model;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>invalid-variable-name</c>, and what goes with <c>mutable</c> and <c>linked</c>.</summary>
internal sealed class VariableRules : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var variable in context.Script.Variables)
        {
            Name(context, variable);
            if (variable.Modifier == Modifier.Linked) Linked(context, variable);
            else if (variable.Modifier == Modifier.Mutable && variable.Declaration.Properties.ContainsKey("source"))
            {
                Error(context, variable, "mutable-variable-cannot-have-source", "is mutable and takes no 'source': remove it, or make the variable linked");
            }
        }
    }

    private static void Name(LintContext context, Variable variable)
    {
        var name = variable.Name.AsSpan();
        var stem = name.EndsWith("__c", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        if (stem.StartsWith('_') || stem.EndsWith('_') || stem.Contains("__", StringComparison.Ordinal))
        {
            Error(context, variable, "invalid-variable-name", "must neither begin nor end with an underscore, nor have two in a row");
        }
    }

    private static void Linked(LintContext context, Variable variable)
    {
        var declaration = variable.Declaration;
        if (!declaration.Properties.ContainsKey("source")) Error(context, variable, "linked-variable-missing-source", "is linked and says to nothing: add 'source: @MessagingSession.FIELD', or make it mutable");
        if (declaration.IsList) Error(context, variable, "linked-variable-cannot-be-list", "is linked and cannot be a list");
        else if (declaration.Type == "object") Error(context, variable, "linked-variable-cannot-be-object", "is linked and cannot be an object");
        if (declaration.Default is not null) Error(context, variable, "linked-variable-cannot-have-default", "is linked and takes no default: its value comes from its source");
    }

    private static void Error(LintContext context, Variable variable, string code, string what) =>
        context.Error(code, $"Variable '{variable.Name}' {what}.", variable.Declaration.Syntax);
}
