namespace AgentScript.Linting.Types;

/// <summary><c>missing-action-reference</c>: a reasoning action that does not say what it calls.</summary>
internal sealed class MissingActionReference : ILintPass
{
    public void Run(LintContext context)
    {
        foreach (var (tool, _) in context.Uses.Tools)
        {
            if (tool.Syntax.Lone() is not null) continue;
            context.Error("missing-action-reference", $"'{tool.Name}' calls nothing: write what it calls behind the colon, for example '@actions.NAME' or '@utils.transition to @subagent.NAME'.", tool.Syntax);
        }
    }
}
