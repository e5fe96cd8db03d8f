using System.Collections.Immutable;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>A package of the usual size: eight intents, eight examples each.</summary>
public sealed class IntentModelTests
{
    private static readonly IntentModel Retail = IntentModel.Train(IntentRetail.Examples)!;

    [Fact]
    public void Messages_of_a_small_package_are_read_right_and_seldom_wrong()
    {
        var read = IntentRetail.InScope.Select(text => (text.Intent, Reading: Retail.Read(text.Text))).ToArray();
        var right = read.Count(r => r.Reading.Intent == r.Intent || r.Reading.Between.Contains(r.Intent!));
        var wrong = read.Count(r => r.Reading.Intent is { } intent ? intent != r.Intent : !r.Reading.Between.IsEmpty && !r.Reading.Between.Contains(r.Intent!));

        Assert.Equal(80, read.Length);
        Assert.True(right >= 66, $"{right} of {read.Length} right or asked about with the right one");
        Assert.True(wrong <= 4, $"{wrong} of {read.Length} wrong");
    }

    [Fact]
    public void Messages_out_of_scope_have_no_intent()
    {
        var none = IntentRetail.OutOfScope.Count(text => Retail.Read(text) is { Intent: null, Between.IsEmpty: true });

        Assert.Equal(60, IntentRetail.OutOfScope.Count);
        Assert.True(none >= 50, $"{none} of 60 given to no intent");
    }

    [Fact]
    public void Confidence_is_what_share_comes_out_right()
    {
        var all = IntentRetail.InScope.Select(text => (text.Intent, Reading: Retail.Read(text.Text))).Concat(IntentRetail.OutOfScope.Take(27).Select(text => ((string?)null, Reading: Retail.Read(text)))).ToArray();
        var sure = all.Where(r => r.Reading.Confidence >= 0.9).ToArray();
        var (said, came) = (all.Average(r => r.Reading.Confidence), all.Average(r => r.Reading.Ranked is [var first, ..] && first.Intent == r.Item1 ? 1d : 0));

        Assert.True(sure.Length >= 30, $"{sure.Length} sure ones");
        Assert.True(sure.Count(r => r.Reading.Intent == r.Item1) >= sure.Length * 0.9, "nine of ten sure ones are right");
        Assert.InRange(said - came, -0.1, 0.1);
    }

    [Fact]
    public void Every_example_is_read_as_its_own_intent()
    {
        var wrong = IntentRetail.Examples.Where(text => Retail.Read(text.Text).Intent != text.Intent).Select(text => text.Text);

        Assert.Empty(wrong);
    }

    [Fact]
    public void Words_that_fit_two_intents_are_between_them()
    {
        var model = IntentModel.Train([.. IntentRetail.Examples, new("my parcel came back", "returns"), new("my parcel came back", "order_status")])!;
        var reading = model.Read("My parcel came back!");

        Assert.Null(reading.Intent);
        Assert.Equal(["order_status", "returns"], reading.Between.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ranked_are_the_five_most_probable_and_the_first_has_the_confidence()
    {
        var reading = Retail.Read("can you track my parcel");

        Assert.Equal("order_status", reading.Intent);
        Assert.Equal(5, reading.Ranked.Length);
        Assert.Equal(reading.Confidence, reading.Ranked[0].Probability);
        Assert.Equal(reading.Ranked.OrderByDescending(score => score.Probability), reading.Ranked);
        Assert.True(reading.Ranked.Sum(score => score.Probability) <= 1);
        Assert.Empty(reading.Between);
    }

    [Fact]
    public void A_package_that_speaks_of_the_weather_is_asked_about_it()
    {
        var model = IntentModel.Train([.. IntentRetail.Examples, .. new[] { "what is the weather like tomorrow", "will it rain today", "how is the weather", "is it going to snow", "tell me the weather forecast" }.Select(text => new LabelledText(text, "weather"))])!;

        Assert.Equal("weather", model.Read("what will the weather be like on friday").Intent);
        Assert.Null(Retail.Read("what will the weather be like on friday").Intent);
    }

    [Fact]
    public void Examples_out_of_scope_teach_what_is_nobodys_business()
    {
        const string Asked = "do you have a loyalty program";
        LabelledText[] loyalty = [.. new[] { "do you have a loyalty card", "is there a loyalty program", "how do i join your loyalty program", "do you have a bonus program" }.Select(text => new LabelledText(text, null))];

        Assert.Equal("product_availability", Retail.Read(Asked).Intent);
        Assert.Null(IntentModel.Train([.. IntentRetail.Examples, .. loyalty])!.Read(Asked).Intent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_few_examples_what_is_unlike_all_of_them_is_none(int each)
    {
        foreach (var intents in new[] { 2, 8 })
        {
            var examples = IntentRetail.Examples.GroupBy(text => text.Intent).Take(intents).SelectMany(group => group.Take(each)).ToArray();
            var model = IntentModel.Train(examples)!;

            Assert.All(examples, text => Assert.Equal(text.Intent, model.Read(text.Text).Intent));
            Assert.All(["hello", "tell me a joke", "日本語で話せますか", "who won the match yesterday"], text => Assert.Null(model.Read(text).Intent));
        }
    }
}
