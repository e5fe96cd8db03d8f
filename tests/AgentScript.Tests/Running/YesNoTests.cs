using AgentScript.Running;

namespace AgentScript.Tests.Running;

public sealed class YesNoTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData(" Yes, please! ", true)]
    [InlineData("OK.", true)]
    [InlineData("ok, that is fine with me, thanks", true)]
    [InlineData("no", false)]
    [InlineData("No thanks.", false)]
    [InlineData("no, never mind", false)]
    [InlineData("don’t", false)]
    [InlineData("no, yes is wrong", false)]
    public void A_plain_yes_or_no_is_one(string message, bool answer) => Assert.Equal(answer, YesNo.Read(message));

    [Theory]
    [InlineData("")]
    [InlineData("yes, but not today")]
    [InlineData("yes or no?")]
    [InlineData("what happens if I say yes")]
    [InlineData("ok where is my other parcel")]
    [InlineData("sure, W1002 instead")]
    [InlineData("not sure")]
    [InlineData("yes?")]
    public void What_holds_anything_else_is_no_yes(string message) => Assert.Null(YesNo.Read(message));
}
