namespace FunctionsAgent.Evaluation;

/// <summary>What customers say besides their requests, whatever the agent is for.</summary>
internal static class Phrases
{
    public static IReadOnlyList<string> Greetings { get; } = ["hi", "hello", "good morning"];

    public static IReadOnlyList<string> Solved { get; } = ["that solved it", "thanks!", "perfect, thank you so much"];

    public static IReadOnlyList<string> Unsolved { get; } = ["still broken", "that did not help", "it still doesn't work"];

    public static IReadOnlyList<string> Praise { get; } = ["Quick and clear.", "Found it at once, thank you.", "Good, a little short."];

    public static IReadOnlyList<string> Tone { get; } =
        ["The answer was cold and sounded like a machine.", "Rude tone, not what I am used to from you.", "Far too formal, I felt brushed off."];

    public static IReadOnlyList<string> DataQuality { get; } =
        ["What it told me is out of date.", "The information was wrong, your page says something else.", "It contradicts what I was told last week."];

    public static IReadOnlyList<string> Coverage { get; } = ["It does not know the first thing about my question.", "Could not help me with this at all."];
}
