using System.Collections.Immutable;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// Writes one story: its talks, and beside them what the definition has to make of them. Pauses are clearly shorter or
/// clearly longer than what the definition measures by, so that it alone decides.
/// </summary>
/// <param name="end">Minutes of the plan: what would come later is not done any more.</param>
internal sealed partial class StoryWriter(IReadOnlyDictionary<Channel, Material> materials, Dice dice, int number, Behaviour behaviour, int start, int end)
{
    private readonly List<Talk> talks = [];
    private readonly List<PlannedCase> cases = [];
    private readonly string person = $"p{number}";
    private string? identifier;

    /// <summary>Channels on which a package has words for a behaviour.</summary>
    public static bool Has(Material material, Behaviour behaviour) => behaviour switch
    {
        Behaviour.AnsweredThanks => material.Thanked.Count > 0,
        Behaviour.AskedSupplies => material.Supplied.Count > 0,
        Behaviour.AskedLeaves => material.Questions.Count > 0,
        Behaviour.AsksPerson => material.Person.Count > 0,
        Behaviour.AnsweredThenPerson => material.ThenPerson.Count > 0,
        Behaviour.TakesOfferedPerson => material.OfferTaken.Count > 0,
        Behaviour.OutOfScopeLeaves => material.OutOfScope.Count > 0,
        Behaviour.ToolFails => material.Failing.Count > 0,
        Behaviour.ByPolicy => material.ByPolicy.Count > 0,
        Behaviour.StillBroken => material.Simple.Count > 0 && material.Unsolved.Count > 0,
        Behaviour.ReturnsOtherChannel => material.Channel.Knows && material.Simple.Count > 0,
        Behaviour.ReturnsAsStranger or Behaviour.Test or Behaviour.Surveyed or Behaviour.WrongAnswer or Behaviour.BadTone => material.Channel == Channel.Chat && material.Simple.Count > 0,
        Behaviour.AsksAgain => material.Again.Count > 0,
        Behaviour.AsksAgainElsewhere => material.Channel.IsMail && material.Simple.Count > 0,
        Behaviour.TwoRequests => material.TwoFamilies.Count > 0,
        Behaviour.GreetsOnly => material.Greeting.Count > 0,
        Behaviour.OverLong => material.Longest is not null,
        _ => material.Simple.Count > 0,
    };

    /// <summary>Null where it does not fit between the start and the plan's end.</summary>
    public Story? Write(Channel channel)
    {
        var material = materials[channel];
        identifier = Identifier(channel);
        Tell(channel, material);
        return talks[0].Acts[^1].Minute < end ? new Story(number, behaviour, person, [.. talks], [.. cases]) : null;
    }

    private void Tell(Channel channel, Material material)
    {
        switch (behaviour)
        {
            case Behaviour.AnsweredThanks:
                var thanked = dice.One(material.Thanked);
                Case(First(channel, thanked), Resolved(thanked[..1]) with { Outcome = Outcome.ResolvedConfirmed, Requests = 1 });
                break;
            case Behaviour.AskedSupplies:
                var supplied = dice.One(material.Supplied);
                Case(First(channel, supplied), Resolved(supplied));
                break;
            case Behaviour.AskedLeaves:
                Case(First(channel, dice.One(material.Questions)), new(Outcome.Abandoned));
                break;
            case Behaviour.AsksPerson:
                Case(First(channel, dice.One(material.Person)), new(Outcome.Escalated, "asked"));
                break;
            case Behaviour.AnsweredThenPerson:
                Case(First(channel, dice.One(material.ThenPerson)), new(Outcome.Escalated, "asked"));
                break;
            case Behaviour.TakesOfferedPerson:
                Case(First(channel, dice.One(material.OfferTaken)), new(Outcome.Escalated, "confidence"));
                break;
            case Behaviour.OutOfScopeLeaves:
                OutOfScope(channel, material);
                break;
            case Behaviour.ToolFails:
                var failing = dice.One(material.Failing);
                Case(First(channel, failing), failing[0].Answer == Answer.HandedOff ? new(Outcome.Escalated, "failure", Planted: "logic") : new(Outcome.Abandoned, Planted: "logic"));
                break;
            case Behaviour.ByPolicy:
                var ruled = dice.One(material.ByPolicy);
                Case(First(channel, ruled), Of(ruled[0]));
                break;
            case Behaviour.StillBroken when channel.IsMail:
                StillBrokenByMail(channel, material);
                break;
            case Behaviour.StillBroken:
                StillBroken(channel, material);
                break;
            case Behaviour.ReturnsSameChannel:
                Returns(channel, material, channel, sameThread: !channel.Knows);
                break;
            case Behaviour.ReturnsOtherChannel:
                Returns(channel, material, dice.One([.. channel.Others(identifier!.Contains('@', StringComparison.Ordinal) ? "email" : "phone")]), sameThread: false);
                break;
            case Behaviour.ReturnsLater:
                ReturnsLater(channel, material);
                break;
            case Behaviour.ReturnsAsStranger:
                ReturnsAsStranger(channel, material);
                break;
            case Behaviour.AsksAgain:
                AsksAgain(channel, material);
                break;
            case Behaviour.AsksAgainElsewhere:
                AsksAgainElsewhere(channel, material);
                break;
            case Behaviour.TwoRequests:
                TwoRequests(channel, material);
                break;
            case Behaviour.GreetsOnly:
                Case(First(channel, dice.One(material.Greeting)), new(Outcome.Excluded, Excluded: "courtesy"));
                break;
            case Behaviour.OverLong:
                Case(First(channel, [new Rehearsed(new Line(material.Longest!), null, Answer.Refused)]), new(Outcome.Excluded, Excluded: "blocked"));
                break;
            case Behaviour.Test:
                Case(First(channel, dice.One(material.Simple), test: true), new(Outcome.Excluded, Excluded: "test"));
                break;
            case Behaviour.Surveyed or Behaviour.WrongAnswer or Behaviour.BadTone:
                Surveyed(channel, material);
                break;
            default:
                var simple = dice.One(material.Simple);
                Case(First(channel, simple), Resolved(simple));
                break;
        }
    }

    private string? Identifier(Channel channel) => channel switch
    {
        { Knows: false } => null,
        _ when channel.IsMail || (channel == Channel.Webhook && dice.Chance(0.5)) => $"{person}@customer.example",
        _ => $"+1{2_000_000_000L + number}",
    };

    private Talk First(Channel channel, ImmutableArray<Rehearsed> turns, bool test = false, (int Score, string? Comment)? survey = null) =>
        Say(channel, person, 0, start, turns, test, survey)!;

    /// <summary>Adds a talk; null where it would not be over before the end.</summary>
    private Talk? Say(Channel channel, string who, int thread, int at, ImmutableArray<Rehearsed> turns, bool test = false, (int Score, string? Comment)? survey = null, bool brief = false)
    {
        var acts = ImmutableArray.CreateBuilder<Act>();
        var minute = at;
        foreach (var turn in turns)
        {
            if (acts.Count > 0) minute += channel.IsMail && !brief ? dice.Between(10, 600) : dice.Between(1, 12);
            acts.Add(new Act(minute, turn));
        }
        // An outcome just before or after midnight would make the day a matter of seconds.
        var outcome = (acts[0].Minute + PlannedCase.QuietOf(channel.Name)) % Hours.Day;
        var (last, length) = ((minute + PlannedCase.QuietOf(channel.Name)) % Hours.Day, minute - acts[0].Minute);
        var shift = last is < 5 || last > Hours.Day - 5 || (length <= 60 && last < outcome) ? length + 10 : 0;
        if (survey is { } given) acts.Add(new Act(minute + dice.Between(1, 8), null, given.Score, given.Comment));
        var talk = new Talk(channel, who, channel.Knows ? identifier : null, thread, [.. acts.Select(act => act with { Minute = act.Minute + shift })], test);
        if (talks.Count > 0 && talk.Acts[^1].Minute >= end) return null;
        talks.Add(talk);
        return talk;
    }

    /// <summary>What has to become of a case.</summary>
    private sealed record Ending(Outcome Outcome, string? Cause = null, string? Excluded = null, string? Planted = null)
    {
        public int? Requests { get; init; }
    }

    private static Ending Resolved(IEnumerable<Rehearsed> turns) => new(turns.Any(turn => turn.Actions > 0) ? Outcome.ResolvedConfirmed : Outcome.ResolvedAssumed);

    /// <summary>By the last word alone.</summary>
    private static Ending Of(Rehearsed last) => last.Answer switch
    {
        Answer.HandedOff => new(Outcome.Escalated, last.Policy is null ? "asked" : "policy"),
        Answer.Asked or Answer.Failed => new(Outcome.Abandoned),
        Answer.Fallback when last.Asks => new(Outcome.Abandoned),
        Answer.Answered => new(Outcome.ResolvedAssumed),
        _ => new(Outcome.Unknown),
    };

    /// <summary>Adds the case of a whole talk.</summary>
    private PlannedCase Case(Talk talk, Ending ending)
    {
        var turns = talk.Acts.Where(act => act.Turn is not null).ToArray();
        var requests = ending.Excluded is null ? ending.Requests ?? turns.Length : 0;
        var planned = new PlannedCase(number, behaviour, talk.Person, talk.Channel.Knows, talk.Channel.Name, turns[0].Turn!.Family ?? Feedback.Case.NoIntent, turns[0].Minute, talk.Last, talk.Channel.Name)
        {
            Outcome = ending.Outcome, Cause = ending.Cause, Excluded = ending.Excluded, Planted = ending.Planted,
            Actions = ending.Excluded is null ? turns.Sum(act => act.Turn!.Actions) : 0,
            Requests = requests, InScope = turns.Take(requests).Count(act => act.Turn!.Family is not null), Interactions = ending.Excluded is null ? 1 : 0, Closed = turns[^1].Turn!.Closes,
            Score = talk.Acts[^1].Score,
        };
        cases.Add(planned);
        return planned;
    }
}
