using System.Text.Json;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

public sealed class JsonPathTests
{
    private const string Order =
        """{"id":"W1","none":null,"items":[{"sku":"A","tags":["x","y"]},{"sku":"B","tags":[]},{"name":"no sku"}],"empty":[],"a b":{"it's":1},"größe":2,"map":{"p":1,"q":2},"0":"zero"}""";

    // As a tool with this path reads it: null where the field is left out.
    private static JsonElement? Select(string path)
    {
        var tool = new CompiledTool(ToolBench.GetOrder with { Project = ToolBench.Fields(("x", path)) });
        var projection = new StreamProjection(tool.Plan, tool.Root.Fresh());
        projection.Read(System.Text.Encoding.UTF8.GetBytes(Order), 0, final: true);
        return projection.Result().TryGetProperty("x", out var found) ? found : null;
    }

    [Theory]
    [InlineData("$.id", "\"W1\"")]
    [InlineData("$['id']", "\"W1\"")]
    [InlineData("$[\"id\"]", "\"W1\"")]
    [InlineData("$.none", "null")]
    [InlineData("$.items[0].sku", "\"A\"")]
    [InlineData("$.items[-1].name", "\"no sku\"")]
    [InlineData("$.items[-3].sku", "\"A\"")]
    [InlineData("$['a b']['it\\'s']", "1")]
    [InlineData("$['a b'][\"it's\"]", "1")]
    [InlineData("$.größe", "2")]
    [InlineData("$['0']", "\"zero\"")]
    public void One_place_is_one_value(string path, string expected) => Assert.Equal(expected, Select(path)!.Value.GetRawText());

    [Fact]
    public void The_root_is_the_whole_value() => Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(Order)), Select("$")!.Value.GetRawText());

    [Theory]
    [InlineData("$.items[*].sku", "\"A\" \"B\"")]
    [InlineData("$.items.*.sku", "\"A\" \"B\"")]
    [InlineData("$.items[*].tags[*]", "\"x\" \"y\"")]
    [InlineData("$.items[*].tags[-1]", "\"y\"")]
    [InlineData("$.map.*", "1 2")]
    [InlineData("$.empty[*]", "")]
    [InlineData("$.items[*].nowhere", "")]
    public void A_wildcard_is_a_list_however_many_it_finds(string path, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Select(path)!.Value.EnumerateArray().Select(node => node.GetRawText())));
    }

    [Theory]
    [InlineData("$.nowhere")]
    [InlineData("$.nowhere.deeper")]
    [InlineData("$.id.deeper")]
    [InlineData("$.none.deeper")]
    [InlineData("$.items[3]")]
    [InlineData("$.items[-4]")]
    [InlineData("$.items.sku")]
    [InlineData("$.map[0]")]
    [InlineData("$.nowhere[*]")]
    [InlineData("$.id[*]")]
    [InlineData("$.Id")]
    public void A_place_that_is_not_there_selects_nothing(string path) => Assert.Null(Select(path));

    [Theory]
    [InlineData("", 1)]
    [InlineData("id", 1)]
    [InlineData("$id", 2)]
    [InlineData("$.", 3)]
    [InlineData("$..id", 3)]
    [InlineData("$.0", 3)]
    [InlineData("$.a b", 4)]
    [InlineData("$ .a", 2)]
    [InlineData("$.a.", 5)]
    [InlineData("$[", 3)]
    [InlineData("$[]", 3)]
    [InlineData("$[id]", 3)]
    [InlineData("$[01]", 3)]
    [InlineData("$[-0]", 3)]
    [InlineData("$[-]", 3)]
    [InlineData("$[99999999999]", 3)]
    [InlineData("$[1:2]", 4)]
    [InlineData("$[1,2]", 4)]
    [InlineData("$['a','b']", 6)]
    [InlineData("$[?@.a]", 3)]
    [InlineData("$['a", 5)]
    [InlineData("$['a\\n']", 6)]
    [InlineData("$.a-b", 4)]
    [InlineData("$[*", 4)]
    public void What_is_not_supported_is_refused_at_its_position(string path, int position) =>
        Assert.Contains($"at position {position}:", Assert.Throws<ArgumentException>(() => JsonPath.Parse(path)).Message, StringComparison.Ordinal);
}
