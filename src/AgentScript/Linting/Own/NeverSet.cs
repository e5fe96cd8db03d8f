using AgentScript.Linting.Uses;
using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting.Own;

/// <summary><c>fa-never-set</c>: a variable that is read and always None.</summary>
internal sealed class NeverSet : ILintPass
{
    public void Run(LintContext context)
    {
        if (context.Script.Variables.IsEmpty) return;
        var set = new HashSet<string>(StringComparer.Ordinal);
        var read = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var use in context.Uses.References)
        {
            if (use.Syntax is not { Namespace: "variables", Member: { } name }) continue;
            if (use.Role is UseRole.SetTarget or UseRole.CollectTarget) set.Add(name);
            else read.TryAdd(name, use.Syntax.Start);
        }
        foreach (var (tool, _) in context.Uses.Tools)
        {
            if (tool.Kind != ToolKind.SetVariables) continue;
            foreach (var binding in tool.Bindings) set.Add(binding.Name.Text);
        }
        foreach (var node in context.Script.Nodes)
        {
            if (node.Intent is null) continue;
            foreach (var slot in node.Intent.Slots) set.Add(slot.Name);
        }
        foreach (var variable in context.Script.Variables)
        {
            if (variable.Modifier == Modifier.Linked || variable.Declaration.Default is not null and not NoneSyntax || set.Contains(variable.Name)) continue;
            if (!read.TryGetValue(variable.Name, out var start) || "External".Equals(variable.Declaration.Text("visibility"), StringComparison.OrdinalIgnoreCase)) continue;
            context.Warning("fa-never-set", $"'{variable.Name}' is read in line {context.Tree.Source.Line(start) + 1} and nothing ever sets it: set it, give it a default, or link it.", variable.Declaration.Syntax);
        }
    }
}
