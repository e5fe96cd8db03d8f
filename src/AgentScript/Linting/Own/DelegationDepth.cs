using AgentScript.Model;

namespace AgentScript.Linting.Own;

/// <summary><c>fa-depth</c>: a delegation in a delegation in a delegation. Each level costs a model's answer before the customer hears one.</summary>
internal sealed class DelegationDepth : ILintPass
{
    private const int Deepest = Running.Limits.Delegations;

    public void Run(LintContext context)
    {
        var level = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in context.Script.Nodes) level.Add(node.Name);
        for (var depth = 0; depth < Deepest; depth++)
        {
            var next = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (tool, place) in context.Uses.Tools)
            {
                if (tool.Kind == ToolKind.Delegate && place.Node is not null && level.Contains(place.Node.Name)) next.Add(tool.Target!.Member!);
            }
            if (next.Count == 0) return;
            level = next;
        }
        foreach (var (tool, place) in context.Uses.Tools)
        {
            if (tool.Kind != ToolKind.Delegate || place.Node is null || !level.Contains(place.Node.Name)) continue;
            context.Warning("fa-depth", $"'{place.Node.Name}' is itself delegated to {Deepest} levels deep and delegates to '{tool.Target!.Member}', level {Deepest + 1}: the limit is {Deepest}. Use a transition instead.", tool.Reference!);
        }
    }
}
