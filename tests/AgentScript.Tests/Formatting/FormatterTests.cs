using AgentScript.Formatting;
using AgentScript.Syntax;

namespace AgentScript.Tests.Formatting;

public sealed class FormatterTests
{
    [Fact]
    public void Four_blanks_a_level_and_one_around_operators() => Same(
        """
        variables:
          x :mutable   number=1+2*3
          list: list[number]=[1,2 , 3]
          d: object = {a:1,"b c" : not@variables.x  ==  2}
        subagent   a:
        	reasoning :
        		instructions:->
        			set @variables.x=( 1-x )if len( a,b )>1 else-2
        			run @actions.y
        				with  a = 1 ,b = ...
        				available   when @variables.x [0].length is   not None
        			transition   to @subagent.b
        """,
        """
        variables:
            x: mutable number = 1 + 2 * 3
            list: list[number] = [1, 2, 3]
            d: object = {a: 1, "b c": not @variables.x == 2}
        subagent a:
            reasoning:
                instructions: ->
                    set @variables.x = (1 - x) if len(a, b) > 1 else -2
                    run @actions.y
                        with a=1, b=...
                        available when @variables.x[0].length is not None
                    transition to @subagent.b
        """);

    [Fact]
    public void Blank_lines_stay_one_at_most_and_none_begins_a_block() => Same(
        "\n\na: 1\n\n\n\nb:\n\n    c: 2\n   \n    d: 3\n\n\n", "a: 1\n\nb:\n    c: 2\n\n    d: 3\n");

    [Fact]
    public void A_comment_stays_on_its_line_or_with_what_is_below_it() => Same(
        """
        # first
        a:   # on a's line
        # for b
          b: 1# on b's line
            # right of b, for c
          c:
             d: 2
             # last in c's block

          # last in a's block
        # for e
        e: [1,   # in the list
           2]    # behind it
        # the end
        """,
        """
        # first
        a:  # on a's line
            # for b
            b: 1  # on b's line
            # right of b, for c
            c:
                d: 2
                # last in c's block

            # last in a's block
        # for e
        e: [1,   # in the list
            2]  # behind it
        # the end
        """);

    [Fact]
    public void A_comment_before_else_stays_with_the_branch_it_stands_in() => Same(
        """
        reply: ->
           if a:
              | x
              # of the first branch
           # of the second
           else:
              | y
        """,
        """
        reply: ->
            if a:
                | x
                # of the first branch
            # of the second
            else:
                | y
        """);

    [Fact]
    public void A_comment_between_two_lines_of_a_text_goes_above_it() => Same(
        """
        a: ->
           | one
        # left of the text
             two
        """,
        """
        a: ->
            # left of the text
            | one
              two
        """);

    [Fact]
    public void A_comment_in_an_empty_block_stays_in_it() => Same("a:\n  # nothing here\nb: 1\n", "a:\n    # nothing here\nb: 1\n");

    [Theory]
    [InlineData("| hello   ", "| hello")]
    [InlineData("| hello\n    world\n  back", "| hello\n    world\n  back")]
    [InlineData("|hello\n world", "| hello\n   world")]
    [InlineData("|   hello\n  world\n    deep", "| hello\n  world\n  deep")]
    [InlineData("|\n    a\n      b\n    c", "|\n    a\n      b\n    c")]
    [InlineData("|\n      a\n    b", "|\n      a\n    b")]
    [InlineData("|\n\n\n    a", "|\n\n    a")]
    [InlineData("| a\n\n\n  b", "| a\n\n\n  b")]
    [InlineData("| a # x\n  # y\n  b", "| a # x\n  # y\n  b")]
    [InlineData("|\n   {! @variables.v+1 } }\n    x", "|\n    {!@variables.v + 1} }\n     x")]
    [InlineData("|\n| b", "|\n| b")]
    [InlineData("| \n   a", "|\n    a")]
    [InlineData("| tail   \n  more", "| tail   \n  more")]
    public void A_text_is_the_same_in_its_new_place(string template, string formatted) =>
        Same($"a: ->\n  {template.Replace("\n", "\n  ", StringComparison.Ordinal)}\n", $"a: ->\n    {Indented(formatted)}\n");

    [Fact]
    public void A_text_behind_a_key_keeps_its_form() => Same(
        "a:|\n one\n  two\nb: | x\n      y\n", "a: |\n    one\n     two\nb: | x\n      y\n");

    [Fact]
    public void A_value_over_several_lines_is_indented_by_its_brackets() => Same(
        """
        ids: mutable list[number]=[
             1,
               2, {a: [
             3
            ]}
             # four is next

           ]
        x: (1 +
        2)
        """,
        """
        ids: mutable list[number] = [
            1,
            2, {a: [
                    3
                ]}
            # four is next
        ]
        x: (1 +
            2)
        """);

    [Fact]
    public void A_clause_on_the_next_line_comes_up() => Same(
        "go: @utils.transition\n  to @subagent.b\n  description: \"x\"\n", "go: @utils.transition to @subagent.b\n    description: \"x\"\n");

    [Fact]
    public void A_clause_with_a_comment_before_it_stays_below() => Same(
        "go: @utils.transition # where\n  to @subagent.b\n", "go: @utils.transition # where\n    to @subagent.b\n");

    [Fact]
    public void An_item_keeps_its_keys_below_its_first_one() => Same(
        """
        list:
          -   grapheme: "a"
              phoneme: "b"
              more:
                x: 1
          - one:
              two: 2
            three: 3
          - "text"
          -
            k: v
        """,
        """
        list:
            - grapheme: "a"
              phoneme: "b"
              more:
                  x: 1
            - one:
                  two: 2
              three: 3
            - "text"
            -
                k: v
        """);

    [Fact]
    public void On_failure_needs_no_colon() => Same(
        "run @actions.a\n  on failure:\n    | x\n", "run @actions.a\n    on failure\n        | x\n");

    [Theory]
    [InlineData("a: \"open\nb:   1\n")]
    [InlineData("set x == 1\n")]
    public void A_file_with_syntax_errors_is_left_alone(string text) => Assert.Equal(text, Formatter.Format(Parser.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    public void Nothing_stays_nothing(string text) => Assert.Equal("", Formatter.Format(Parser.Parse(text)));

    [Theory]
    [InlineData("# a  \r\nb:  1\r\nc: | x\r\n   y\r\n", "# a\nb: 1\nc: | x\n     y\n")]
    [InlineData("b:  1\rc: 2", "b: 1\nc: 2\n")]
    public void Every_line_end_becomes_a_line_feed(string text, string formatted) => Same(text, formatted);

    [Fact]
    public void A_megabyte_is_formatted_in_one_go()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}:   # comment\n  v: [1,\n 2]\n  t: |\n     text {{!@variables.x}}\n"));
        var formatted = Formatter.Format(Parser.Parse(text));

        Assert.Equal(formatted, Formatter.Format(Parser.Parse(formatted)));
    }

    private static string Indented(string template) => template.Replace("\n", "\n    ", StringComparison.Ordinal).Replace("\n    \n", "\n\n", StringComparison.Ordinal).Replace("\n    \n", "\n\n", StringComparison.Ordinal);

    private static void Same(string text, string formatted)
    {
        var expected = formatted.EndsWith('\n') ? formatted : formatted + "\n";
        var tree = Parser.Parse(text);
        Assert.Empty(tree.Diagnostics);
        Assert.Equal(expected, Formatter.Format(tree));
        Assert.Equal(expected, Formatter.Format(Parser.Parse(expected)));
        Assert.Null(SameTree.Difference(tree.Root, Parser.Parse(expected).Root));
    }
}
