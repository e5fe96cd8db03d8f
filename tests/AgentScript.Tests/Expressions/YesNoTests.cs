using AgentScript.Expressions;

namespace AgentScript.Tests.Expressions;

public sealed class YesNoTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData(" Yes, please! ", true)]
    [InlineData("OK.", true)]
    [InlineData("no", false)]
    [InlineData("No thanks.", false)]
    [InlineData("don’t", false)]
    public void The_whole_message_is_the_answer(string message, bool answer) => Assert.Equal(answer, YesNo.Read(message));

    [Theory]
    [InlineData("")]
    [InlineData("yes, but not today")]
    [InlineData("yes or no?")]
    [InlineData("what happens if I say yes")]
    [InlineData("not sure")]
    [InlineData("yes?")]
    public void Anything_else_is_no_answer(string message) => Assert.Null(YesNo.Read(message));
}
