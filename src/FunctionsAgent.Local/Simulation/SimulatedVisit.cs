using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Local.Simulation;

/// <summary>Where a person of a story stands on one thread.</summary>
internal sealed class SimulatedVisit(Story story, int thread)
{
    /// <summary>Names the thread on its channel; the same in every run of the plan.</summary>
    public string Key { get; } = $"s{story.Number}-{thread}";

    /// <summary>The product's own id of it; null before the first word.</summary>
    public string? Conversation { get; set; }

    /// <summary>Of a chat session.</summary>
    public string? Token { get; set; }

    /// <summary>What was said so far.</summary>
    public int Said { get; set; }
}
