using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>The log says of a turn whether its words ask for anything.</summary>
public sealed class DialogueActEventsTests
{
    [Theory]
    [InlineData("thanks!", "confirms")]
    [InlineData("still broken", "unsolved")]
    [InlineData("good morning", "greeting")]
    [InlineData("thanks, and where is W1002?", null)]
    public async Task The_check_of_the_way_in_names_the_act(string text, string? act)
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();

        await chat.SayAsync(text);

        var check = Assert.Single((await host.LogAsync(chat.Conversation)).Of("InputChecked"));
        Assert.Equal(act, check.Text("act"));
    }
}
