namespace AgentScript.Graphs;

/// <summary>What stands beside an arrow.</summary>
internal static class EdgeLabel
{
    private const int MaxLength = 80;

    public static string Of(Edge edge)
    {
        var label = edge.Condition is null ? edge.Where : $"{edge.Where}: {edge.Condition}";
        return label.Length <= MaxLength ? label : $"{label[..(MaxLength - 1)]}…";
    }
}
