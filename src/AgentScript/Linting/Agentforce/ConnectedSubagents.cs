using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary>Other deployed agents: their targets, what is bound to their inputs, and that no template names them.</summary>
internal sealed class ConnectedSubagents : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var agent in context.Script.ConnectedAgents)
        {
            Target(context, agent);
            foreach (var input in agent.Inputs) Input(context, input);
        }
        foreach (var use in context.Uses.References)
        {
            if (use is not { InTemplate: true, Syntax.Namespace: "connected_subagent" }) continue;
            context.Error("invalid-connected-subagent-reference", $"{use.Syntax} cannot be printed: name the tool that calls it, as {{!@actions.TOOL}}.", use.Syntax);
        }
    }

    private static void Target(LintContext context, ConnectedAgent agent)
    {
        if (agent.Target is not { } target) return;
        var place = agent.Syntax.Field("target")!.Value!;
        if (!TargetUri.TryParse(target, out var uri) || !uri.IsOneOf(["agent", "agentforce"]))
        {
            context.Error("connected-agent-unsupported-scheme", $"'{target}' is no agent: it is written 'agent://NAME'.", place);
        }
        else if (!IsName(uri.Name))
        {
            context.Error("invalid-connected-subagent-target-name", $"'{uri.Name}' is no agent's name: a letter, then letters, digits and single underscores, none at the end.", place);
        }
    }

    private static bool IsName(string name)
    {
        if (!char.IsAsciiLetter(name[0]) || name[^1] == '_' || name.Contains("__", StringComparison.Ordinal)) return false;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_') return false;
        }
        return true;
    }

    private static void Input(LintContext context, Declaration input)
    {
        switch (input.Default)
        {
            case null:
                context.Error("bound-input-required", $"Input '{input.Name}' has no value: bind it, as '{input.Name}: {(input.Type.Length == 0 ? "string" : input.Type)} = @variables.NAME'.", input.Syntax);
                break;
            case ReferenceSyntax { Namespace: "variables" } reference:
                if (context.Symbols.Variable(reference.Member) is not { Modifier: Modifier.Plain }) break;
                context.Error("bound-input-not-linked-or-mutable", $"{reference} is neither linked nor mutable: declare it as one of them.", reference);
                break;
            case var value when !IsLiteral(value):
                context.Error("bound-input-not-variable", $"Input '{input.Name}' takes a variable, a literal, or a list of literals.", value);
                break;
        }
    }

    private static bool IsLiteral(ExpressionSyntax value)
    {
        if (value is not ListSyntax list) return IsPlain(value);
        foreach (var item in list.Items)
        {
            if (!IsPlain(item)) return false;
        }
        return true;
    }

    private static bool IsPlain(ExpressionSyntax value) =>
        value is StringSyntax or NumberSyntax or BooleanSyntax or NoneSyntax or DateTimeSyntax or UnarySyntax { Operator: UnaryOperator.Minus, Operand: NumberSyntax };
}
