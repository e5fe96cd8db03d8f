using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class DiceTests
{
    [Fact]
    public void They_are_SplitMix64_whose_first_numbers_for_this_seed_are_published()
    {
        var dice = new Dice(1234567);

        ulong[] numbers = [dice.Next(), dice.Next(), dice.Next(), dice.Next(), dice.Next()];

        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], numbers);
    }

    [Fact]
    public void A_weight_is_drawn_as_often_as_it_is_large_and_none_never()
    {
        var dice = Dice.Of(1, 1);
        var drawn = new int[3];
        for (var i = 0; i < 10_000; i++) drawn[dice.Weighted([3, 0, 1])]++;

        Assert.InRange(drawn[0], 7_300, 7_700);
        Assert.Equal(0, drawn[1]);
    }

    [Fact]
    public void Stories_have_dice_of_their_own()
    {
        Assert.Equal(Dice.Of(7, 3).Next(), Dice.Of(7, 3).Next());
        Assert.NotEqual(Dice.Of(7, 3).Next(), Dice.Of(7, 4).Next());
        Assert.NotEqual(Dice.Of(7, 3).Next(), Dice.Of(3, 7).Next());
    }
}
