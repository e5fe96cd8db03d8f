namespace FunctionsAgent.Reasoning;

/// <summary>
/// Sentences of our own about anything but the business of a support agent. For a package that brings too few messages out of scope of its own they stand in as such: examples against all
/// intents, and trials of the threshold. A package's examples go before them: those that its intents claim are left out.
/// </summary>
internal static class IntentBackground
{
    private static readonly Lazy<(string Line, IntentText Text)[]> Loaded = new(Load);

    public static IReadOnlyList<(string Line, IntentText Text)> Sentences => Loaded.Value;

    private static (string Line, IntentText Text)[] Load()
    {
        using var stream = typeof(IntentBackground).Assembly.GetManifestResourceStream("FunctionsAgent.Reasoning.intent-background.txt") ?? throw new InvalidOperationException("The background sentences are not embedded.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(TextWords.Line).Select(line => (line, IntentText.Of(line)))];
    }
}
