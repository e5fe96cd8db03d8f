using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>Spec §4: what of a template's text is rendered. Vertical bars in the rows separate lines; a dot in front stands for twelve blanks.</summary>
public sealed class TemplateTests
{
    private const string Indent = "            ";

    private static SyntaxTree Procedure(params string[] lines) =>
        Parser.Parse("x:\n        instructions: ->\n" + string.Concat(lines.Select(l => (l.Length == 0 ? "" : Indent + l) + "\n")));

    private static TemplateSyntax[] Templates(SyntaxTree tree)
    {
        var x = (EntrySyntax)tree.Mapping.Members[0];
        var instructions = (EntrySyntax)((MappingSyntax)x.Body!).Members[0];
        return [.. ((MappingSyntax)instructions.Body!).Members.Cast<TemplateStatementSyntax>().Select(t => t.Template)];
    }

    public static TheoryData<string[], string> Vectors => new()
    {
        { ["| hello   "], "hello" },
        { ["| hello", "  world"], "hello\nworld" },
        { ["| hello", "    world", "  back"], "hello\n  world\nback" },
        { ["| hello", " world"], "hello\nworld" },
        { ["|   hello", "  world", "    deep"], "hello\nworld\ndeep" },
        { ["|hello", " world"], "hello\n world" },
        { ["|  hello", " world"], "hello\nworld" },
        { ["| hello", "   world", " less"], "hello\n world\nless" },
        { ["|", "    a", "      b", "    c"], "a\n  b\nc" },
        { ["|", "      a", "    b"], "  a\nb" },
        { ["|", "", "    a"], "\na" },
        { ["|", "", "", "    a"], "\na" },
        { ["| a", "", "  b"], "a\n\nb" },
        { ["| a # x", "  # y", "  b"], "a # x\n# y\nb" },
        { ["| a \\n b \\\" c"], "a \\n b \\\" c" },
        { ["|"], "" },
        { ["|   "], "" },
        { ["| a", "  - b", "  key: value", "  | c", "  \"d\""], "a\n- b\nkey: value\n| c\n\"d\"" },
        { ["| a  ", "  b  "], "a  \nb" },
        { ["| a", "      ", "  b"], "a\n\nb" },
        { ["| a", "# a comment at the left", "  b"], "a\nb" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_text_of_a_template_is_stripped_by_the_languages_rules(string[] lines, string expected)
    {
        var tree = Procedure(lines);
        Assert.Empty(tree.Diagnostics);
        Assert.Equal(expected, Assert.Single(Templates(tree)).Literal);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Line_ends_of_other_systems_give_the_same_text(string[] lines, string expected)
    {
        var text = Procedure(lines).Source.Text;
        Assert.Equal(expected, Assert.Single(Templates(Parser.Parse(text.Replace("\n", "\r\n", StringComparison.Ordinal)))).Literal);
        Assert.Equal(expected, Assert.Single(Templates(Parser.Parse(text.Replace('\n', '\r')))).Literal);
    }

    [Theory]
    [InlineData("| a", "| b")]
    [InlineData("| a", "", "", "| b")]
    [InlineData("| a", "# y", "| b")]
    [InlineData("| a", "   ", "# y", "", "| b")]
    public void Templates_at_one_column_are_statements_of_their_own(params string[] lines) =>
        Assert.Equal(["a", "b"], Templates(Procedure(lines)).Select(t => t.Literal));

    [Fact]
    public void A_bare_pipe_above_another_template_is_empty() =>
        Assert.Equal(["", "b"], Templates(Procedure("|", "| b")).Select(t => t.Literal));

    [Fact]
    public void Only_an_exclamation_mark_makes_a_brace_an_expression() =>
        Assert.Equal("(template \"a { b } {{c}} \" {@variables.v} \" }\")", TreeText.Of(Templates(Procedure("| a { b } {{c}} {!@variables.v} }"))[0]));

    [Theory]
    [InlineData("| {!  @a.b + 1  }!", "(template {(+ @a.b 1)} \"!\")")]
    [InlineData("| {!f({a: 1})}}", "(template {(call f (dictionary (dictionaryitem a 1)))} \"}\")")]
    [InlineData("| x{!\"}\"}y", "(template \"x\" {\"}\"} \"y\")")]
    [InlineData("| {!@a.b}   ", "(template {@a.b})")]
    [InlineData("| {!@a.b}{!@c.d}", "(template {@a.b} {@c.d})")]
    [InlineData("|{!@a.b}", "(template {@a.b})")]
    [InlineData("| a $ {!1 if @x.y else 2}.", "(template \"a $ \" {(conditional 1 @x.y 2)} \".\")")]
    public void An_interpolation_is_an_expression_between_its_braces(string line, string expected)
    {
        var tree = Procedure(line);
        Assert.Empty(tree.Diagnostics);
        Assert.Equal(expected, TreeText.Of(Assert.Single(Templates(tree))));
    }

    [Fact]
    public void An_interpolation_starts_no_line()
    {
        var tree = Procedure("| Hi {!@v.name},", "    you have {!@v.n}", "  points.");
        Assert.Equal("(template \"Hi \" {@v.name} \",\\n  you have \" {@v.n} \"\\npoints.\")", TreeText.Of(Templates(tree)[0]));
    }

    [Theory]
    [InlineData("| Hello {!@v.name, welcome!", "(template \"Hello \" {@v.name} \", welcome!\")", "missing-token")]
    [InlineData("| Hello {!@v.name", "(template \"Hello \" {@v.name})", "missing-token")]
    [InlineData("| Hello {!@v.name ?} there", "(template \"Hello \" {@v.name} \" there\")", "syntax-error")]
    [InlineData("| Hello {!} there", "(template \"Hello \" {(errorexpression)} \" there\")", "syntax-error")]
    [InlineData("| Hello {!f(@v.name} there", "(template \"Hello \" {(call f @v.name)} \" there\")", "missing-token")]
    [InlineData("| Hello {!\"name} there", "(template \"Hello \" {\"name} there\"})", "missing-token")]
    public void A_broken_interpolation_costs_one_error_and_keeps_the_text(string line, string expected, string code)
    {
        var tree = Procedure(line, "| next");
        var error = Assert.Single(tree.Diagnostics);
        Assert.Equal((code, 2), (error.Code, tree.Source.Line(error.Start)));
        var templates = Templates(tree);
        Assert.Equal(expected, TreeText.Of(templates[0]));
        Assert.Equal("next", templates[1].Literal);
    }

    [Theory]
    [InlineData("a: |\n  text\nb: 1", "text")]
    [InlineData("a: | text\nb: 1", "text")]
    [InlineData("a: |\n    one\n     two\n\n\nb: 1", "one\n two")]
    [InlineData("a: | one\n  two\n    three\nb: 1", "one\ntwo\nthree")]
    [InlineData("a: |\n\tone\n\t\ttwo\nb: 1", "one\n\ttwo")]
    [InlineData("a: |\nb: 1", "")]
    public void Behind_a_key_everything_deeper_than_the_key_is_text(string script, string expected)
    {
        var tree = Parser.Parse(script);
        Assert.Empty(tree.Diagnostics);
        Assert.Equal(expected, ((TemplateSyntax)((EntrySyntax)tree.Mapping.Members[0]).Value!).Literal);
        Assert.Equal("b", ((EntrySyntax)tree.Mapping.Members[1]).Key.Text);
    }

    [Fact]
    public void A_template_and_its_parts_know_where_they_stand()
    {
        var tree = Parser.Parse("a: | one {!@b.c} two\n  three  \nd: 1");
        var template = (TemplateSyntax)((EntrySyntax)tree.Mapping.Members[0]).Value!;
        Assert.Equal("| one {!@b.c} two\n  three", tree.Source.Slice(template.Start, template.End).ToString());
        Assert.Equal(["one ", "{!@b.c}", " two\n  three"], template.Parts.Select(p => tree.Source.Slice(p.Start, p.End).ToString()));
    }

    [Fact]
    public void A_comment_between_two_lines_of_the_text_is_a_comment() =>
        Assert.Equal("# y", Single(Parser.Parse("a: |\n  one\n# y\n  two\n")));

    [Fact]
    public void A_hash_inside_the_text_is_none() => Assert.Empty(Parser.Parse("a: | one # y\n  # two\n").Comments);

    private static string Single(SyntaxTree tree)
    {
        var comment = Assert.Single(tree.Comments);
        return tree.Source.Slice(comment.Start, comment.End).ToString();
    }
}
