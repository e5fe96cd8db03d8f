namespace FunctionsAgent.Reasoning;

/// <summary>The customer's words of a turn. Where they are too many, what goes is the middle: a letter says what it wants at its beginning or its end.</summary>
internal sealed record ContextWords(string Text, SourceReceipt Receipt)
{
    private const string Gap = "\n[… left out …]\n";

    public static ContextWords Of(string words, int budget, Tokens tokens)
    {
        if (string.IsNullOrWhiteSpace(words)) return new("", new("words", budget, 0, 0, 0, 0, 0));
        var offered = tokens.Count(words);
        var text = offered <= budget ? words : Cut(words, budget, tokens);
        var sent = tokens.Count(text);
        return new(text, new("words", budget, offered, sent, 1, text.Length > 0 ? 1 : 0, offered <= budget ? 0 : 1));
    }

    private static string Cut(string words, int budget, Tokens tokens)
    {
        // Where texts are joined, a token more may arise.
        for (var room = budget - tokens.Count(Gap); room > 2; room--)
        {
            var text = tokens.Head(words, room * 2 / 3) + Gap + tokens.Tail(words, room / 3);
            if (tokens.Count(text) <= budget) return text;
        }

        return tokens.Head(words, budget);
    }
}
