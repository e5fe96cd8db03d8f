using System.Text;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Tests.Agents.Packaging;

public sealed class YamlFileTests
{
    [Theory]
    [InlineData("12", "12")]
    [InlineData("012", "12")]
    [InlineData("0o14", "12")]
    [InlineData("0x1F", "31")]
    [InlineData("+1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("-1e3", "-1e3")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("", "null")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("NO", "\"NO\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2026-11-05", "\"2026-11-05\"")]
    [InlineData("0b1", "\"0b1\"")]
    [InlineData("-", "[null]")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    public void Values_have_the_types_of_the_core_schema(string yaml, string json) => Assert.Equal(json, YamlJson.Text(Root($"a:\n  {yaml}\n")["a"]!));

    [Fact]
    public void Every_value_knows_its_place()
    {
        var root = Root("# first\na: 1\nb:\n  - { c: \"x\", 😀: 'y' }\n  - |\n    text\n    \ttab\n");
        var list = Assert.IsType<YamlSequence>(root["b"]);
        var map = Assert.IsType<YamlMapping>(list.Items[0]);

        Assert.Equal(["2:1 2:4", "3:1 4:3"], root.Entries.Select(e => $"{e.KeyAt.Line}:{e.KeyAt.Column} {e.Value.At.Line}:{e.Value.At.Column}"));
        Assert.Equal(["4:7 4:10", "4:15 4:19"], map.Entries.Select(e => $"{e.KeyAt.Line}:{e.KeyAt.Column} {e.Value.At.Line}:{e.Value.At.Column}"));
        Assert.Equal((5, 5, "text\n\ttab\n"), (list.Items[1].At.Line, list.Items[1].At.Column, Assert.IsType<YamlScalar>(list.Items[1]).Text));
    }

    [Theory]
    [InlineData("a: plain words", true)]
    [InlineData("a: 'quoted'", true)]
    [InlineData("a: \"quoted\"", true)]
    [InlineData("a: 'it''s'", false)]
    [InlineData("a: \"\\u0041\"", false)]
    [InlineData("a: |\n  text", false)]
    [InlineData("a: two\n  lines", false)]
    public void Only_a_text_that_stands_there_as_it_is_can_be_pointed_into(string yaml, bool inline) => Assert.Equal(inline, Assert.IsType<YamlScalar>(Root(yaml)["a"]).Inline);

    [Theory]
    [InlineData("a: 1\r\nb: 2\r\n")]
    [InlineData("\uFEFFa: 1\nb: 2\n")]
    public void Line_ends_and_a_byte_order_mark_change_nothing(string yaml)
    {
        var root = Root(yaml);
        Assert.Equal("""{"a":1,"b":2}""", YamlJson.Text(root));
        Assert.Equal((1, 1), (root.Entries[0].KeyAt.Line, root.Entries[0].KeyAt.Column));
        Assert.Equal((2, 1), (root.Entries[1].KeyAt.Line, root.Entries[1].KeyAt.Column));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "3:1", "a second time; the first is in line 1")]
    [InlineData("{ a: 1, a: 2 }", "1:9", "a second time")]
    [InlineData("a: 1\n? [b]\n: 2", "2:3", "A key is a word")]
    [InlineData("a: &x 1\nb: *x", "1:4", "An anchor")]
    [InlineData("a: &x 1\nb: *x", "2:4", "An alias")]
    [InlineData("a: !!binary x", "1:4", "A tag")]
    [InlineData("a: !secret x", "1:4", "A tag")]
    [InlineData("a: 1\n---\nb: 2", "2:1", "A second document")]
    [InlineData("a:\n\tb: 1", "2:1", "A tab")]
    [InlineData("a: [\n\t1]", "2:1", "A tab")]
    [InlineData("a: 1\n  \tb: 1", "2:3", "A tab")]
    [InlineData("a: .inf", "1:4", "finite")]
    [InlineData("a: 1e999", "1:4", "finite")]
    [InlineData("a: \"\\0\"", "1:4", "NUL")]
    [InlineData("a: x\0y", "1:5", "NUL")]
    [InlineData("a: \"\\ud800\"", "1:4", "not YAML")]
    [InlineData("a: @b", "1:4", "needs quotation marks")]
    [InlineData("a: `b`", "1:4", "needs quotation marks")]
    [InlineData("a: 'b", "1:4", "not YAML")]
    [InlineData("a: {\nb: 1", "1:4", "not YAML")]
    [InlineData("a: [1, 2", "2:1", "not YAML")]
    [InlineData("a: b: c", "1:5", "not YAML")]
    public void What_is_not_plain_YAML_is_refused_at_its_place(string yaml, string at, string says) => Assert.Contains(
        Errors(Encoding.UTF8.GetBytes(yaml + "\n")), error => error.StartsWith(at + " ", StringComparison.Ordinal) && error.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void A_byte_that_is_not_UTF8_is_named_with_its_place()
    {
        Assert.Equal("2:4 The byte 0xE9 is not UTF-8. Save the file as UTF-8.", Assert.Single(Errors([.. "ä: 1\nb: "u8, 0xE9, .. "\n"u8])));
        Assert.Equal("1:1 The byte 0xFF is not UTF-8. Save the file as UTF-8.", Assert.Single(Errors([0xFF, 0xFE, .. "a\0:\0"u8])));
    }

    [Fact]
    public void A_file_over_its_limit_is_not_read() =>
        Assert.Equal("1:1 The file has 2,097,152 bytes; at most 1,048,576 are read.", Assert.Single(Errors(new byte[2 * 1024 * 1024])));

    public static TheoryData<string, string> Bombs() => new()
    {
        { "brackets", new string('[', 1_000_000) },
        { "braces", string.Concat(Enumerable.Repeat("{a: ", 250_000)) },
        { "dashes", string.Concat(Enumerable.Repeat("- ", 500_000)) },
        { "questions", string.Concat(Enumerable.Repeat("? ", 500_000)) },
        { "quotes", new string('"', 1_000_001) },
        { "single quotes", new string('\'', 1_000_001) },
        { "bangs", new string('!', 1_000_000) },
        { "documents", string.Concat(Enumerable.Repeat("---\n", 250_000)) },
        { "tabs", new string('\t', 1_000_000) },
        { "anchors", "a: &a [x]\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"b{i}: [*a, *a]\n")) },
        { "same keys", string.Concat(Enumerable.Repeat("a: 1\n", 200_000)) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_hostile_file_costs_bounded_time_and_a_bounded_list_of_errors(string name, string text)
    {
        var errors = await Task.Run(() => Errors(Encoding.UTF8.GetBytes(text))).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(errors.Count is > 0 and <= PackageErrors.MaxPerFile, $"{name}: {errors.Count} errors");
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void Forty_levels_are_read_and_no_more(int levels, bool read) => Assert.Equal(read, Errors(Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels))).Count == 0);

    [Theory]
    [InlineData("agent.yaml", PackageBench.Agent)]
    [InlineData("tools/get_order.yaml", PackageBench.Tool)]
    [InlineData("voice.yaml", PackageBench.Voice)]
    [InlineData("tests/orders.yaml", PackageBench.Tests)]
    public void Mutations_of_a_good_file_never_throw(string file, string good)
    {
        string[] special = [" ", "\t", "\n", ":", ": ", "-", "[", "]", "{", "}", "\"", "'", "&", "*", "!", "|", ">", "%", "@", "`", "#", ",", "?", "\0", "\\", "~", "${", ".inf", "0x", "9", "true"];
        var random = new Random(20261123);
        var refused = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var text = good;
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(text.Length);
                text = text[..at] + special[random.Next(special.Length)] + text[Math.Min(text.Length, at + random.Next(4))..];
            }

            if (PackageBench.Errors((file, text)).Count > 0) refused++;
        }

        Assert.InRange(refused, 100, 1_500);
    }

    private static YamlMapping Root(string yaml)
    {
        var errors = new PackageErrors();
        var root = YamlFile.Read("a.yaml", Encoding.UTF8.GetBytes(yaml), errors);
        Assert.Empty(errors.All);
        return Assert.IsType<YamlMapping>(root);
    }

    private static List<string> Errors(byte[] bytes)
    {
        var errors = new PackageErrors();
        YamlFile.Read("a.yaml", bytes, errors);
        return [.. errors.All.Select(error => $"{error.Line}:{error.Column} {error.Message}")];
    }
}
