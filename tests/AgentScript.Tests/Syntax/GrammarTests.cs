using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>Spec §2 and §3: shapes that are right, and the tree they give.</summary>
public sealed class GrammarTests
{
    [Theory]
    [InlineData("a: 1", "(mapping (entry a 1))")]
    [InlineData("subagent billing:\n  b: \"x\"", "(mapping (entry subagent+billing (mapping (entry b \"x\"))))")]
    [InlineData("\"Input:Body\": string\n\"my kind\" \"my name\": 1", "(mapping (entry \"Input:Body\" string) (entry \"my kind\"+\"my name\" 1))")]
    [InlineData("a:\nb:", "(mapping (entry a) (entry b))")]
    [InlineData("a: empty\nb:\n  empty", "(mapping (entry a empty) (entry b (valuebody empty)))")]
    [InlineData("a:\n  \"lone\"\nb: 1", "(mapping (entry a (valuebody \"lone\")) (entry b 1))")]
    [InlineData("a:\n  mutable string = \"x\"", "(mapping (entry a (valuebody (declaration mutable string \"x\"))))")]
    [InlineData("x: mutable list[string] = [\"a\"]", "(mapping (entry x (declaration mutable ([] list string) (list \"a\"))))")]
    [InlineData("x: linked string\n  source: @M.Id", "(mapping (entry x (declaration linked string) (mapping (entry source @M.Id))))")]
    [InlineData("x: string = \"a\"", "(mapping (entry x (assignment string \"a\")))")]
    [InlineData("x: mutable number = -0.5", "(mapping (entry x (declaration mutable number (- 0.5))))")]
    [InlineData("x: mutable", "(mapping (entry x mutable))")]
    [InlineData("go: @utils.transition to @subagent.b", "(mapping (entry go (claused @utils.transition (toclause @subagent.b))))")]
    [InlineData("go: @utils.transition\n  to @subagent.b\n  description: \"d\"", "(mapping (entry go (claused @utils.transition (toclause @subagent.b)) (mapping (entry description \"d\"))))")]
    [InlineData("go: @utils.x to @a.b, with c=1, d=...", "(mapping (entry go (claused @utils.x (toclause @a.b) (withclause (binding c 1) (binding d ...)))))")]
    [InlineData("go: @actions.x\n  with \"Input:A\"=1, b=@v.c\n  with: 2", "(mapping (entry go @actions.x (mapping (with (binding \"Input:A\" 1) (binding b @v.c)) (entry with 2))))")]
    [InlineData("a: ->\n  | x\nb:->\n  | y\nc: ->", "(mapping (entry-> a (mapping (template (template \"x\")))) (entry-> b (mapping (template (template \"y\")))) (entry-> c))")]
    [InlineData("instructions:\n  if @v.a:\n    | x", "(mapping (entry instructions (mapping (if (when @v.a (mapping (template (template \"x\"))))))))")]
    [InlineData("if @a.b:\n  set @v.x = 1\nelse if @c.d:\n  run @actions.y\nelse:\n  transition to @subagent.z",
        "(mapping (if (when @a.b (mapping (set @v.x 1))) (when @c.d (mapping (run @actions.y (mapping)))) (else (mapping (transition (toclause @subagent.z))))))")]
    [InlineData("if @a.b:\n  | x\n\n# between\nelse:\n  | y", "(mapping (if (when @a.b (mapping (template (template \"x\")))) (else (mapping (template (template \"y\"))))))")]
    [InlineData("run @actions.x\n  with a=1\n  set @v.b = @outputs.c\n  run @actions.d", "(mapping (run @actions.x (mapping (with (binding a 1)) (set @v.b @outputs.c) (run @actions.d (mapping)))))")]
    [InlineData("transition", "(mapping (transition))")]
    [InlineData("transition to @a.b, to @c.d", "(mapping (transition (toclause @a.b) (toclause @c.d)))")]
    [InlineData("available when @v.a == 1\navailable: 2", "(mapping (availablewhen (== @v.a 1)) (entry available 2))")]
    [InlineData("collect @variables.city\n  message: \"Where?\"", "(mapping (collect @variables.city (mapping (entry message \"Where?\"))))")]
    [InlineData("elif x:\n  | a", "(mapping (entry elif+x (mapping (template (template \"a\")))))")]
    [InlineData("set @v.a = | text {!@v.b}\n  more", "(mapping (set @v.a (template \"text \" {@v.b} \"\\nmore\")))")]
    [InlineData("set @v.a =\n| text\n| other", "(mapping (set @v.a (template \"text\")) (template (template \"other\")))")]
    [InlineData("set @v.a =\n  | text\n| other", "(mapping (set @v.a (template \"text\")) (template (template \"other\")))")]
    public void A_script_has_the_tree_its_indentation_shows(string script, string expected) => AssertTree(script, expected);

    [Theory]
    [InlineData("run @a.b\n  on failure\n    set @v.x = 1", "(mapping (run @a.b (mapping (onfailure (mapping (set @v.x 1))))))")]
    [InlineData("x: @actions.b\n  with a=1\n  on failure:\n    | sorry", "(mapping (entry x @actions.b (mapping (with (binding a 1)) (onfailure (mapping (template (template \"sorry\")))))))")]
    [InlineData("on: 1\non failure: 2\non error:\n  a: 3\nfailure: 4", "(mapping (entry on 1) (entry on+failure 2) (entry on+error (mapping (entry a 3))) (entry failure 4))")]
    [InlineData("on:\n  failure: 1", "(mapping (entry on (mapping (entry failure 1))))")]
    [InlineData("intent: order\nreply: ->\n  | x", "(mapping (entry intent order) (entry-> reply (mapping (template (template \"x\")))))")]
    public void Our_extension_leaves_plain_scripts_alone(string script, string expected) => AssertTree(script, expected);

    [Theory]
    [InlineData("- 1\n- \"b\"\n- -5", "(sequence (sequenceitem 1) (sequenceitem \"b\") (sequenceitem (- 5)))")]
    [InlineData("a:\n- 1\nb: 2", "(mapping (entry a) (error) (entry b 2))", 1)]
    [InlineData("a:\n  - x: 1\n    y: 2\n  - x: 3", "(mapping (entry a (sequence (sequenceitem (mapping (entry x 1) (entry y 2))) (sequenceitem (mapping (entry x 3))))))")]
    [InlineData("a:\n  - x:\n      - 1\n    y: 2", "(mapping (entry a (sequence (sequenceitem (mapping (entry x (sequence (sequenceitem 1))) (entry y 2))))))")]
    [InlineData("a:\n  - x: 1\n        y: 2\n  - 3", "(mapping (entry a (sequence (sequenceitem (mapping (entry x 1) (entry y 2))) (sequenceitem 3))))")]
    [InlineData("a:\n  - x: 1\n   y: 2\n   z: 3\n  - 4", "(mapping (entry a (sequence (sequenceitem (mapping (entry x 1) (entry y 2) (entry z 3))) (sequenceitem 4))))")]
    [InlineData("a:\n  -\n    x: 1\n  - | text\n    more\n  - @a.b to @c.d", "(mapping (entry a (sequence (sequenceitem (mapping (entry x 1))) (sequenceitem (template \"text\\nmore\")) (sequenceitem (claused @a.b (toclause @c.d))))))")]
    public void Items_hold_values_or_keys(string script, string expected, int errors = 0) => AssertTree(script, expected, errors);

    [Theory]
    [InlineData("\ta:\n\t\tb: 1\n   c: 2", "(mapping (entry a (mapping (entry b 1))) (entry c 2))")]
    [InlineData("a:\n   b: 1\n\tc: 2", "(mapping (entry a (mapping (entry b 1) (entry c 2))))")]
    [InlineData("\uFEFFa:\n\u200B \u2060b: 1\n\uFEFF c: 2", "(mapping (entry a (mapping (entry b 1) (entry c 2))))")]
    [InlineData("a:\r  b: 1\r\n  c: 2\rd: 3", "(mapping (entry a (mapping (entry b 1) (entry c 2))) (entry d 3))")]
    [InlineData("a: 1 + \\\n2\nb: 3 + \\\r\n      4", "(mapping (entry a (+ 1 2)) (entry b (+ 3 4)))")]
    [InlineData("a: [\n1,\n    2\n]\nb: 3", "(mapping (entry a (list 1 2)) (entry b 3))")]
    [InlineData("x:\n  a: {\nk: 1,\n     l: 2\n      }\n  b: 3", "(mapping (entry x (mapping (entry a (dictionary (dictionaryitem k 1) (dictionaryitem l 2))) (entry b 3))))")]
    [InlineData("a: f(1,\n  # why\n  2)\nb: 3", "(mapping (entry a (call f 1 2)) (entry b 3))")]
    [InlineData("a: [\n        1\n        ]\n  d: 2\nb: 3", "(mapping (entry a (list 1) (mapping (entry d 2))) (entry b 3))")]
    [InlineData("  a: 1\n  b: 2\nc: 3", "(mapping (entry a 1) (entry b 2) (entry c 3))")]
    [InlineData("a:\n        b: 1\n    c: 2\n    d: 3\n  e:\n   f: 5", "(mapping (entry a (mapping (entry b 1))) (entry c 2) (entry d 3) (entry e (mapping (entry f 5))))")]
    [InlineData("a: 1 # c\n  # d\n\n   \nb: 2", "(mapping (entry a 1) (entry b 2))")]
    [InlineData("", "(mapping)")]
    [InlineData("# only\n\n", "(mapping)")]
    [InlineData("1 + 2", "(valuebody (+ 1 2))")]
    [InlineData("x = 3", "(valuebody (assignment x 3))")]
    public void Layout_is_columns_and_nothing_else(string script, string expected) => AssertTree(script, expected);

    [Fact]
    public void Comments_keep_their_place()
    {
        var tree = Parser.Parse("# one\na: 1 # two\nb: [ # three\n  1]\n  # four");
        Assert.Equal(["# one", "# two", "# three", "# four"], tree.Comments.Select(c => tree.Source.Slice(c.Start, c.End).ToString()));
    }

    [Fact]
    public void Nodes_know_where_they_stand()
    {
        var tree = Parser.Parse("a:\n  b: mutable string = \"x\"  # c\n    d: 1\n\nif @v.x:\n  | hi  \n");
        var a = (EntrySyntax)tree.Mapping.Members[0];
        var b = (EntrySyntax)((MappingSyntax)a.Body!).Members[0];
        Assert.Equal("mutable string = \"x\"", tree.Source.Slice(b.Value!.Start, b.Value.End).ToString());
        Assert.Equal("a:\n  b: mutable string = \"x\"  # c\n    d: 1", tree.Source.Slice(a.Start, a.End).ToString());
        Assert.Equal("if @v.x:\n  | hi", tree.Source.Slice(tree.Mapping.Members[1].Start, tree.Mapping.Members[1].End).ToString());
    }

    private static void AssertTree(string script, string expected, int errors = 0)
    {
        var tree = Parser.Parse(script);
        Assert.Equal(errors, tree.Diagnostics.Length);
        Assert.Equal(expected, TreeText.Of(tree.Root));
    }
}
