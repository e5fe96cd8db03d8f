using System.Collections.Immutable;

namespace FunctionsAgent.Reasoning;

/// <summary>Cuts a message into the parts that may each ask for something of their own.</summary>
/// <remarks>
/// A message parts at line breaks, at the ends of sentences, at semicolons, and at a conjunction behind which a request begins (<see cref="ClauseStarts"/>). A part that asks
/// for nothing on its own (one word, a greeting, thanks) goes with its neighbour. What is behind the sixth part goes with the sixth. Only whole words are left out: the
/// conjunction itself, a list's mark.
/// </remarks>
public static class Clauses
{
    private const int Most = 6;

    /// <returns>In the order of the text, trimmed; empty for a message without words. One for a message of one thought.</returns>
    public static ImmutableArray<string> Of(string text)
    {
        text = TypedValues.Cut(text).ReplaceLineEndings("\n");
        var parts = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            foreach (var sentence in ClauseSentences.Of(WithoutMark(line))) parts.AddRange(ClauseStarts.Cut(sentence));
        }
        return [.. Few(Joined(parts))];
    }

    /// <summary><c>1. </c>, <c>2) </c>, <c>- </c>, <c>• </c> at the beginning of a line.</summary>
    private static string WithoutMark(string line)
    {
        line = line.Trim();
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is 1 or 2 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ') return line[(digits + 2)..].TrimStart();
        return line.Length > 1 && line[0] is '-' or '*' or '•' or '–' && line[1] == ' ' ? line[2..].TrimStart() : line;
    }

    private static List<string> Joined(List<string> parts)
    {
        var joined = new List<string>();
        var waiting = "";
        foreach (var part in parts.Select(part => part.Trim().TrimEnd(',', ';').TrimEnd()).Where(part => part.Length > 0))
        {
            var text = waiting.Length > 0 ? waiting + " " + part : part;
            waiting = "";
            if (!ClauseWords.AsksNothing(part)) joined.Add(text);
            else if (joined.Count > 0) joined[^1] += " " + part;
            else waiting = text;
        }
        if (waiting.Length > 0) joined.Add(waiting);
        return joined;
    }

    private static IEnumerable<string> Few(List<string> parts) =>
        parts.Count <= Most ? parts : parts.Take(Most - 1).Append(string.Join(' ', parts.Skip(Most - 1)));
}
