using FunctionsAgent.Evaluation;

namespace FunctionsAgent.Tests.Evaluation;

/// <summary>Agreement counted by hand.</summary>
public sealed class ReviewAgreementTests
{
    [Fact]
    public void Cohens_kappa_is_what_is_left_of_agreement_beyond_chance()
    {
        // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.70, by chance 0.50, kappa 0.40.
        var pairs = Enumerable.Repeat((0, 0), 20).Concat(Enumerable.Repeat((0, 1), 5)).Concat(Enumerable.Repeat((1, 0), 10)).Concat(Enumerable.Repeat((1, 1), 15));

        var found = ReviewAgreement.Compare("a", "b", ["yes", "no"], ["yes", "no"], pairs);

        Assert.Equal((50, 0.7), (found.N, found.Share));
        Assert.Equal(0.4, found.Kappa!.Value, 1e-9);
        Assert.InRange(0.7, found.Low!.Value, found.High!.Value);
    }

    [Fact]
    public void Where_chance_alone_agrees_always_there_is_no_kappa() => Assert.Null(ReviewAgreement.Compare("a", "b", ["x", "y"], ["x", "y"], [(0, 0), (0, 0)]).Kappa);

    [Fact]
    public void Of_nothing_there_is_nothing() => Assert.Equal((0, null, null), ReviewAgreement.Compare("a", "b", ["x"], ["x"], []) is var none ? (none.N, none.Share, none.Kappa) : default);

    [Fact]
    public void Two_people_are_compared_over_the_turns_both_marked()
    {
        ReviewMark[] marks = [Mark("t1", "ann", "ok", true), Mark("t1", "bob", "tone", true), Mark("t2", "ann", "ok", false), Mark("t3", "bob", "logic", null)];

        var found = ReviewAgreement.Of(marks);

        Assert.Equal((4, 1, 3), (found.Marks, found.Undecided, found.Rules.N));
        var pair = Assert.Single(found.People);
        Assert.Equal(("ann", "bob", 1, 0.0), (pair.First, pair.Second, pair.N, pair.Share));
    }

    private static ReviewMark Mark(string turn, string by, string category, bool? held) => new("c", turn, by, category, null, default, held);
}
