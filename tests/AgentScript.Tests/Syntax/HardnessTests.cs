using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>Texts nobody writes. Each is read on a thread with a small stack, within a bound that only a hang reaches.</summary>
public sealed class HardnessTests
{
    private const int StackSize = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    private static string Stairs(int steps, string line) => string.Concat(Enumerable.Range(0, steps).Select(i => new string(' ', i) + line + "\n"));

    private static SyntaxTree Parse(string text)
    {
        SyntaxTree? tree = null;
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                tree = Parser.Parse(text);
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }, StackSize);
        thread.Start();
        Assert.True(thread.Join(Patience), "It hangs.");
        Assert.Null(thrown);
        return tree!;
    }

    private static Diagnostic Only(SyntaxTree tree)
    {
        Invariants.Check(tree);
        return Assert.Single(tree.Diagnostics);
    }

    public static TheoryData<string, string> Nests => new()
    {
        { "parentheses", "x: " + new string('(', 10_000) + "1" + new string(')', 10_000) },
        { "open parentheses", "x: " + new string('(', 10_000) },
        { "lists", "x: " + new string('[', 10_000) + new string(']', 10_000) },
        { "dictionaries", "x: " + Repeat("{a:", 30_000) },
        { "calls", "x: " + Repeat("f(", 20_000) + "1" + new string(')', 10_000) },
        { "subscripts in subscripts", "x: " + Repeat("a[", 20_000) + "1" + new string(']', 10_000) },
        { "subscripts", "x: a" + Repeat("[1]", 300_000) },
        { "members", "x: @a" + Repeat(".b", 200_000) },
        { "calls of calls", "x: f" + Repeat("()", 200_000) },
        { "not", "x: " + Repeat("not ", 40_000) + "1" },
        { "minus", "x: " + Repeat("- ", 20_000) + "1" },
        { "spread", "x: " + new string('*', 10_000) + "1" },
        { "conditionals", "x: 1" + Repeat(" if 1 else 1", 120_000) },
        { "conditions in parentheses", "x: " + Repeat("1 if (", 60_000) },
        { "a sum of 100,000", "x: 1" + Repeat("+1", 200_000) },
        { "a comparison of 100,000", "x: 1" + Repeat("<1", 200_000) },
        { "or and and", "x: 1" + Repeat(" or 1 and 1", 110_000) },
        { "a sum over lines", "x: (1" + Repeat("\n+1", 30_000) + ")" },
        { "mappings", Stairs(2_000, "a:") },
        { "items", "x:\n" + Stairs(2_000, " -") },
        { "conditions", Stairs(2_000, "if @a.b:") },
        { "runs", Stairs(2_000, "run @a.b") },
        { "failures", Stairs(2_000, "on failure") },
        { "an interpolation", "x: | {!" + new string('(', 10_000) + "}" },
    };

    [Theory]
    [MemberData(nameof(Nests))]
    public void What_nests_too_deep_is_one_error_and_the_rest_is_kept(string name, string text)
    {
        _ = name;
        var tree = Parse($"first: 1\n{text}\nlast: 2\n");
        Assert.Contains("nested deeper than 250", Only(tree).Message, StringComparison.Ordinal);
        Assert.Equal("first", ((EntrySyntax)tree.Mapping.Members[0]).Key.Text);
        Assert.Equal("last", ((EntrySyntax)tree.Mapping.Members[^1]).Key.Text);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("not ", "1", "")]
    [InlineData("- ", "1", "")]
    [InlineData("", "1", " + 1")]
    [InlineData("", "@a.b", ".c")]
    [InlineData("f(", "1", ")")]
    [InlineData("1 if 1 else ", "1", "")]
    [InlineData("[", "1", "]")]
    public void The_limit_itself_is_allowed_and_one_more_is_not(string before, string inner, string after)
    {
        string Nested(int levels) => "x: " + string.Concat(Enumerable.Repeat(before, levels)) + inner + string.Concat(Enumerable.Repeat(after, levels));
        Assert.Empty(Parse(Nested(Parser.MaxDepth - 1)).Diagnostics);
        Assert.Contains("nested deeper than 250", Only(Parse(Nested(Parser.MaxDepth))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_nest_as_deep_as_the_limit_says()
    {
        Assert.Empty(Parse(Stairs(Parser.MaxDepth + 1, "a:")).Diagnostics);
        Assert.Single(Parse(Stairs(Parser.MaxDepth + 2, "a:")).Diagnostics);
    }

    public static TheoryData<string, string> Oddities => new()
    {
        { "quotes", new string('"', 100_001) },
        { "a quote a line", Repeat("\"\n", 20_000) },
        { "apostrophes", new string('\'', 100_001) },
        { "NULs", new string('\0', 100_000) },
        { "lone surrogates", new string('\ud800', 100_000) },
        { "byte order marks", new string('\uFEFF', 100_000) },
        { "mixed tabs", Repeat("\t a:\n  \tb: 1\n \t\tc: 2\n   \t d: 3\n", 40_000) },
        { "backslashes", new string('\\', 10_000) },
        { "joined lines", Repeat("\\\n", 100_000) },
        { "line ends", Repeat("\r\n\n\r", 100_000) },
        { "an unclosed interpolation", "x: | " + Repeat("{!a ", 100_000) },
        { "interpolations opened", "x: | " + Repeat("{!", 100_000) },
        { "strings opened in interpolations", "x: | " + Repeat("{!\"", 100_000) },
        { "comments at the left of a template", "x: | a\n" + Repeat("# c\n", 100_000) },
        { "templates and comments", Repeat("| a\n# c\n\n", 100_000) },
        { "blank lines in a template", "x: |\n" + new string('\n', 100_000) + "  a" },
        { "a bracket opened on each line", Repeat("x: (\n", 100_000) },
        { "a brace opened on each line", Repeat("x: {\n", 100_000) },
        { "brackets of all kinds", Repeat("x: [a b\n ) ] ( [ { }\n", 100_000) },
        { "colons in an open bracket", "x: [" + Repeat(":\n", 50_000) },
        { "words in an open bracket", "x: [\n" + Repeat("a b\n", 100_000) },
        { "unknown lines", Repeat("foo bar baz\n", 100_000) },
        { "lines that are too deep", Repeat("set @a.b = 1\n  set @a.b = 2\n", 100_000) },
        { "orphans", Repeat("else:\n  | x\n", 100_000) },
        { "arrows on one line", Repeat("a: -> ", 60_000) },
        { "conditions on one line", Repeat("if a: ", 60_000) },
        { "clauses without commas", "x: a" + Repeat(" to a", 50_000) },
        { "dashes", Repeat("- ", 50_000) },
        { "stairs of items", Stairs(300, "- a:") },
        { "stairs downwards", string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', 300 - i) + "a:\n")) },
        { "keys of blanks", "a" + new string(' ', 100_000) + ":" },
        { "bad escapes", "x: \"" + Repeat("\\q", 100_000) + "\"" },
        { "open strings in a dictionary", "x: {" + Repeat("\"a ", 100_000) },
        { "every character there is", string.Concat(Enumerable.Range(0, 65536).Select(c => (char)c)) },
        { "every character, a line each", string.Concat(Enumerable.Range(0, 65536).Select(c => $"{(char)c}\n")) },
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public void Odd_texts_give_a_whole_tree_and_a_bounded_list_of_errors(string name, string text)
    {
        _ = name;
        Invariants.Check(Parse(text));
        Assert.NotNull(Parser.ParseExpression(new SourceText(text)).Expression);
    }

    [Fact]
    public void After_a_thousand_errors_the_last_one_says_that_there_are_more()
    {
        var tree = Parse(Repeat("x: ]\n", 500_000));
        Assert.Equal(Parser.MaxDiagnostics, tree.Diagnostics.Length);
        Assert.StartsWith("There are more errors", tree.Diagnostics[^1].Message, StringComparison.Ordinal);
        Assert.Equal(100_000, tree.Mapping.Members.Length);
    }

    public static TheoryData<string, string, string, int> Large => new()
    {
        { "a plain script", "", "config:\n    a: \"some text\"\n    b: @variables.x\n", 0 },
        { "short lines", "", "a: 1\n", 0 },
        { "one template", "x: |\n", "  text text text\n", 0 },
        { "one line of a template", "x: | ", "text text text {!@a.b} ", 0 },
        { "a bracket opened at the top", "x: [\n", "config:\n    a: \"some text\"\n", 1 },
        { "quotes", "", "\"\"\"\"\"\"\"\"", 1 },
        { "a comment a line", "", "# c\n", 0 },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void Ten_megabytes_are_read(string name, string first, string piece, int errors)
    {
        _ = name;
        Assert.Equal(errors, Parse(first + Repeat(piece, 10_000_000)).Diagnostics.Length);
    }
}
