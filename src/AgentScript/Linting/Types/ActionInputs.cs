using System.Collections.Immutable;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Types;

/// <summary>
/// <c>action-missing-input</c>, <c>action-unknown-input</c> and <c>type-mismatch</c>: what a reasoning action binds against what the
/// action or connected agent declares. A <c>run</c> in a procedure is not looked at here, as the vendor's linter does not.
/// </summary>
internal sealed class ActionInputs : ILintPass
{
    public void Run(LintContext context)
    {
        var bound = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (tool, place) in context.Uses.Tools)
        {
            if (tool.Kind == ToolKind.Action && context.Symbols.Action(place.Node, tool.Target?.Member) is { } action)
            {
                Check(context, tool, action.Syntax, action.Inputs, Severity.Information, bound);
            }
            else if (tool.Kind == ToolKind.ConnectedAgent && context.Symbols.ConnectedAgent(tool.Target?.Member) is { } agent)
            {
                Check(context, tool, agent.Syntax, agent.Inputs, Severity.Error, bound);
            }
        }
    }

    private static void Check(LintContext context, ReasoningAction tool, EntrySyntax owner, ImmutableArray<Declaration> inputs, Severity missing, HashSet<string> bound)
    {
        bound.Clear();
        foreach (var binding in tool.Bindings)
        {
            bound.Add(binding.Name.Text);
            if (context.Symbols.Input(owner, binding.Name.Text) is not { } input)
            {
                context.Error("action-unknown-input", $"{tool.Target} has no input '{binding.Name.Text}'. {Known(inputs)}", binding);
                continue;
            }
            if (TypeName.Of(input) is { } declared && context.TypeOf(binding.Value, null) is { } given && !declared.Fits(given))
            {
                context.Warning("type-mismatch", $"Input '{input.Name}' of {tool.Target} is a {declared}, and what is bound to it a {given}.{Joined(binding.Value)}", binding);
            }
        }
        foreach (var input in inputs)
        {
            if (input.Default is not null || input.Flag("is_required") == false || bound.Contains(input.Name)) continue;
            var what = missing == Severity.Error ? "no value" : "no value, so the model chooses one";
            context.Report(missing, "action-missing-input", $"Input '{input.Name}' of {tool.Target} has {what}: bind it with 'with {input.Name}=...' or give it a default.", tool.Reference!);
        }
    }

    private static string Known(ImmutableArray<Declaration> inputs)
    {
        if (inputs.Length == 0) return "It declares none.";
        var names = new string[Math.Min(inputs.Length, 8)];
        for (var i = 0; i < names.Length; i++) names[i] = inputs[i].Name;
        return $"It has {string.Join(", ", names)}{(inputs.Length > names.Length ? ", …" : "")}.";
    }

    private static string Joined(ExpressionSyntax value) =>
        value is BinarySyntax { Operator: BinaryOperator.Add } ? " A sum counts as a number here; where it joins texts this can be ignored." : "";
}
