namespace AgentScript.Coverage;

public enum BranchKind { Node, Intent, Branch, Tool, OnFailure }

/// <summary>Something a conversation may take or not: a node, an intent, a branch of an if, a tool, a failure that is handled.</summary>
/// <param name="Node">The node it stands in, or the connected agent.</param>
/// <param name="Name">Of the node or tool; the condition of an if, <c>else</c>; the action whose failure is handled.</param>
/// <param name="Line">Where it stands, counted from 1; of an if without an else, which may be passed over, the if's.</param>
/// <param name="Trace">What a step says that took it; of a failure what stands before its reason.</param>
public sealed record Branch(BranchKind Kind, string Node, string Name, int Line, Traced Trace)
{
    public override string ToString() => Kind switch
    {
        BranchKind.Node => $"node {Name}",
        BranchKind.Intent => $"intent of {Name}",
        BranchKind.Tool => $"tool {Name} in {Node}",
        BranchKind.OnFailure => $"failure of {Name} in {Node}",
        _ => Name == Branches.Else ? $"else in {Node}" : $"if {Name} in {Node}",
    };
}
