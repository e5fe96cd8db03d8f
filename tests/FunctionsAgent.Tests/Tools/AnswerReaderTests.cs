using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

/// <summary>Answers that are too long to be held: what is found in them, and what is refused.</summary>
public sealed class AnswerReaderTests
{
    private const string Order = """{"id":"W1","lines":["größe","\u00e9\"]}"],"n":-1.5e3},""";

    private static readonly ToolSpec Orders = ToolBench.GetOrder with
    {
        Output = """{"type":"object","required":["orders","page"]}""",
        Project = ToolBench.Fields(("page", "$.page"), ("newest", "$.orders[-1].id")),
        Lists = ImmutableDictionary<string, ListProjection>.Empty.Add("orders", new("$.orders[*]", ToolBench.Fields(("id", "$.id")), 2)),
    };

    private static Task<ReadAnswer> ReadAsync(ToolSpec spec, IEnumerable<string> parts, long most = AnswerReader.MostOfRead) =>
        new AnswerReader(new CompiledTool(spec), most).ReadAsync(new Pieces(parts.Select(Encoding.UTF8.GetBytes)), null, CancellationToken.None);

    private static IEnumerable<string> Long(string begin, string end, int orders = 20_000) => [begin, .. Enumerable.Repeat(Order, orders), end];

    [Fact]
    public async Task What_is_wanted_is_found_at_the_beginning_and_at_the_end()
    {
        var answer = await ReadAsync(Orders, Long("""{"orders":[""", """{"id":"last"}],"page":7}"""));
        Assert.Equal("""{"newest":"last","orders":[{"id":"W1"},{"id":"W1"}],"orders_total":20001,"page":7}""", answer.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"orders":[""", """{}]}""", "PropertyRequired at #/page")]
    [InlineData("[", "{}]", "it is of the type array at #")]
    [InlineData("""{"page":1,"orders":[""", "{}]", "is not JSON")]
    [InlineData("""{"page":1,"orders":[""", "{}]}]", "is not JSON")]
    [InlineData("""{"page":1,"orders":[""", "{]}", "is not JSON")]
    [InlineData("""{"page":1,"orders":[""", """{"id":"\ud800"}]}""", "not Unicode")]
    public async Task A_long_answer_is_no_result_for_what_is_wrong_at_its_end(string begin, string end, string reason)
    {
        var answer = await ReadAsync(Orders, Long(begin, end));
        Assert.Equal("invalid_result", answer.Failure);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x99 })]
    public async Task A_long_answer_in_another_encoding_is_no_result(byte[] wrong)
    {
        IEnumerable<byte[]> parts = [.. Long("""{"page":1,"orders":[""", "\"").Select(Encoding.UTF8.GetBytes), wrong, "\"]}"u8.ToArray()];
        var answer = await new AnswerReader(new CompiledTool(Orders), AnswerReader.MostOfRead).ReadAsync(new Pieces(parts), null, CancellationToken.None);
        Assert.Equal(("invalid_result", "The answer is not UTF-8."), (answer.Failure, answer.Reason));
    }

    [Theory]
    [InlineData("$.orders")]
    [InlineData("$.orders[*]")]
    [InlineData("$")]
    public async Task What_would_be_kept_is_limited(string path)
    {
        var answer = await ReadAsync(Orders with { Project = ToolBench.Fields(("all", path)) }, Long("""{"page":1,"orders":[""", "{}]}"));
        Assert.Equal(("too_large", "What the tool keeps of the answer is larger than 262144 bytes."), (answer.Failure, answer.Reason));
        Assert.InRange(answer.Bytes, AnswerReader.Small, 1024 * 1024);
    }

    [Fact]
    public async Task A_text_that_is_kept_and_longer_than_what_is_kept_is_too_large()
    {
        var answer = await ReadAsync(Orders, ["""{"orders":[],"page":" """, .. Enumerable.Repeat(new string('x', 1000), 1000), "\"}"]);
        Assert.Equal("too_large", answer.Failure);
    }

    [Fact]
    public async Task An_answer_that_grows_past_the_limit_is_given_up()
    {
        var answer = await ReadAsync(Orders, Long("""{"orders":[""", "]}"), most: 500_000);
        Assert.Equal(("too_large", "The answer is larger than 500000 bytes."), (answer.Failure, answer.Reason));
        Assert.InRange(answer.Bytes, 500_000, 900_000);
    }

    [Theory]
    [InlineData("\\\"", "\"")]
    [InlineData("\\u00e9", "\"")]
    [InlineData("é🙂", "\"")]
    [InlineData("\\\\", "\"")]
    [InlineData("x", "\"", "name")]
    public async Task A_text_longer_than_what_is_held_is_passed_over(string part, string close, string at = "value")
    {
        var text = Enumerable.Repeat(string.Concat(Enumerable.Repeat(part, 997)), 600);
        IEnumerable<string> parts = at == "value" ? ["""{"page":1,"x":" """, .. text, close, ""","orders":[{"id":"W2"}]}"""] : ["""{"page":1," """, .. text, close, """:1,"orders":[{"id":"W2"}]}"""];
        var answer = await ReadAsync(Orders, parts);
        Assert.Equal("""{"newest":"W2","orders":[{"id":"W2"}],"page":1}""", answer.Reason ?? answer.Value.GetRawText());
    }

    [Theory]
    [InlineData("\\x")]
    [InlineData("\\u00g0")]
    [InlineData("\u0001")]
    public async Task A_long_text_with_what_no_text_holds_is_no_json(string wrong)
    {
        var answer = await ReadAsync(Orders, ["""{"page":1,"x":" """, .. Enumerable.Repeat(new string('x', 1000), 1000), wrong, "\",\"orders\":[]}"]);
        Assert.Equal("invalid_result", answer.Failure);
    }

    [Fact]
    public async Task A_long_text_that_never_ends_is_no_json()
    {
        var answer = await ReadAsync(Orders, ["""{"page":1,"x":" """, .. Enumerable.Repeat(new string('x', 1000), 1000)]);
        Assert.Equal("invalid_result", answer.Failure);
    }

    [Fact]
    public async Task Space_before_a_token_that_is_longer_than_what_is_held_is_refused()
    {
        var answer = await ReadAsync(Orders, ["""{"page":1,""", .. Enumerable.Repeat(new string(' ', 1000), 1000), "\"orders\":[]}"]);
        Assert.Equal("invalid_result", answer.Failure);
    }

    [Fact]
    public async Task A_mark_of_the_byte_order_is_passed_over()
    {
        var answer = await ReadAsync(Orders, Long("\uFEFF{\"page\":1,\"orders\":[", "{}]}"));
        Assert.Null(answer.Reason);
    }
}
