using FunctionsAgent.Guardrails;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class PhraseRulesTests
{
    private static readonly PhraseRules Rules = new(["# a comment", "", "first: drop throw | ~2 box Käse ! gently softly", "second: box | box"]);

    [Theory]
    [InlineData("drop box", "first")]
    [InlineData("drop the old box", "first")]
    [InlineData("drop a b c box", "")]
    [InlineData("drop a b c throw DROP box", "first")]
    [InlineData("box drop", "")]
    [InlineData("throw the kase", "first")]
    [InlineData("throw it box, but gently", "")]
    [InlineData("softly throw the box", "")]
    [InlineData("box", "")]
    [InlineData("box box", "second")]
    [InlineData("drop box and throw box box", "first second")]
    public void Groups_follow_each_other_within_their_gaps(string text, string found)
    {
        using var folded = FoldedText.Of(text);
        var names = new List<string>();
        Rules.Find(folded, names);

        Assert.Equal(found, string.Join(' ', names));
    }

    [Fact]
    public void A_line_without_a_name_is_no_rule() => Assert.Throws<FormatException>(() => new PhraseRules(["drop | box"]));
}
