namespace AgentScript.Syntax;

/// <summary>Words with a meaning in some position; everywhere else they are names.</summary>
internal static class Keywords
{
    private static readonly string[] Statements = ["if", "else", "run", "set", "transition", "with", "available", "collect"];

    /// <summary>Always the beginning of a statement: as keys they are quoted.</summary>
    public static bool IsStatement(ReadOnlySpan<char> word) => word is "if" or "run" or "set" or "transition" or "collect";

    /// <summary>What cannot be the second name of a key.</summary>
    public static bool IsStopWord(ReadOnlySpan<char> word) => word.Length <= 10
        && word is "else" or "if" or "run" or "set" or "with" or "to" or "transition" or "available" or "and" or "or" or "not" or "is" or "True" or "False" or "None" or "mutable" or "linked" or "empty";

    public static bool IsOperator(ReadOnlySpan<char> word) => word is "and" or "or" or "is" or "not" or "if" or "else";

    /// <summary>What the author of a line that begins with <paramref name="word"/> may have meant, as the end of a message; empty when nothing is near.</summary>
    public static string Hint(ReadOnlySpan<char> word)
    {
        if (word is "elif" or "elseif") return " Another branch begins with `else if`.";
        if (word is "for" or "while" or "foreach") return " There are no loops: let the model call an action again, or go round by a transition.";
        foreach (var keyword in Statements)
            if (IsNear(word, keyword)) return $" Did you mean `{keyword}`?";
        return "";
    }

    /// <summary>One letter is left out, added, wrong, or two are swapped; case aside.</summary>
    private static bool IsNear(ReadOnlySpan<char> word, string keyword)
    {
        if (Math.Abs(word.Length - keyword.Length) > 1 || word.SequenceEqual(keyword)) return false;
        var at = 0;
        while (at < word.Length && at < keyword.Length && char.ToLowerInvariant(word[at]) == keyword[at]) at++;
        var rest = word[at..];
        var expected = keyword.AsSpan(at);
        return Same(rest, expected) || Behind(rest, 1, expected, 0) || Behind(rest, 0, expected, 1) || Behind(rest, 1, expected, 1)
            || (rest.Length > 1 && expected.Length > 1 && rest[0] == expected[1] && rest[1] == expected[0] && Same(rest[2..], expected[2..]));
    }

    private static bool Behind(ReadOnlySpan<char> word, int skip, ReadOnlySpan<char> keyword, int skipKeyword) =>
        word.Length >= skip && keyword.Length >= skipKeyword && Same(word[skip..], keyword[skipKeyword..]);

    private static bool Same(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
