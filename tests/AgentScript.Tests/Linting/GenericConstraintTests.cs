using System.Text.RegularExpressions;
using AgentScript.Schema;

namespace AgentScript.Tests.Linting;

public sealed class GenericConstraintTests
{
    private static readonly Dictionary<string, Constraint> Constraints = new Constraint[]
    {
        new OneOf(["a", "b"]), new Exactly("a"), new Minimum(2), new Maximum(2), new ExclusiveMinimum(2), new ExclusiveMaximum(2), new MultipleOf(0.5),
        new MinLength(2), new MaxLength(2), new Matching(new Regex("^a+$", RegexOptions.NonBacktracking), "some a"), new MinItems(2), new MaxItems(2),
    }.ToDictionary(c => c.Code);

    [Theory]
    [InlineData("constraint-enum", "b", "c")]
    [InlineData("constraint-const", "a", "b")]
    [InlineData("constraint-minimum", 2.0, 1.9)]
    [InlineData("constraint-maximum", 2.0, 2.1)]
    [InlineData("constraint-exclusive-minimum", 2.1, 2.0)]
    [InlineData("constraint-exclusive-maximum", 1.9, 2.0)]
    [InlineData("constraint-multiple-of", 1.5, 1.6)]
    [InlineData("constraint-min-length", "ab", "a")]
    [InlineData("constraint-max-length", "ab", "abc")]
    [InlineData("constraint-pattern", "aa", "ab")]
    [InlineData("constraint-min-items", 2, 1)]
    [InlineData("constraint-max-items", 2, 3)]
    public void A_constraint_takes_what_satisfies_it_and_says_what_it_expected_of_the_rest(string code, object good, object bad)
    {
        Assert.Null(Constraints[code].Expected(good));
        Assert.False(string.IsNullOrEmpty(Constraints[code].Expected(bad)));
    }

    [Fact]
    public void Case_matters_only_where_the_table_says_so()
    {
        Assert.NotNull(new OneOf(["Auto"]).Expected("auto"));
        Assert.Null(new OneOf(["Auto"], IgnoreCase: true).Expected("auto"));
    }

    [Fact]
    public void A_value_of_another_kind_satisfies_it() =>
        Assert.All(Constraints.Values.Where(c => c is not Exactly), c => Assert.Null(c.Expected(true)));
}
