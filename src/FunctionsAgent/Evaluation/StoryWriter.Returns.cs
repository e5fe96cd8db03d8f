using System.Collections.Immutable;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>Stories of more than one talk, or of more than one case.</summary>
internal sealed partial class StoryWriter
{
    private const int Hour = 60;

    private void OutOfScope(Channel channel, Material material)
    {
        var turns = dice.One(material.OutOfScope);
        var survey = channel == Channel.Chat && dice.Chance(0.3) ? (1, dice.One(Phrases.Coverage)) : ((int, string?)?)null;
        Case(First(channel, turns, survey: survey), Of(turns[0]) with { Planted = "coverage" });
    }

    private void Surveyed(Channel channel, Material material)
    {
        var (score, comment, planted) = behaviour switch
        {
            Behaviour.WrongAnswer => (dice.Between(1, 2), dice.One(Phrases.DataQuality), "data-quality"),
            Behaviour.BadTone => (dice.Between(1, 2), dice.One(Phrases.Tone), "tone"),
            _ => (dice.Between(3, 5), dice.Chance(0.3) ? dice.One(Phrases.Praise) : null, (string?)null),
        };
        var toPerson = planted is null && material.Person.Count > 0 && dice.Chance(0.2);
        var turns = dice.One(toPerson ? material.Person : material.Simple);
        Case(First(channel, turns, survey: (score, comment)), toPerson ? new(Outcome.Escalated, "asked") : Resolved(turns) with { Planted = planted });
    }

    private void StillBroken(Channel channel, Material material)
    {
        var simple = dice.One(material.Simple);
        var before = Case(First(channel, simple), Resolved(simple));
        var (turns, ending) = Broken(material);
        var thread = SameThread(channel);
        if (Say(channel, person, thread, before.OutcomeAt + dice.Between(15 * Hour, 23 * Hour), turns) is not { } talk) return;
        Case(talk, ending);
        cases[1] = cases[1] with { Family = before.Family, Returned = true };
        Recontacted(talk);
    }

    /// <summary>By mail the case is still open the next day: what is unsolved is asked again in it.</summary>
    private void StillBrokenByMail(Channel channel, Material material)
    {
        var simple = dice.One(material.Simple);
        var before = Case(First(channel, simple), Resolved(simple));
        var (turns, ending) = Broken(material);
        if (Say(channel, person, 0, before.Last + dice.Between(20 * Hour, 28 * Hour), turns) is { } talk) Repeated(talk, ending);
    }

    private (ImmutableArray<Rehearsed> Turns, Ending Ending) Broken(Material material)
    {
        if (material.UnsolvedTaken.Count > 0 && dice.Chance(0.5)) return (dice.One(material.UnsolvedTaken), new(Outcome.Escalated, "confidence"));
        var turns = dice.One(material.Unsolved);
        return (turns, Of(turns[0]));
    }

    private void Returns(Channel channel, Material material, Channel then, bool sameThread)
    {
        var simple = dice.One(material.Simple);
        var before = Case(First(channel, simple), Resolved(simple));
        var (from, to) = dice.One<(int, int)>([(2, 22), (26, 70), (74, 166)]);
        var same = materials[then].Simple.Where(turns => turns[0].Family == before.Family).ToArray();
        if (same.Length == 0) return;
        var turns = dice.One(same);
        var thread = sameThread ? 0 : 1;
        if (Say(then, person, thread, before.OutcomeAt + dice.Between(from * Hour, to * Hour), turns) is not { } talk) return;
        Case(talk, Resolved(turns));
        cases[1] = cases[1] with { Returned = true };
        Recontacted(talk);
    }

    private void ReturnsLater(Channel channel, Material material)
    {
        var simple = dice.One(material.Simple);
        var before = Case(First(channel, simple), Resolved(simple));
        if (Say(channel, person, SameThread(channel), before.OutcomeAt + dice.Between(7 * 24 * Hour + 2 * Hour, 12 * 24 * Hour), simple) is { } talk) Case(talk, Resolved(simple));
    }

    private void ReturnsAsStranger(Channel channel, Material material)
    {
        var simple = dice.One(material.Simple);
        var before = Case(First(channel, simple), Resolved(simple));
        if (Say(channel, person + "b", 1, before.OutcomeAt + dice.Between(2 * Hour, 20 * Hour), simple) is { } talk) Case(talk, Resolved(simple));
    }

    private void AsksAgain(Channel channel, Material material)
    {
        var again = dice.One(material.Again);
        if (!channel.IsMail)
        {
            Case(First(channel, again), Resolved(again));
            cases[0] = cases[0] with { Repeats = 1, ReturnBy = "conversation" };
            return;
        }
        Case(First(channel, again[..1]), Resolved(again[..1]));
        if (Say(channel, person, 0, cases[0].Last + dice.Between(12 * Hour, 60 * Hour), again[1..]) is { } talk) Repeated(talk, Resolved(again[1..]));
    }

    /// <summary>While the case by mail is open, by another door that knows the address: the same case, and over when that one is quiet.</summary>
    private void AsksAgainElsewhere(Channel channel, Material material)
    {
        var simple = dice.One(material.Simple);
        var before = Case(First(channel, simple), Resolved(simple));
        var same = materials[Channel.Webhook].Simple.Where(turns => turns[0].Family == before.Family).ToArray();
        if (same.Length == 0) return;
        var turns = dice.One(same);
        if (Say(Channel.Webhook, person, 1, before.Last + dice.Between(2 * Hour, 48 * Hour), turns) is { } talk) Repeated(talk, Resolved(turns));
    }

    private void TwoRequests(Channel channel, Material material)
    {
        var both = dice.One(material.TwoFamilies);
        var talk = Say(channel, person, 0, start, both, brief: true)!;
        Case(talk with { Acts = talk.Acts[..1] }, Resolved(both[..1]));
        // One conversation is one interaction, whatever is asked in it.
        Case(talk with { Acts = talk.Acts[1..] }, Resolved(both[1..]));
        cases[1] = cases[1] with { Interactions = 0 };
    }

    /// <summary>A visitor is known in their own thread alone; whoever is known may go on or begin anew; every call is its own.</summary>
    private int SameThread(Channel channel) => !channel.Knows ? 0 : channel == Channel.Voice || dice.Chance(0.5) ? 1 : 0;

    private void Recontacted(Talk talk) => cases[0] = cases[0] with
    {
        Recontact = talk.Acts[0].Minute,
        ReturnBy = talk.Thread == talks[0].Thread ? "conversation" : talk.Channel == talks[0].Channel ? "channel" : "other",
    };

    /// <summary>The open case goes on with a second talk. What was done in the first still proves its end, if the last word is an answer.</summary>
    private void Repeated(Talk talk, Ending ending)
    {
        var turns = talk.Acts.Where(act => act.Turn is not null).ToArray();
        var elsewhere = talk.Thread != talks[0].Thread;
        cases[0] = cases[0] with
        {
            Repeats = 1, ReturnBy = "conversation", Last = talk.Last, LastChannel = talk.Channel.Name, Cause = ending.Cause,
            Outcome = ending.Outcome == Outcome.ResolvedAssumed && cases[0].Actions > 0 ? Outcome.ResolvedConfirmed : ending.Outcome,
            Actions = cases[0].Actions + turns.Sum(act => act.Turn!.Actions), Requests = cases[0].Requests + turns.Length, InScope = cases[0].InScope + turns.Count(act => act.Turn!.Family is not null),
            Conversations = elsewhere ? 2 : 1, Interactions = elsewhere ? 2 : 1,
        };
    }
}
