using System.Text.Json;
using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

public sealed class RecoveryTests
{
    private const string Sound = """
        subagent sound:
            description: "Nothing is wrong here"
            reasoning:
                instructions: ->
                    if @variables.a == 1:
                        | Text {!@variables.a}
                actions:
                    go: @utils.transition to @subagent.sound
                        available when @variables.a

        """;

    [Fact]
    public void The_18_broken_scripts_have_a_syntax_error_where_the_reference_says_so_and_on_the_broken_line()
    {
        foreach (var (path, text, reference) in Broken())
        {
            var tree = Parser.Parse(text, path);
            Assert.True(reference.Count > 0 == tree.Diagnostics.Length > 0, $"{path}: {string.Join("; ", tree.Diagnostics.Select(d => d.Message))}");
            var lines = reference.Select(r => BrokenLine(text, r)).ToHashSet();
            // Two words are misspelled; the reference takes the first for the beginning of an expression and reports the second alone.
            if (path.Contains("4d-misspelled-keyword", StringComparison.Ordinal)) lines.Add(2);
            Assert.All(tree.Diagnostics, d => Assert.True(lines.Contains(tree.Source.Line(d.Start)), d.Render(tree.Source)));
        }
    }

    [Fact]
    public void Blocks_before_and_behind_a_broken_one_are_as_if_nothing_had_happened()
    {
        var expected = TreeText.Of(Parser.Parse(Sound).Mapping.Members[0]);
        foreach (var (path, text, _) in Broken())
        {
            var members = Parser.Parse($"{Sound}\n{text}\n{Sound}", path).Mapping.Members;
            Assert.Equal(expected, TreeText.Of(members[0]));
            Assert.True(expected == TreeText.Of(members[^1]), path);
        }
    }

    // What the reference reports at the first character of a line, with no width, is missing at the end of the line above.
    private static int BrokenLine(string text, (int Line, int Character, bool Empty) at)
    {
        var line = text.Split('\n')[at.Line];
        return at.Empty && line.AsSpan(0, at.Character).IsWhiteSpace() ? at.Line - 1 : at.Line;
    }

    private static IEnumerable<(string Path, string Text, List<(int Line, int Character, bool Empty)> Reference)> Broken()
    {
        var scripts = Corpus.Read("broken").ToDictionary(s => s.Path, s => s.Text);
        if (scripts.Count == 0) yield break;
        Assert.Equal(18, scripts.Count);
        foreach (var line in File.ReadLines(Path.Combine(Corpus.Folder!, "broken.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var path = json.RootElement.GetProperty("file").GetString()!;
            var errors = new List<(int, int, bool)>();
            foreach (var d in json.RootElement.GetProperty("diagnostics").EnumerateArray())
            {
                if (d.GetProperty("code").GetString() is not ("syntax-error" or "missing-token")) continue;
                var (start, end) = (d.GetProperty("range").GetProperty("start"), d.GetProperty("range").GetProperty("end"));
                errors.Add((start.GetProperty("line").GetInt32(), start.GetProperty("character").GetInt32(), start.GetRawText() == end.GetRawText()));
            }
            yield return (path, scripts[path], errors);
        }
    }

    public static TheoryData<string, string, string, int, string> Mistakes => new()
    {
        { "agent_name \"x\"\nb: 1", "(mapping (entry agent_name \"x\") (entry b 1))", "missing-token", 1, "Expected `:` behind the key `agent_name`" },
        { "subagent billing\n  b: 1", "(mapping (entry subagent+billing (mapping (entry b 1))))", "missing-token", 1, "Expected `:` behind the key `subagent billing`" },
        { "a:\n  b\n    c: 1\n  d: 2", "(mapping (entry a (mapping (entry b (mapping (entry c 1))) (entry d 2))))", "missing-token", 2, "Expected `:` behind the key `b`" },
        { "subagent bil-ling:\n  b: 1", "(mapping (entry subagent+bil (mapping (entry b 1))))", "syntax-error", 1, "`subagent bil-ling:`" },
        { "transition @a.b", "(mapping (transition (toclause @a.b)))", "missing-token", 1, "Expected `to` behind `transition`" },
        { "with a\nwith b=1", "(mapping (with (binding a ...)) (with (binding b 1)))", "missing-token", 1, "Expected `=` behind the input's name" },
        { "with a=1,\nwith b=2", "(mapping (with (binding a 1)) (with (binding b 2)))", "syntax-error", 1, "Expected the name of an input" },
        { "x: mutable string \"a\"\ny: 1", "(mapping (entry x (declaration mutable string \"a\")) (entry y 1))", "syntax-error", 1, "Write `= \"a\"`." },
        { "set @v.x == 1", "(mapping (set (== @v.x 1) (errorexpression)))", "missing-token", 1, "`==` compares" },
        { "set @v.x 1\nset @v.y = 2", "(mapping (set @v.x 1) (set @v.y 2))", "syntax-error", 1, "Expected `=` and a value" },
        { "set @v.x =\nset @v.y = 2", "(mapping (set @v.x (errorexpression)) (set @v.y 2))", "syntax-error", 1, "Expected a value" },
        { "if @a.b = 1:\n  | x", "(mapping (if (when @a.b (mapping (template (template \"x\"))))))", "syntax-error", 1, "`==` compares" },
        { "if @a.b\n  | x\nelse\n  | y", "(mapping (if (when @a.b (mapping (template (template \"x\")))) (else (mapping (template (template \"y\"))))))", "missing-token", 1, "Expected `:` behind the condition" },
        { "if @a.b:\nelse:\n  | y", "(mapping (if (when @a.b (mapping)) (else (mapping (template (template \"y\"))))))", "syntax-error", 1, "Expected statements below" },
        { "if @a.b: | x\nc: 1", "(mapping (if (when @a.b (mapping (template (template \"x\"))))) (entry c 1))", "syntax-error", 1, "lines of their own" },
        { "a: -> | x\nc: 1", "(mapping (entry-> a (mapping (template (template \"x\")))) (entry c 1))", "syntax-error", 1, "lines of their own" },
        { "else:\n  | x\na: 1", "(mapping (error) (entry a 1))", "syntax-error", 1, "Expected an `if`" },
        { "if @a.b:\n  | x\nc: 1\nelse:\n  | y", "(mapping (if (when @a.b (mapping (template (template \"x\"))))) (entry c 1) (error))", "syntax-error", 4, "Expected an `if`" },
        { "while @a.b:\n  | x", "(mapping (entry while (mapping (template (template \"x\")))))", "syntax-error", 1, "There are no loops" },
        { "for x in y:\n  | x", "(mapping (entry for+x (mapping (template (template \"x\")))))", "syntax-error", 1, "There are no loops" },
        { "elif @a.b:\n  | x", "(mapping (entry elif (mapping (template (template \"x\")))))", "syntax-error", 1, "`else if`" },
        { "runn @actions.x\na: 1", "(mapping (error) (entry a 1))", "syntax-error", 1, "Did you mean `run`?" },
        { "a:\n  tranistion to @a.b\n  set @v.x = 1", "(mapping (entry a (mapping (error) (set @v.x 1))))", "syntax-error", 2, "Did you mean `transition`?" },
        { "run: 1\na: 1", "(mapping (error) (entry a 1))", "syntax-error", 1, "\"run\":" },
        { "a: 1\n- 2\nb: 3", "(mapping (entry a 1) (error) (entry b 3))", "syntax-error", 2, "List items cannot stand between keys" },
        { "a:\n  - 1\n  b: 2\n  - 3", "(mapping (entry a (sequence (sequenceitem 1) (sequenceitem 3))))", "syntax-error", 3, "A list holds items alone" },
        { "a: \"x\nb: 1", "(mapping (entry a \"x\") (entry b 1))", "missing-token", 1, "Expected `\"`" },
        { "a: 'x'\nb: 1", "(mapping (entry a (errorexpression)) (entry b 1))", "syntax-error", 1, "double quotes" },
        { "a: [1, 2\nb: 1", "(mapping (entry a (list 1 2)) (entry b 1))", "missing-token", 1, "Expected `]` for the bracket opened at 1:4" },
        { "a: [\n  1,\n  2\nsubagent b:\n  c: 1", "(mapping (entry a (list 1 2)) (entry subagent+b (mapping (entry c 1))))", "missing-token", 3, "Expected `]`" },
        { "a: {x: 1,\n  y: 2\nsubagent b:\n  c: 1", "(mapping (entry a (dictionary (dictionaryitem x 1) (dictionaryitem y 2))) (entry subagent+b (mapping (entry c 1))))", "missing-token", 2, "Expected `}`" },
        { "set @v.x = (1 + 2\nset @v.y = 1", "(mapping (set @v.x (parenthesized (+ 1 2))) (set @v.y 1))", "missing-token", 1, "Expected `)`" },
        { "if (@a.b and (@c.d):\n  | x\nb: 1", "(mapping (if (when (parenthesized (and @a.b (parenthesized @c.d))) (mapping (template (template \"x\"))))) (entry b 1))", "missing-token", 1, "Expected `)`" },
        { "a: (1))\nb: 1", "(mapping (entry a (parenthesized 1)) (entry b 1))", "syntax-error", 1, "Expected the end of the line behind the value" },
        { "a: (1]\nb: 1", "(mapping (entry a (parenthesized 1)) (entry b 1))", "missing-token", 1, "Expected `)`" },
        { "a: 1 2 3\nb: 1", "(mapping (entry a 1) (entry b 1))", "syntax-error", 1, "Expected the end of the line" },
        { "topic: greeting:\n  a: 1", "(mapping (entry topic greeting (mapping (entry a 1))))", "syntax-error", 1, "found `:`" },
        { "target: flow://x\nb: 1", "(mapping (entry target flow) (entry b 1))", "syntax-error", 1, "double quotes" },
        { "set @v.x = 1\n  set @v.y = 2\nset @v.z = 3", "(mapping (set @v.x 1) (set @v.y 2) (set @v.z 3))", "syntax-error", 2, "indented deeper" },
        { "run @actions.x with a=1\nb: 1", "(mapping (run @actions.x (mapping)) (entry b 1))", "syntax-error", 1, "found `with`" },
        { "run @actions.\nb: 1", "(mapping (run @actions (mapping)) (entry b 1))", "syntax-error", 1, "Expected a name behind `.`" },
        { "on failure\nb: 1", "(mapping (onfailure (mapping)) (entry b 1))", "syntax-error", 1, "Expected statements below `on failure`" },
        { "a:\n  x: 1\n  \u00e9t\u00e9: 2\n  y: 3", "(mapping (entry a (mapping (entry x 1) (error) (entry y 3))))", "syntax-error", 3, "found `été: 2`" },
        { "a:\n  1\n  b: 2", "(mapping (entry a (mapping (error) (entry b 2))))", "syntax-error", 2, "alone there" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_where_it_is_and_the_rest_is_kept(string script, string tree, string code, int line, string message)
    {
        var parsed = Parser.Parse(script);
        Assert.Equal(tree, TreeText.Of(parsed.Root));
        var first = parsed.Diagnostics[0];
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
        Assert.Equal((code, line), (first.Code, parsed.Source.Line(first.Start) + 1));
        Assert.Equal(parsed.Diagnostics.Length, parsed.Diagnostics.Select(d => parsed.Source.Line(d.Start)).Distinct().Count());
        Invariants.Check(parsed);
    }

    [Fact]
    public void Every_broken_line_is_reported()
    {
        var tree = Parser.Parse("a: (\nb: 'x'\nsubagent c:\n  d \"e\"\n  if @f.g = 1:\n    set @h.i\n    with j\nk: [1 2]\n");
        Assert.Equal([1, 2, 4, 5, 6, 7, 8], tree.Diagnostics.Select(d => tree.Source.Line(d.Start) + 1));
    }

    [Fact]
    public void A_diagnostic_is_rendered_with_its_place() =>
        Assert.Equal("x.agent:2:3: error missing-token: Expected `:` behind the key `b`, but found `\"c\"`. Write `key: value`.", Parser.Parse("a:\n b \"c\"", "x.agent") is var tree ? tree.Diagnostics[0].Render(tree.Source) : "");
}
