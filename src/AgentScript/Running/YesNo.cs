namespace AgentScript.Running;

/// <summary>Reads a message as yes or no, in English. A yes may start what cannot be undone: it holds nothing else, and when in doubt it is neither.</summary>
public static class YesNo
{
    private const int MostWords = 8;

    private static readonly string[][] YesPhrases =
        [.. new[] { "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "please", "of course", "go ahead", "do it", "correct", "right", "confirm", "confirmed", "absolutely", "definitely", "y", "true" }.Select(Words.Of)];

    private static readonly string[][] NoPhrases =
        [.. new[] { "no", "nope", "nah", "not now", "never mind", "nevermind", "dont", "do not", "cancel", "stop", "no thanks", "rather not", "id rather not", "n", "false" }.Select(Words.Of)];

    /// <summary>All that may stand beside a yes.</summary>
    private static readonly HashSet<string> Polite = new(YesPhrases.SelectMany(p => p), StringComparer.Ordinal)
    {
        "thanks", "thank", "you", "it", "that", "thats", "is", "i", "do", "fine", "good", "great", "sounds", "for", "me", "with",
    };

    /// <summary>Null when the message is neither.</summary>
    public static bool? Read(string text)
    {
        var words = Words.Of(text);
        if (words.Length is 0 or > MostWords) return null;
        if (NoPhrases.Any(p => words.AsSpan().StartsWith(p))) return false;
        return YesPhrases.Any(p => words.AsSpan().StartsWith(p)) && !text.Contains('?') && words.All(Polite.Contains) ? true : null;
    }
}
