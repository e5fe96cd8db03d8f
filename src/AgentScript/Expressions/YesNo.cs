using System.Collections.Frozen;

namespace AgentScript.Expressions;

/// <summary>The words of a customer who was asked whether.</summary>
public static class YesNo
{
    private static readonly FrozenSet<string> Yes = Words("yes", "y", "yes please", "yeah", "yep", "yup", "sure", "ok", "okay", "please do", "do it", "go ahead", "confirm", "confirmed", "i confirm", "correct", "right", "that is right", "of course", "true");
    private static readonly FrozenSet<string> No = Words("no", "n", "no thanks", "no thank you", "nope", "nah", "not now", "do not", "don't", "dont", "please do not", "cancel", "stop", "never mind", "nevermind", "wrong", "that is wrong", "false");

    /// <summary>True or False where the whole message says so and nothing else, whatever its case and punctuation; else null: nobody's consent is guessed.</summary>
    public static bool? Read(string message)
    {
        if (message.Length > 64) return null;
        var said = string.Join(' ', message.ToLowerInvariant().Replace('\u2019', '\'').Split([' ', '\t', '\r', '\n', '.', ',', '!'], StringSplitOptions.RemoveEmptyEntries));
        return Yes.Contains(said) ? true : No.Contains(said) ? false : null;
    }

    private static FrozenSet<string> Words(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
