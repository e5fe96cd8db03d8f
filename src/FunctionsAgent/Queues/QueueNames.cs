namespace FunctionsAgent.Queues;

/// <summary>The queues of the pipeline, each named after the stage that reads it, in the order of a message's way.</summary>
public static class QueueNames
{
    public const string Input = "input";
    public const string Reasoning = "reasoning";
    public const string Tools = "tools";
    public const string Output = "output";
    public const string Delivery = "delivery";
    public const string Handoff = "handoff";
    public const string Feedback = "feedback";

    public const string DeadLetterSuffix = "/$DeadLetterQueue";

    public static IReadOnlyList<string> All { get; } = [Input, Reasoning, Tools, Output, Delivery, Handoff, Feedback];
}
