using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Tone, harm and replies that nobody sends.</summary>
public sealed class ContentGuardTests
{
    [Theory]
    [InlineData("I want to kill myself", "self-harm")]
    [InlineData("I'm going to end my life", "self-harm")]
    [InlineData("I don't want to live anymore", "self-harm")]
    [InlineData("i have been thinking about suicide", "self-harm")]
    [InlineData("I\u200b want\u200b to d\u200bie", "self-harm")]
    [InlineData("Ich will nicht mehr leben", "self-harm")]
    [InlineData("Ich bringe mich um", "self-harm")]
    [InlineData("me quiero morir", "self-harm")]
    [InlineData("I will kill you all", "violence")]
    [InlineData("there is a bomb in your store", "violence")]
    [InlineData("My husband hits me", "violence")]
    [InlineData("Te voy a matar", "violence")]
    [InlineData("ich bringe euch alle um", "violence")]
    public async Task Harm_leads_to_a_person(string text, string reason)
    {
        var verdict = await CheckAsync(new HarmGuard(), text);

        Assert.Equal((Do.Escalate, reason), (verdict.Do, verdict.Reason));
        Assert.False(string.IsNullOrEmpty(verdict.Text));
    }

    [Theory]
    [InlineData("this app is killing me")]
    [InlineData("my wife is going to kill me if it is late")]
    [InlineData("I could die of embarrassment")]
    [InlineData("my battery is going to die")]
    [InlineData("Suicide Squad on DVD?")]
    [InlineData("I hurt myself on the sharp edge of the shelf")]
    [InlineData("I cut myself with the knife you sent")]
    [InlineData("Is this drill going to kill my wrist?")]
    [InlineData("we will shoot the video at your store")]
    [InlineData("I will kill this subscription")]
    [InlineData("do you sell bath bombs in your store?")]
    [InlineData("Bringen Sie mir bitte das Paket um 5")]
    [InlineData("I never want to live without this lamp")]
    public async Task Figures_of_speech_do_not(string text) => Assert.Equal(Do.Allow, (await CheckAsync(new HarmGuard(), text)).Do);

    [Fact]
    public async Task Who_may_harm_themselves_comes_before_who_threatens() =>
        Assert.Equal("self-harm", (await CheckAsync(new HarmGuard(), "I will kill them all and then I will kill myself")).Reason);

    [Theory]
    [InlineData("You are a bunch of fucking idiots", "hostile")]
    [InlineData("what a stupid b1tch you are", "hostile")]
    [InlineData("where is my order, I have been waiting for two weeks!", "usual")]
    [InlineData("I hate waiting. This is the worst shop.", "usual")]
    [InlineData("", "usual")]
    public async Task A_hostile_tone_is_noted_and_served(string text, string tone)
    {
        var verdict = await CheckAsync(new ToneGuard(), text);

        Assert.Equal((Do.Allow, tone), (verdict.Do, (string?)verdict.Evidence["tone"]));
    }

    [Theory]
    [InlineData("Your refund is on its way, you stupid bitch.")]
    [InlineData("That is not my problem, a$$hole.")]
    [InlineData("Das ist mir scheißegal, Sie Arschloch.")]
    [InlineData("Vaya a la mierda.")]
    public async Task A_toxic_reply_is_replaced_by_an_apology(string text)
    {
        var verdict = await CheckAsync(new ToxicityGuard(), text);

        Assert.Equal(Do.Replace, verdict.Do);
        Assert.StartsWith("I am sorry", verdict.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Your order 1234 will arrive on Monday.")]
    [InlineData("I am sorry for the trouble; the white trash can is back in stock.")]
    [InlineData("We have the black one in stock too. The queen size bed ships free.")]
    [InlineData("The cockatoo cage and the Scunthorpe scarf are in stock.")]
    [InlineData("Ihre Bestellung kommt am Montag.")]
    public async Task Usual_replies_are_not(string text) => Assert.Equal(Do.Allow, (await CheckAsync(new ToxicityGuard(), text)).Do);

    [Fact]
    public void What_cannot_be_judged_is_served_and_what_cannot_be_sent_is_not()
    {
        Assert.Equal([FailMode.Open, FailMode.Open, FailMode.Open, FailMode.Closed], new IGuard[] { new InjectionGuard(), new HarmGuard(), new ToneGuard(), new ToxicityGuard() }.Select(guard => guard.Fails));
        Assert.Equal(["input", "input", "input", "output"], new IGuard[] { new InjectionGuard(), new HarmGuard(), new ToneGuard(), new ToxicityGuard() }.Select(guard => guard.Info.At));
    }

    private static async Task<Verdict> CheckAsync(IGuard guard, string text) => await guard.CheckAsync(new(text, "personal", "customer", "chat"), default);
}
