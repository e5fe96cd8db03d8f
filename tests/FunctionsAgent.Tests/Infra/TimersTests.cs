namespace FunctionsAgent.Tests.Infra;

public sealed class TimersTests
{
    [Theory]
    [InlineData("""[Function("Nightly")] Task Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => null;""", "Nightly: 0 0 2 * * *")]
    [InlineData("""[Function(nameof(Schedules))] Task Run([TimerTrigger("0 * * * * *", RunOnStartup = false)] TimerInfo timer) => null;""", "Schedules: 0 * * * * *")]
    public void A_timer_function_is_found(string method, string expected) =>
        Assert.Equal([expected], Timers.Declared($"class C {{ {method} }}"));

    [Theory]
    [InlineData("""[Function("ChatPage")] Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => null;""")]
    [InlineData("""// [TimerTrigger("0 0 2 * * *")]""")]
    public void Anything_else_is_not(string member) => Assert.Empty(Timers.Declared($"class C {{ {member}\n}}"));
}
