using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Tests.Reasoning;

public sealed class IntentConflictTests
{
    [Fact]
    public void The_same_words_under_two_intents_are_found_at_both_places()
    {
        var conflicts = IntentConflict.In([new("Where is my order?", "order_status"), new("Return it", "returns"), new("where’s my order", "refunds"), new("WHERE IS MY ORDER", "refunds"), new("return it.", "returns")]);

        Assert.Equal([new IntentConflict(0, 3)], conflicts.AsEnumerable());
    }

    [Fact]
    public void Each_later_place_stands_beside_the_first_of_another_intent()
    {
        var conflicts = IntentConflict.In([new("café", "a"), new("cafe", "a"), new("Cafe!", "b"), new("CAFÉ", "a"), new("café", null)]);

        Assert.Equal([new(0, 2), new(2, 3), new(0, 4)], conflicts.AsEnumerable());
    }

    [Fact]
    public void Texts_without_words_and_no_texts_contradict_nothing()
    {
        Assert.Empty(IntentConflict.In([new("?", "a"), new("!", "b"), new("", "c")]));
        Assert.Empty(IntentConflict.In([]));
        Assert.Empty(IntentConflict.In(IntentRetail.Examples));
    }
}
