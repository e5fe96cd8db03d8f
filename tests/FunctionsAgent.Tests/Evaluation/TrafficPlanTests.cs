using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Evaluation;

public sealed class TrafficPlanTests
{
    private static readonly DateOnly Start = new(2026, 3, 2);

    private static TrafficPlan Plan(int conversations = 500, int days = 21, long seed = 1) => TrafficPlan.Of(Samples.RetailSupport, seed, conversations, days, Start);

    /// <summary>Everything a plan says: what is done when, and what comes of it.</summary>
    private static string Written(TrafficPlan plan, long seed) => string.Join('\n', TruthFile.Lines(plan, seed)
        .Concat(plan.Stories().SelectMany(s => s.Talks.SelectMany(t => t.Acts.Select(a => $"{s.Number} {t.Channel.Name} {t.Person} {t.Identifier} {t.Thread} {t.Test} {a.Minute} {a.Turn?.Line.Says} {a.Score} {a.Comment}")))));

    private static void Holds<T>(IEnumerable<T> found, params T[] expected) => Assert.Empty(expected.Except(found));

    [Fact]
    public void The_same_arguments_give_the_same_plan_and_another_seed_another()
    {
        Assert.Equal(Written(Plan(), 1), Written(Plan(), 1));
        Assert.NotEqual(Written(Plan(), 1), Written(Plan(seed: 2), 1));
    }

    [Fact]
    public void Every_behaviour_occurs_in_500_conversations()
    {
        var plan = Plan();

        Assert.Equal(Enum.GetValues<Behaviour>(), plan.Stories().Select(story => story.Behaviour).Distinct().Order());
        Assert.Equal(Enum.GetValues<Behaviour>(), BehaviourWeights.Default.Select(entry => entry.Behaviour).Order());
        Assert.Equal(1_000, BehaviourWeights.Default.Sum(entry => entry.Weight));
    }

    [Fact]
    public void Every_outcome_cause_exclusion_channel_and_planted_category_occurs()
    {
        var cases = Plan(1_000).Cases().ToList();

        Holds(cases.Select(c => c.Outcome), Outcome.Escalated, Outcome.Abandoned, Outcome.ResolvedConfirmed, Outcome.ResolvedAssumed, Outcome.Excluded, Outcome.Open);
        Holds(cases.Select(c => c.Cause), "asked", "confidence", "failure");
        Holds(cases.Select(c => c.Excluded), "courtesy", "blocked", "test");
        Holds(cases.Select(c => c.Channel), "chat", "api", "webhook", "email", "voice");
        Holds(cases.Select(c => c.Planted), "coverage", "logic", "data-quality", "tone");
        Holds(cases.Select(c => c.ReturnBy), "conversation", "channel", "other");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(7, 3)]
    [InlineData(999, 400)]
    public void There_are_as_many_conversations_as_were_asked_for_in_the_days_that_were(int conversations, int days)
    {
        var plan = Plan(conversations, days);
        var acts = plan.Stories().SelectMany(story => story.Talks).SelectMany(talk => talk.Acts).ToList();

        Assert.Equal(conversations, plan.Stories().Sum(story => story.Talks.Length));
        Assert.All(acts, act => Assert.InRange(act.Minute, 0, days * 24 * 60 - 1));
        Assert.Equal(plan.Stories().Select(story => story.Start).Order(), plan.Stories().Select(story => story.Start));
    }

    [Fact]
    public void What_a_person_does_is_in_order_and_pauses_are_clearly_on_one_side_of_what_the_definition_measures_by()
    {
        foreach (var story in Plan(2_000, 60).Stories())
        {
            var minutes = story.Talks.SelectMany(talk => talk.Acts).Select(act => act.Minute).ToList();
            Assert.Equal(minutes.Distinct().Order(), minutes);
            foreach (var talk in story.Talks.Where(talk => !talk.Channel.IsMail)) Assert.All(talk.Acts.Zip(talk.Acts.Skip(1)), pair => Assert.InRange(pair.Second.Minute - pair.First.Minute, 1, 15));
            foreach (var c in story.Cases)
            {
                Assert.InRange(c.OutcomeAt % (24 * 60), 5, 24 * 60 - 5);
                if (c.Recontact is { } again) Assert.All(Definition.Windows, window => Assert.True(Math.Abs(again - c.OutcomeAt - window.Length.TotalMinutes) >= 60));
            }
        }
    }

    [Fact]
    public void Mail_that_is_still_broken_the_next_day_is_a_repeat_and_chat_a_re_contact()
    {
        var broken = Plan(3_000, 60).Stories().Where(story => story.Behaviour == Behaviour.StillBroken && story.Talks.Length == 2).ToLookup(story => story.Talks[0].Channel.Name, story => story.Cases);

        Assert.NotEmpty(broken["email"]);
        Assert.All(broken["email"], cases => Assert.Equal(1, Assert.Single(cases).Repeats));
        Assert.NotEmpty(broken["chat"]);
        Assert.All(broken["chat"], cases =>
        {
            Assert.Equal(cases[0].Family, cases[1].Family);
            Assert.True(cases[1].Returned);
            Assert.False(cases[0].HeldFor(TimeSpan.FromDays(7)));
        });
    }

    [Fact]
    public void A_package_without_a_test_to_speak_from_is_refused()
    {
        var silent = Samples.RetailSupport with { Tests = [] };
        var asking = Samples.RetailSupport with { Tests = [.. Samples.RetailSupport.Tests.Where(test => test.Name == "a person, asked for")] };

        Assert.Contains("has no tests", Assert.Throws<NoMaterialException>(() => TrafficPlan.Of(silent, 1, 10, 1, Start)).Message, StringComparison.Ordinal);
        Assert.Contains("None of the 1 tests", Assert.Throws<NoMaterialException>(() => TrafficPlan.Of(asking, 1, 10, 1, Start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_a_rehearsal_contradicts_is_no_material_and_said_so()
    {
        var first = Samples.RetailSupport.Tests[0];
        var wrong = first with { Name = "wrong", Turns = [first.Turns[0] with { Expect = first.Turns[0].Expect with { Intent = "returns" } }] };
        var plan = TrafficPlan.Of(Samples.RetailSupport with { Tests = Samples.RetailSupport.Tests.Add(wrong) }, 1, 10, 1, Start);

        // Of the sample itself what only a verified caller hears is no material either.
        Assert.Equal(TrafficPlan.Of(Samples.RetailSupport, 1, 10, 1, Start).LeftOut.Append("wrong").Order(), plan.LeftOut.Order());
    }
}
