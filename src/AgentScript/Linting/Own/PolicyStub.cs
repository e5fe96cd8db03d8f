using System.Text;

namespace AgentScript.Linting.Own;

/// <summary>The beginning of a policy that does what a sentence of a prompt asks for: an item of <c>policies</c> in <c>agent.yaml</c>.</summary>
internal static class PolicyStub
{
    private const int NameWords = 6;
    private const int NameLength = 48;

    private static readonly HashSet<string> Fillers = [.. "a an the to of and or is are be it its this that you your i we must always please very important critical warning required actions variables".Split(' ')];

    /// <param name="tool">The tool the sentence is about, or null.</param>
    public static string For(ReadOnlySpan<char> sentence, string? tool, int line)
    {
        var words = Words(sentence);
        var at = tool is not null ? $"tool:{tool}" : IsAboutMessage(words) ? "message" : "reply";
        var act = Act(words, at);
        var stub = new StringBuilder();
        stub.Append("# ").Append(OneLine(sentence)).Append('\n');
        stub.Append("- name: ").Append(Name(words, line)).Append('\n');
        stub.Append("  version: 1\n");
        stub.Append("  at: ").Append(at).Append('\n');
        stub.Append("  when: '").Append(tool is null ? "contains(lower(@message), \"...\")" : "@args.NAME == \"...\"").Append("'   # when does it apply?\n");
        stub.Append("  do: ").Append(act).Append('\n');
        if (act == "require") stub.Append("  require: { assurance: verified }\n");
        else stub.Append("  text: \"").Append(Text(act)).Append("\"\n");
        return stub.ToString();
    }

    private static List<string> Words(ReadOnlySpan<char> sentence) => [.. Phrase.Normalise(sentence.ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static bool IsAboutMessage(List<string> words) =>
        words.Count > 1 && words[0] is "if" or "when" or "whenever" && (words.Contains("asks") || words.Contains("says") || words.Contains("wants") || words.Contains("mentions") || words.Contains("requests"));

    private static string Act(List<string> words, string at)
    {
        if (words.Exists(w => w is "person" or "human" or "colleague" or "representative" or "supervisor" || w.StartsWith("escalat", StringComparison.Ordinal))) return "escalate";
        if (words.Exists(w => w.StartsWith("verif", StringComparison.Ordinal) || w.StartsWith("authenticat", StringComparison.Ordinal) || w == "identity") && !words.Contains("never")) return "require";
        if (words.Exists(w => w is "never" or "not" or "dont" or "cannot" or "no" or "only")) return "refuse";
        if (words.Exists(w => w.StartsWith("confirm", StringComparison.Ordinal))) return "confirm";
        return at == "message" ? "answer" : "refuse";
    }

    private static string Text(string act) => act switch
    {
        "escalate" => "One moment, a colleague takes over.",
        "confirm" => "Shall I do that?",
        "answer" => "...",
        _ => "I cannot do that.",
    };

    /// <summary>Letters a to z and digits only: the sentence may be in any script.</summary>
    private static string Name(List<string> words, int line)
    {
        var name = new StringBuilder();
        var count = 0;
        foreach (var word in words)
        {
            if (count == NameWords || name.Length + word.Length > NameLength) break;
            if (Fillers.Contains(word) || !IsPlain(word)) continue;
            if (name.Length > 0) name.Append('-');
            name.Append(word);
            count++;
        }
        return name.Length == 0 || !char.IsAsciiLetter(name[0]) ? $"rule-of-line-{line}" : name.ToString();
    }

    private static bool IsPlain(string word)
    {
        foreach (var character in word)
        {
            if (!char.IsAsciiLetterOrDigit(character)) return false;
        }
        return true;
    }

    public static string OneLine(ReadOnlySpan<char> sentence) => string.Join(' ', sentence.ToString().Split((char[])['\n', '\r', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
}
