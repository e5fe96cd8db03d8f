using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Tools;

/// <summary>What the schema library really enforces of the keywords that are let through.</summary>
public sealed class ToolSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"2026-11-20T12:00:00Z\"", "1")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"integer","minimum":1,"maximum":3}""", "3", "4")]
    [InlineData("""{"exclusiveMinimum":1}""", "2", "1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0", "1")]
    [InlineData("""{"multipleOf":5}""", "10", "11")]
    [InlineData("""{"enum":["a","b"]}""", "\"a\"", "\"c\"")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"ab\"", "\"abcd\"")]
    [InlineData("""{"type":"string","pattern":"^W[0-9]+$"}""", "\"W1\"", "\"w1\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-11-20\"", "\"soon\"")]
    [InlineData("""{"type":"object","required":["a"]}""", """{"a":null}""", "{}")]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", """{"b":"x"}""", """{"b":1}""")]
    [InlineData("""{"type":"object","patternProperties":{"^x":{"type":"string"}}}""", """{"x1":"x"}""", """{"x1":1}""")]
    [InlineData("""{"type":"object","minProperties":1,"maxProperties":1}""", """{"b":"x"}""", "{}")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2,"uniqueItems":true}""", "[1,2]", "[1,1]")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1]", "[\"1\"]")]
    [InlineData("""{"allOf":[{"type":"integer"},{"minimum":2}]}""", "2", "1")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string"}]}""", "\"x\"", "true")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"string"}]}""", "1", "true")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"x\"")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", "\"x\"", "1")]
    [InlineData("""{"properties":{"a":{"$ref":"#/definitions/a"}},"definitions":{"a":{"type":"string"}}}""", """{"a":"x"}""", """{"a":1}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"t","description":"d","default":"x","type":"string"}""", "\"x\"", "1")]
    public void An_admitted_keyword_is_enforced(string schema, string valid, string invalid)
    {
        var compiled = new ToolSchema(schema, "schema");
        Assert.Null(compiled.Violation(valid));
        Assert.NotNull(compiled.Violation(invalid));
    }

    [Fact]
    public void A_long_list_of_violations_is_cut()
    {
        var compiled = new ToolSchema("""{"type":"array","items":{"type":"integer"}}""", "schema");
        Assert.EndsWith(" and 2 more", compiled.Violation("""["a","b","c","d","e"]"""), StringComparison.Ordinal);
    }
}
