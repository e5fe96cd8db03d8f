using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Pipeline;

public sealed class FirstAnswerTests
{
    [Fact]
    public async Task An_order_question_is_answered_with_status_expected_date_and_tracking_number()
    {
        await using var host = await AgentHost.StartAsync();
        var chat = await host.OpenChatAsync();

        var (status, texts) = await chat.SayAsync("Where is my order #W1001?");

        Assert.Equal("replied", status);
        Assert.Matches("Your order #W1001 has shipped and is expected on .+, 20\\d\\d\\. The tracking number is [A-Z]{2}\\d+", Assert.Single(texts));
        var log = await host.LogAsync(chat.Conversation);
        Assert.Equal(
            ["ConversationStarted", "MessageReceived", "TurnStarted", "InputChecked", "TimerSet", "IntentMatched", "ScriptStepped", "ToolCalled", "ToolCalled", "ScriptStepped", "ScriptStepped", "OutputChecked", "ReplySent", "TurnEnded", "TimerSet"],
            log.Select(e => e.Type));
        Assert.True((await host.VerifyAsync(chat.Conversation)).GetProperty("ok").GetBoolean());
    }
}
