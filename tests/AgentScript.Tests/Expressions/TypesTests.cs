using System.Text.Json;
using AgentScript.Expressions;

namespace AgentScript.Tests.Expressions;

public sealed class TypesTests
{
    [Theory]
    [InlineData("string", "\"a\"", "\"a\"")]
    [InlineData("string", "5", "\"5\"")]
    [InlineData("string", "true", "\"True\"")]
    [InlineData("id", "12", "\"12\"")]
    [InlineData("number", "1.5", "1.5")]
    [InlineData("number", "\" 1.5 \"", "1.5")]
    [InlineData("currency", "\"-3\"", "-3")]
    [InlineData("integer", "3.0", "3")]
    [InlineData("integer", "\"3\"", "3")]
    [InlineData("long", "9007199254740992", "9007199254740992")]
    [InlineData("boolean", "false", "False")]
    [InlineData("boolean", "\"TRUE\"", "True")]
    [InlineData("date", "\"2026-11-25\"", "\"2026-11-25\"")]
    [InlineData("datetime", "\"2026-11-25T10:00\"", "\"2026-11-25T10:00\"")]
    [InlineData("datetime", "\"2026-11-25T10:00:00.123Z\"", "\"2026-11-25T10:00:00.123Z\"")]
    [InlineData("timestamp", "\"2026-11-25T10:00:00+01:00\"", "\"2026-11-25T10:00:00+01:00\"")]
    [InlineData("timestamp", "\"2026-11-25\"", "\"2026-11-25\"")]
    [InlineData("time", "\"23:59:59\"", "\"23:59:59\"")]
    [InlineData("object", "{\"a\":1}", "{\"a\":1}")]
    [InlineData("object", "[1]", "[1]")]
    [InlineData("number", "null", "None")]
    [InlineData("", "[1]", "[1]")]
    public void A_value_is_brought_to_its_type(string type, string json, string value) => Assert.Equal(value, Types.Coerce(Value.Of(JsonElement.Parse(json)), type).ToString());

    [Theory]
    [InlineData("string", "[1]")]
    [InlineData("string", "{}")]
    [InlineData("number", "\"1,000\"")]
    [InlineData("number", "\"many\"")]
    [InlineData("number", "\"1e3\"")]
    [InlineData("number", "true")]
    [InlineData("integer", "3.5")]
    [InlineData("integer", "3000000000")]
    [InlineData("long", "9007199254740994")]
    [InlineData("boolean", "1")]
    [InlineData("boolean", "\"yes\"")]
    [InlineData("date", "\"25.11.2026\"")]
    [InlineData("date", "\"2026-02-30\"")]
    [InlineData("date", "\"2026-11-25T10:00\"")]
    [InlineData("date", "20261125")]
    [InlineData("datetime", "\"10:00\"")]
    [InlineData("time", "\"24:00\"")]
    [InlineData("object", "\"{}\"")]
    public void What_is_none_of_it_is_not_taken(string type, string json) => Assert.Null(Types.Coerce(Value.Of(JsonElement.Parse(json)), type));

    [Fact]
    public void A_list_is_brought_to_its_type_item_by_item()
    {
        Assert.Equal("[1,2,null]", Types.Coerce(Value.Of(JsonElement.Parse("[1,\"2\",null]")), "number", isList: true).ToString());
        Assert.Null(Types.Coerce(Value.Of(JsonElement.Parse("[1,\"x\"]")), "number", isList: true));
        Assert.Null(Types.Coerce(Value.Of(1), "number", isList: true));
        Assert.Null(Types.Coerce(Value.Of(JsonElement.Parse("[1]")), "number"));
    }
}
