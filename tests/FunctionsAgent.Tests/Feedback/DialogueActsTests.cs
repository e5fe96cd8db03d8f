using FunctionsAgent.Feedback;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Words that ask for nothing are told from those that may; in doubt they may.</summary>
public sealed class DialogueActsTests
{
    [Theory]
    [InlineData("hi")]
    [InlineData("Hello!")]
    [InlineData("hello?")]
    [InlineData("Good morning")]
    [InlineData("bye")]
    [InlineData("Hi there, how are you?")]
    [InlineData("hello\nhello")]
    [InlineData("Bye bye, have a nice day")]
    [InlineData("Guten Tag")]
    [InlineData("Moin")]
    [InlineData("Tschüss!")]
    [InlineData("Tschu\u0308ss")]
    [InlineData("Gru\u0308\u00df Gott")]
    [InlineData("Auf Wiedersehen")]
    [InlineData("Hello, thanks in advance")]
    [InlineData("Kind regards\nAnn Smith")]
    public void Only_a_greeting_or_a_farewell(string text) => Assert.Equal(DialogueAct.Greeting, DialogueActs.Of(text));

    [Theory]
    [InlineData("thanks!")]
    [InlineData("that solved it")]
    [InlineData("perfect, thank you so much")]
    [InlineData("Thank you for your quick help.")]
    [InlineData("Hi, thanks, that's great 😀")]
    [InlineData("It works now.")]
    [InlineData("yes, that fixed it")]
    [InlineData("No, that's all, thanks")]
    [InlineData("ok thx")]
    [InlineData("solved")]
    [InlineData("my problem is solved, bye")]
    [InlineData("That solved it, thank you.\n\nBest regards,\nAnn Smith")]
    [InlineData("THANK YOU")]
    [InlineData("that\u2019s all")]
    [InlineData("Vielen Dank für die schnelle Hilfe!")]
    [InlineData("danke fuer alles")]
    [InlineData("Das hat mir sehr geholfen, danke schön")]
    [InlineData("Perfekt, das Problem ist gelöst. Mit freundlichen Grüßen\nJens Müller")]
    [InlineData("alles klar, danke")]
    [InlineData("Nein danke, das war alles")]
    public void Only_thanks_or_that_it_is_solved(string text) => Assert.Equal(DialogueAct.Confirms, DialogueActs.Of(text));

    [Theory]
    [InlineData("still broken")]
    [InlineData("that did not help")]
    [InlineData("it still doesn't work")]
    [InlineData("it still doesn\u2019t work")]
    [InlineData("No, that didn't help me")]
    [InlineData("Hello, it is still not working, thanks")]
    [InlineData("thanks, but still the same problem")]
    [InlineData("The issue is still there.")]
    [InlineData("same problem again")]
    [InlineData("I still have the same problem")]
    [InlineData("that does not work")]
    [InlineData("Still no luck. Kind regards, Ann")]
    [InlineData("geht immer noch nicht")]
    [InlineData("Das hat leider nicht geholfen")]
    [InlineData("Leider hat das nicht geholfen")]
    [InlineData("Hallo, es funktioniert immer noch nicht.")]
    [InlineData("Das Problem besteht weiterhin")]
    public void What_was_answered_did_not_do(string text) => Assert.Equal(DialogueAct.Unsolved, DialogueActs.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("👍")]
    [InlineData("\ud83d")]
    [InlineData("ok")]
    [InlineData("yes")]
    [InlineData("yes please")]
    [InlineData("no thanks")]
    [InlineData("yes thanks")]
    [InlineData("no thanks, I want a refund")]
    [InlineData("hello, where is my order")]
    [InlineData("thanks, and where is W1002?")]
    [InlineData("thanks for nothing")]
    [InlineData("thanks in advance")]
    [InlineData("W1001")]
    [InlineData("returns")]
    [InlineData("hi\nwhere is my parcel")]
    [InlineData("it does not work")]
    [InlineData("not working")]
    [InlineData("solved?")]
    [InlineData("did that help?")]
    [InlineData("still broken?")]
    [InlineData("is it fixed")]
    [InlineData("my lamp is still broken")]
    [InlineData("great, another delay")]
    [InlineData("thank you for the lamp")]
    [InlineData("Kind regards, where is it")]
    [InlineData("Kind regards\nW1002")]
    [InlineData("Kind regards\nrefund please")]
    [InlineData("nein danke")]
    [InlineData("danke, aber wo ist mein Paket?")]
    [InlineData("es geht nicht")]
    [InlineData("Hallo, ich möchte umtauschen")]
    [InlineData("hello 12345")]
    public void Anything_else_may_be_a_request(string text) => Assert.Equal(DialogueAct.None, DialogueActs.Of(text));

    [Fact]
    public void A_long_text_says_more_than_thanks()
    {
        var thanks = string.Concat(Enumerable.Repeat("thanks ", 28));

        Assert.Equal(DialogueAct.Confirms, DialogueActs.Of(thanks));
        Assert.Equal(DialogueAct.None, DialogueActs.Of(thanks + "thanks "));
        Assert.Equal(DialogueAct.None, DialogueActs.Of(string.Concat(Enumerable.Repeat("thanks ", 1_000_000))));
    }
}
