using Benchmarks;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>The planted set of the benchmark's section "care": what is found, what is missed, what is taken for wrong.</summary>
public sealed class CareSetTests
{
    [Fact]
    public void Nine_of_ten_planted_mistakes_are_found_four_of_five_findings_are_right_and_their_owners_are_named()
    {
        var set = CareSet.Make();
        var score = CareScore.Of(set, KnowledgeCheck.Of(set.Articles, CareSet.Today));

        Assert.All(score.Kinds, kind =>
        {
            Assert.Equal(CareSet.Planted, kind.Planted);
            Assert.True(kind.Recall >= 0.9, $"{kind}");
            Assert.True(kind.HeldBackRecall >= 0.9, $"{kind}");
            Assert.True(kind.Precision >= 0.8, $"{kind}");
            Assert.Equal(kind.Found, kind.Owned);
        });
    }
}
