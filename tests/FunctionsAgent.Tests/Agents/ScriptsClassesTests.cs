using System.Text.Json;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Agents;

/// <summary>What a script says of a tool's personal field is personal in the log, however it is said.</summary>
public sealed class ScriptsClassesTests
{
    private const string Variables = """
        variables:
            tracking: mutable string
            answer: mutable string
        start_agent front:
            description: "Says what was found"
            actions:
                find:
                    description: "Finds"
                    outputs:
                        tracking: string
                        status: string
                    target: "api://find"
                renew:
                    description: "Renews"
                    inputs:
                        it: string
                    outputs:
                        status: string
                    require_user_confirmation: True
                    target: "api://find"
            reply: ->
                run @actions.find
                    set @variables.tracking = FOUND

        """;

    [Theory]
    [InlineData("@outputs.tracking", "| It is {!@variables.tracking}.", "It is 123-45.", "personal")]
    [InlineData("@outputs.tracking", "| It is found.", "It is found.", "public")]
    [InlineData("@outputs.status", "| It is {!@variables.tracking}.", "It is open.", "internal")]
    [InlineData("@outputs.tracking", "collect @variables.answer\n            message: |\n                Is it {!@variables.tracking}?", "Is it 123-45?", "personal")]
    [InlineData("@outputs.tracking", "run @actions.renew\n            with it=@variables.tracking", "Renews (it: 123-45). Shall I do that?", "personal")]
    [InlineData("@outputs.tracking", "run @utils.end_session\n            with message=\"Bye \" + @variables.tracking", "Bye 123-45", "personal")]
    [InlineData("@outputs.tracking", "run @utils.escalate\n            with message=\"A person asks for \" + @variables.tracking", "A person asks for 123-45", "personal")]
    public async Task A_text_has_the_strictest_class_of_what_it_shows(string found, string statement, string reply, string dataClass)
    {
        using var package = new ScriptPackage(Variables.Replace("FOUND", found, StringComparison.Ordinal) + "        " + statement)
            .Tool("find", fields: "tracking status", classes: "{ tracking: personal }");
        await using var host = await package.StartAsync(new ScriptedTool(_ => new Ok(JsonSerializer.SerializeToElement(new { tracking = "123-45", status = "open" }))));
        var chat = await host.OpenChatAsync(agent: package.Name);

        Assert.Equal([reply], (await chat.SayAsync("hello")).Texts);

        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(("personal", "internal"), (Class(Assert.Single(log.Of("ToolCalled")), "result.tracking"), Class(log.Of("ToolCalled")[0], "result.status")));
        Assert.All(log.Where(e => e.Said("text") == reply), e => Assert.Equal(dataClass, Class(e, "text")));
        Assert.Contains(log, e => e.Type == "ReplySent" && e.Said("text") == reply);
    }

    private static string? Class(LoggedEvent e, string piece) => e.Json.GetProperty("content").EnumerateArray().Single(p => p.GetProperty("name").GetString() == piece).GetProperty("class").GetString();
}
