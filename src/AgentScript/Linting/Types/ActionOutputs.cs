using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Types;

/// <summary><c>action-unknown-output</c> and <c>type-mismatch</c>: what a reasoning action keeps of its action's outputs.</summary>
internal sealed class ActionOutputs : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (set, place) in context.Uses.Sets)
        {
            if (place is not { Run: null, Tool: { Kind: ToolKind.Action } tool }) continue;
            if (context.Symbols.Action(place.Node, tool.Target?.Member) is not { } action) continue;
            if (set.Value is ReferenceSyntax { Namespace: "outputs", Member: { } name } output && context.Symbols.Output(action.Syntax, name) is null)
            {
                context.Error("action-unknown-output", $"@actions.{action.Name} has no output '{name}'.", output);
                continue;
            }
            if (set.Target is not ReferenceSyntax { Namespace: "variables" } target || TypeName.Of(context.Symbols.Variable(target.Member)?.Declaration) is not { } declared) continue;
            if (context.TypeOf(set.Value, action) is { } given && !declared.Fits(given))
            {
                context.Warning("type-mismatch", $"Variable '{target.Member}' is a {declared}, and what it is set to a {given}.", set);
            }
        }
    }
}
