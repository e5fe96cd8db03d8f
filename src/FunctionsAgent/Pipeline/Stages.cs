using System.Collections.Immutable;
using FunctionsAgent.Queues;

namespace FunctionsAgent.Pipeline;

/// <summary>The stages in the order of a message's way.</summary>
public sealed class Stages(InputStage input, ReasoningStage reasoning, ToolChainStage tools, OutputStage output, DeliveryStage delivery, HandoffStage handoff, FeedbackStage feedback)
{
    public ImmutableArray<IStage> All { get; } = [input, reasoning, tools, output, delivery, handoff, feedback];

    public IStage this[string name] => All.FirstOrDefault(s => s.Name == name)
        ?? throw new PermanentException("unknown-stage", $"There is no stage {name}.");
}
