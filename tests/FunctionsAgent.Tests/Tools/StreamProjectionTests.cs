using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

public sealed class StreamProjectionTests
{
    private static readonly string[] Names = ["a", "b", "orders", "größe", "x y"];

    [Fact]
    public void On_random_documents_in_random_pieces_it_finds_what_a_tree_finds()
    {
        var (found, cut) = (0, 0);
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new Random(seed);
            var document = Document(random);
            var spec = Spec(random);
            var expected = TreeProjection.Of(spec, JsonDocument.Parse(document).RootElement);
            var read = Read(spec, Encoding.UTF8.GetBytes(document), random);
            Assert.True(expected == read, $"seed {seed}: {document}\n{string.Join(' ', spec.Project)} {string.Join(' ', spec.Lists)}\nexpected {expected}\nread     {read}");
            if (expected.Length > 2) found++;
            if (expected.Contains("_total", StringComparison.Ordinal)) cut++;
        }

        Assert.InRange(found, 2000, 6000);
        Assert.InRange(cut, 200, 6000);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "$.a", "2")]
    [InlineData("""{"a":{"b":1},"a":{}}""", "$.a.b", null)]
    [InlineData("""{"a":[1],"a":3}""", "$.a[*]", null)]
    [InlineData("""{"a":[1,2],"a":[]}""", "$.a[*]", "[]")]
    [InlineData("""{"\u0061":1}""", "$.a", "1")]
    [InlineData("""{"m":{"a":1,"a":2}}""", "$.m.*", "[1,2]")]
    public void A_member_that_comes_twice_counts_as_it_came_last_and_under_a_wildcard_both_do(string document, string path, string? expected)
    {
        var spec = ToolBench.GetOrder with { Project = ToolBench.Fields(("x", path)) };
        Assert.Equal(expected is null ? "{}" : $$"""{"x":{{expected}}}""", Read(spec, Encoding.UTF8.GetBytes(document), new Random(1)));
    }

    [Theory]
    [InlineData(2, false, """{"orders":[{"id":1},{"id":2}],"orders_total":5}""")]
    [InlineData(2, true, """{"orders":[{"id":4},{"id":5}],"orders_total":5}""")]
    [InlineData(5, false, """{"orders":[{"id":1},{"id":2},{},{"id":4},{"id":5}]}""")]
    [InlineData(5, true, """{"orders":[{"id":1},{"id":2},{},{"id":4},{"id":5}]}""")]
    public void A_list_that_is_cut_says_how_long_it_was(int take, bool last, string expected)
    {
        var document = """{"orders":[{"id":1,"x":[1]},{"id":2},{"no":3},{"id":4},{"id":5}]}"""u8;
        Assert.Equal(expected, Read(Orders(take, last), document.ToArray(), new Random(1)));
    }

    [Theory]
    [InlineData("""{"other":1}""", "{}")]
    [InlineData("""{"orders":7}""", "{}")]
    [InlineData("""{"orders":[]}""", """{"orders":[]}""")]
    [InlineData("""{"orders":[1,null]}""", """{"orders":[{},{}]}""")]
    public void A_list_that_is_not_there_is_left_out(string document, string expected) =>
        Assert.Equal(expected, Read(Orders(2, false), Encoding.UTF8.GetBytes(document), new Random(1)));

    private static ToolSpec Orders(int take, bool last) => ToolBench.GetOrder with
    {
        Project = ToolBench.Fields(),
        Lists = ImmutableDictionary<string, ListProjection>.Empty.Add("orders", new("$.orders[*]", ToolBench.Fields(("id", "$.id")), take, last)),
    };

    private static string Read(ToolSpec spec, byte[] document, Random random)
    {
        var tool = new CompiledTool(spec);
        var projection = new StreamProjection(tool.Plan, tool.Root.Fresh());
        var buffer = new AnswerBuffer(new byte[AnswerBuffer.Size]);
        for (var at = 0; at < document.Length;)
        {
            var piece = Math.Min(random.Next(1, 9), document.Length - at);
            document.AsSpan(at, piece).CopyTo(buffer.Room.Span);
            buffer.Filled(piece);
            Assert.True(buffer.Advance(projection, final: false));
            at += piece;
        }

        Assert.True(buffer.Advance(projection, final: true));
        return projection.Result().GetRawText();
    }

    private static ToolSpec Spec(Random random) => ToolBench.GetOrder with
    {
        Project = Enumerable.Range(0, random.Next(1, 4)).ToImmutableDictionary(n => $"f{n}", _ => Path(random, random.Next(0, 4))),
        Lists = Enumerable.Range(0, random.Next(0, 2)).ToImmutableDictionary(n => $"l{n}", _ => List(random)),
    };

    private static ListProjection List(Random random)
    {
        while (true)
        {
            var last = random.Next(2) == 0;
            var each = Path(random, random.Next(0, 3)) + "[*]" + (last || random.Next(2) == 0 ? "" : Path(random, 1)[1..]);
            if (ProjectionPlan.EachRefused(JsonPath.Parse(each), last) is not null) continue;
            return new(each, Enumerable.Range(0, random.Next(1, 3)).ToImmutableDictionary(n => $"e{n}", _ => Path(random, random.Next(0, 3))), random.Next(1, 4), last);
        }
    }

    private static string Path(Random random, int steps) => "$" + string.Concat(Enumerable.Range(0, steps).Select(_ => random.Next(6) switch
    {
        0 => "[*]",
        1 => $"[{random.Next(3)}]",
        2 => $"[{-random.Next(1, 4)}]",
        _ => $"['{Names[random.Next(Names.Length)]}']",
    }));

    private static string Document(Random random)
    {
        var text = new StringBuilder();
        Write(text, random, 5);
        return text.ToString();
    }

    // Spaces, members that come twice, escaped names: what no serialiser would write.
    private static void Write(StringBuilder to, Random random, int depth)
    {
        to.Append(random.Next(4) == 0 ? " \n" : "");
        var kind = depth == 0 ? random.Next(4) : random.Next(depth == 5 ? 4 : 1, 12);
        if (kind < 4) to.Append(random.Next(8) switch { 0 => "null", 1 => "true", 2 => "-1.5e3", 3 => "12345", 4 => "\"\"", 5 => "\"\\u00e9\\n\\\\\"", 6 => "\"größe 🙂\"", _ => "\"W1001\"" });
        else if (kind < 8) Items(to, random, '{', '}', () => to.Append('"').Append(Name(random)).Append(random.Next(4) == 0 ? "\" : " : "\":"), depth);
        else Items(to, random, '[', ']', () => { }, depth);
        to.Append(random.Next(4) == 0 ? "\t" : "");
    }

    private static void Items(StringBuilder to, Random random, char open, char close, Action name, int depth)
    {
        to.Append(open);
        var count = random.Next(5);
        for (var n = 0; n < count; n++)
        {
            if (n > 0) to.Append(',');
            name();
            Write(to, random, depth - 1);
        }

        to.Append(close);
    }

    private static string Name(Random random)
    {
        var name = Names[random.Next(Names.Length)];
        return random.Next(6) == 0 ? $"\\u{(int)name[0]:x4}{name[1..]}" : name;
    }
}
