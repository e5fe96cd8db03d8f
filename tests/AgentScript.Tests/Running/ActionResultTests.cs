using System.Text.Json;

namespace AgentScript.Tests.Running;

public sealed class ActionResultTests
{
    private static string? Found(string json)
    {
        var talk = new Talk("start_agent d:\n    description: \"D\"\n    actions:\n        look:\n            target: \"api://look\"\n    reply: ->\n        run @actions.look\n            | [{!@outputs.result}] [{!@outputs}]\n            on failure\n                | {!@outputs.reason}\n")
            .Tool("api://look", _ => new ToolResult("ok", json.Length == 0 ? default : JsonElement.Parse(json)));
        return talk.Reply("hi");
    }

    [Theory]
    [InlineData("""{"result":"r","a":1}""", """[r] [{"result":"r","a":1}]""")]
    [InlineData("[1,2]", """[[1,2]] [{"result":[1,2]}]""")]
    [InlineData("\"text\"", """[text] [{"result":"text"}]""")]
    [InlineData("7", """[7] [{"result":7}]""")]
    [InlineData("null", "[] [{}]")]
    [InlineData("", "[] [{}]")]
    public void A_result_that_is_no_object_is_the_field_result(string json, string expected) => Assert.Equal(expected, Found(json));
}
