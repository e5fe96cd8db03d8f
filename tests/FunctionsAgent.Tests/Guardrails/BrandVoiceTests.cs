using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class BrandVoiceTests
{
    private const string Plain = "Your lamp is on the van and comes on Monday. ";

    private static readonly VoiceRules Rules = new(["unfortunately", "kindly", "as an AI"], [("we'll send it back", "we will process your return")]);

    private static string Shown(string reply, string channel = "chat", string? customer = null)
    {
        var reading = new BrandVoice(Rules).Score(reply, channel, customer);
        return $"{reading.Score}{string.Concat(reading.Deductions.Select(deduction => $" {deduction.Fault}:{deduction.Count}:{deduction.Points}"))}";
    }

    [Theory]
    [InlineData(Plain, "100")]
    [InlineData("", "100")]
    [InlineData("!!! 👍 …", "100")]
    [InlineData("Unfortunately, it is late. We KINDLY ask you to wait.", "50 Avoided:2:50")]
    [InlineData("Unfortunately, unfortunately, unfortunately.", "50 Avoided:3:50")]
    [InlineData("We will process your return.", "90 Instead:1:10")]
    [InlineData("I guarantee it comes on Monday.", "75 Promise:1:25")]
    [InlineData("Ich verspreche Ihnen, dass er kommt.", "75 Promise:1:25")]
    [InlineData("The lamp has a guarantee of two years.", "100")]
    [InlineData("I understand your frustration. I apologise for any inconvenience.", "80 Template:2:20")]
    [InlineData("I\u2019m just a bot.", "90 Template:1:10")]
    [InlineData("Let me know if it fits. Feel free to write. Is there anything else?", "90 Closers:2:10")]
    [InlineData("As an AI I cannot say.", "65 Avoided:1:25 Template:1:10")]
    public void Points_go_by_named_deductions(string reply, string shown) => Assert.Equal(shown, Shown(reply));

    [Theory]
    [InlineData("voice", 6, "100")]
    [InlineData("voice", 7, "96 Length:4:4")]
    [InlineData("chat", 12, "100")]
    [InlineData("chat", 30, "80 Length:30:20")]
    [InlineData("email", 30, "100")]
    [InlineData("slack", 20, "100")]
    public void A_phone_call_wants_fewer_words_than_a_mail(string channel, int sentencesOfTen, string shown) =>
        Assert.Equal(shown, Shown(string.Concat(Enumerable.Repeat(Plain, sentencesOfTen)), channel));

    [Theory]
    [InlineData("Where is my walnut table from Denver?", "90 NoAcknowledgement:1:10")]
    [InlineData("Where is my walnut lamp from Denver?", "100")]
    [InlineData("Hello there, thanks", "100")]
    [InlineData(null, "100")]
    public void A_reply_takes_up_what_the_customer_said(string? customer, string shown) => Assert.Equal(shown, Shown(Plain + Plain, customer: customer));

    [Fact]
    public void Long_words_in_long_sentences_cost_points_in_either_language()
    {
        var reading = new BrandVoice(Rules).Score("Notwithstanding aforementioned considerations regarding international transportation arrangements, organizational responsibilities necessitate comprehensive documentation before administrative authorization materializes accordingly for particular destinations.", "chat");
        Assert.Equal((VoiceFault.Reading, 20), (Assert.Single(reading.Deductions).Fault, reading.Deductions[0].Points));
        Assert.Equal("100", Shown("Die Lampe ist im Lager und wird heute noch zu Ihnen geschickt. Sie kommt am Montag an. Sie haben dann 14 Tage Zeit und können sie uns auch wieder schicken."));
    }

    [Theory]
    [InlineData("Unfortunately, your lamp is late. We kindly ask you to wait.", "Your lamp is late. We ask you to wait.")]
    [InlineData("As an AI, I cannot see the van.", "I cannot see the van.")]
    [InlineData("I guarantee it comes on Monday. It has shipped with UPS.", "It has shipped with UPS.")]
    [InlineData("We will process your return today.", "We'll send it back today.")]
    [InlineData("- Kindly pack it.\n- Kindly send it to Berlin.", "- Pack it.\n- Send it to Berlin.")]
    [InlineData("I promise.", null)]
    [InlineData("Unfortunately.", null)]
    [InlineData("Hello! I promise it comes on Monday.", null)]
    public async Task What_the_brand_never_says_is_put_otherwise_or_the_reply_is_written_once_more(string reply, string? said)
    {
        var verdict = await new VoiceGuard(Rules).CheckAsync(new(reply, "public", "model", "chat"), CancellationToken.None);
        Assert.Equal((said is null ? Do.Retry : Do.Replace, said), (verdict.Do, verdict.Text));
        Assert.Equal(Do.Retry, (await new VoiceGuard(Rules, Unvoiced.Rewrite).CheckAsync(new(reply, "public", "model", "chat"), CancellationToken.None)).Do);
    }

    [Fact]
    public async Task A_scripts_words_are_scored_and_go_as_they_are()
    {
        var verdict = await new VoiceGuard(Rules).CheckAsync(new("Unfortunately, it is late.", "public", "script", "chat"), CancellationToken.None);
        Assert.Equal((Do.Allow, 75, 25), (verdict.Do, (int)verdict.Evidence["score"]!, (int)verdict.Evidence["deductions"]!["avoided"]!));
    }

    [Theory]
    [InlineData("as an as an kindly ")]
    [InlineData("\uD800")]
    [InlineData("Kindly. ")]
    public async Task A_megabyte_of_anything_has_a_score(string unit)
    {
        var verdict = await new VoiceGuard(Rules).CheckAsync(new(string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length)), "public", "model", "chat"), CancellationToken.None);
        Assert.InRange((int)verdict.Evidence["score"]!, 0, 100);
    }
}
