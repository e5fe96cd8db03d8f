using AgentScript.Linting;
using AgentScript.Model;

namespace AgentScript.Tests.Linting;

/// <summary>A script in which <c>§</c> marks where a diagnostic is to begin.</summary>
internal static class MarkedScript
{
    public static Diagnostic[] Lint(string text) => [.. Linter.Lint(Script.Parse(text.Replace("§", "", StringComparison.Ordinal)))];

    /// <summary>There is one with this code at every mark, and no other with this code.</summary>
    public static void AssertReports(string code, Severity severity, string text)
    {
        var marks = new List<int>();
        for (var at = text.IndexOf('§', StringComparison.Ordinal); at >= 0; at = text.IndexOf('§', at + 1)) marks.Add(at - marks.Count);
        var found = Lint(text).Where(d => d.Code == code).ToArray();
        Assert.True(marks.SequenceEqual(found.Select(d => d.Start)), $"{code} expected at [{string.Join(", ", marks)}], all: {string.Join(" | ", Lint(text).Select(d => $"{d.Start} {d.Code} {d.Message}"))}");
        Assert.All(found, d => Assert.Equal(severity, d.Severity));
        Assert.All(found, d => Assert.Matches("[.?]$", d.Message));
    }

    public static void AssertSilent(string code, string text) =>
        Assert.DoesNotContain(code, Lint(text).Select(d => d.Code));

    /// <summary>A script with this in its only node, four blanks deep.</summary>
    public static string Node(string body, string before = "") =>
        $"{before}\nstart_agent main:\n    description: \"Answers\"\n{Indented(body, 4)}\n";

    /// <summary>A script whose instructions are these statements.</summary>
    public static string Instructions(string statements, string before = "variables:\n    a: mutable number = 1\n    b: mutable list[string]\n") =>
        Node("reasoning:\n    instructions: ->\n" + Indented(statements, 8), before);

    private static string Indented(string text, int blanks) =>
        string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? l : new string(' ', blanks) + l));
}
