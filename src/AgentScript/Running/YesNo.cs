namespace AgentScript.Running;

/// <summary>Reads a message as yes or no, in English; when in doubt it is neither.</summary>
internal static class YesNo
{
    private const int MostWords = 8;

    private static readonly string[][] YesPhrases =
        [.. new[] { "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "please", "of course", "go ahead", "do it", "correct", "right", "confirm", "confirmed", "absolutely", "definitely", "y", "true" }.Select(Words.Of)];

    private static readonly string[][] NoPhrases =
        [.. new[] { "no", "nope", "nah", "not now", "never mind", "nevermind", "dont", "do not", "cancel", "stop", "no thanks", "rather not", "id rather not", "n", "false" }.Select(Words.Of)];

    /// <summary>Words that take a yes back.</summary>
    private static readonly HashSet<string> Doubts = new(StringComparer.Ordinal)
    {
        "but", "not", "dont", "no", "wait", "instead", "except", "unless", "however", "if", "first", "although", "maybe", "never", "cant",
    };

    /// <summary>Null when the message is neither.</summary>
    public static bool? Read(string text)
    {
        var words = Words.Of(text);
        if (words.Length is 0 or > MostWords) return null;
        if (NoPhrases.Any(p => words.AsSpan().StartsWith(p))) return false;
        return YesPhrases.Any(p => words.AsSpan().StartsWith(p)) && !text.Contains('?') && !words.Any(Doubts.Contains) ? true : null;
    }
}
