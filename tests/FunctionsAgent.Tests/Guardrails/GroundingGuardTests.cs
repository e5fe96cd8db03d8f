using System.Collections.Immutable;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class GroundingGuardTests
{
    private static Passage Said(string text, string provenance = "model") => new(text, "personal", provenance, "chat") { Sources = GroundingTurn.All };

    private static async Task<Verdict> CheckAsync(string text, GroundingGuard? guard = null, string provenance = "model") => await (guard ?? new()).CheckAsync(Said(text, provenance), CancellationToken.None);

    [Theory]
    [InlineData("Hi! Your order has shipped. It arrives on December 3. It comes with UPS. Anything else?", "Hi! Your order has shipped. It comes with UPS. Anything else?")]
    [InlineData("Your order has shipped.\n\nIt arrives on December 3.\n\nIt comes with UPS.", "Your order has shipped.\n\nIt comes with UPS.")]
    [InlineData("Here it is:\n- Status: shipped\n- Arrives: December 3\n- Carrier: UPS. It left Boise.\nBye!", "Here it is:\n- Status: shipped\n- Carrier: UPS.\nBye!")]
    [InlineData("- It left the port of Boise. It comes with UPS.\n- Status: shipped", "- It comes with UPS.\n- Status: shipped")]
    [InlineData("It has shipped with UPS.\n\nReasons for the delay:\n- a storm in Denver\n- a strike in Boise\n\nAnything else?", "It has shipped with UPS.\n\nAnything else?")]
    [InlineData("It has shipped with UPS.\n\n| Item | Price |\n|---|---|\n| Oak chair | $20 |\n\nBye!", "It has shipped with UPS.\n\nBye!")]
    [InlineData("| Item | Number |\n|---|---|\n| Oak chair | 7 |\n| Walnut desk lamp | 2 |", "| Item | Number |\n|---|---|\n| Walnut desk lamp | 2 |")]
    [InlineData("# Price\nIt costs $20.\n# Status\nIt has shipped with UPS.", "# Status\nIt has shipped with UPS.")]
    public async Task What_is_in_no_source_is_taken_out_and_what_only_introduced_it(string answer, string rest)
    {
        var verdict = await CheckAsync(answer);
        Assert.Equal((Do.Replace, rest), (verdict.Do, verdict.Text));
        Assert.Equal(Do.Allow, (await CheckAsync(rest)).Do);
    }

    [Theory]
    [InlineData("Hi! Your order #W1001 has shipped and arrives on Wednesday, November 25. Anything else?")]
    [InlineData("Hello!")]
    [InlineData("")]
    public async Task What_the_sources_say_goes_as_it_is(string answer)
    {
        var verdict = await CheckAsync(answer);
        Assert.Equal((Do.Allow, null), (verdict.Do, verdict.Text));
    }

    [Theory]
    [InlineData(Unsupported.Remove, "Hello! It arrives on December 3. Anything else?", Do.Retry)]
    [InlineData(Unsupported.Rewrite, "It has shipped with UPS. It arrives on December 3.", Do.Retry)]
    [InlineData(Unsupported.Person, "It has shipped with UPS. It arrives on December 3.", Do.Escalate)]
    public async Task The_policy_says_what_becomes_of_it_and_greetings_alone_answer_nothing(Unsupported policy, string answer, Do done)
    {
        var verdict = await CheckAsync(answer, new(policy));
        Assert.Equal((done, null), (verdict.Do, verdict.Text));
    }

    [Theory]
    [InlineData("script")]
    [InlineData("policy")]
    [InlineData("article:returns")]
    public async Task What_no_model_said_is_not_judged(string provenance) => Assert.Equal(Do.Allow, (await CheckAsync("It arrives on December 3.", provenance: provenance)).Do);

    [Fact]
    public async Task Names_that_are_always_known_may_be_said()
    {
        const string Greeting = "This is your assistant Nova of Bright House, and your order has shipped.";
        Assert.Equal(Do.Allow, (await CheckAsync(Greeting, new(known: ["Nova", "Bright House"]))).Do);
        Assert.NotEqual(Do.Allow, (await CheckAsync(Greeting)).Do);
    }

    [Fact]
    public async Task Evidence_counts_and_names_sources_and_has_no_words()
    {
        var evidence = (await CheckAsync("It has shipped with UPS. Rosebud costs $20.")).Evidence;
        Assert.Equal((2, 2, 1, 1, 1), ((int)evidence["sentences"]!, (int)evidence["claims"]!, (int)evidence["unsupported"]!, (int)evidence["missing"]!["money"]!, (int)evidence["sources"]!["tool:get_order"]!));
        Assert.DoesNotContain("rosebud", evidence.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_judge_is_asked_of_claims_whose_values_are_right_and_has_the_last_word_on_them()
    {
        var judge = new Judge(claim => claim.Contains("warehouse", StringComparison.Ordinal) ? 0.9 : 0.1);
        var verdict = await CheckAsync("Hi! Somebody in our warehouse packed it by hand. It has shipped with UPS. It costs $20.", new(judge: judge));

        Assert.Equal(["Somebody in our warehouse packed it by hand.", "It has shipped with UPS."], judge.Asked);
        Assert.Equal("Hi! Somebody in our warehouse packed it by hand.", verdict.Text);
    }

    private sealed class Judge(Func<string, double> says) : IGroundingJudge
    {
        public ImmutableArray<string> Asked { get; private set; } = [];

        public ValueTask<ImmutableArray<double>> JudgeAsync(ImmutableArray<string> claims, ImmutableArray<PassageSource> sources, CancellationToken ct)
        {
            Asked = claims;
            return ValueTask.FromResult(claims.Select(says).ToImmutableArray());
        }
    }
}
