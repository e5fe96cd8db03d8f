namespace AgentScript.Linting.Own;

/// <summary><c>fa-scope</c>: an agent that does too much to be tested, or offers a model too much to choose well.</summary>
internal sealed class Scope : ILintPass
{
    private const int MostNodes = 15;
    private const int MostTools = 12;
    private const int MostIntents = 25;

    public void Run(LintContext context)
    {
        if (context.Script.Nodes.IsEmpty) return;
        var intents = 0;
        foreach (var node in context.Script.Nodes)
        {
            if (node.Intent is not null) intents++;
            if (node.Tools.Length <= MostTools) continue;
            context.Warning("fa-scope", $"'{node.Name}' offers its model {node.Tools.Length} tools, and {MostTools} is what one chooses well among: divide it by what the customer wants.", node.Syntax.Key);
        }
        var place = (context.Script.Start ?? context.Script.Nodes[0]).Syntax.Key;
        var nodes = context.Script.Nodes.Length - (context.Script.Start is null ? 0 : 1);
        if (nodes > MostNodes) context.Warning("fa-scope", $"{nodes} sub-agents are more than one agent should carry ({MostNodes}): make two agents of it.", place);
        if (intents > MostIntents) context.Warning("fa-scope", $"{intents} intents are more than one agent should carry ({MostIntents}): make two agents of it.", place);
    }
}
