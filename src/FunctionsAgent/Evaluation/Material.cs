using System.Collections.Immutable;
using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// What can be said to a package by one channel, by what becomes of it: its own tests, rehearsed. A list that is empty says
/// that this package has no such conversation.
/// </summary>
public sealed class Material
{
    private readonly Rehearsal rehearsal;

    private Material(Package package, Channel channel)
    {
        (Channel, rehearsal) = (channel, new Rehearsal(package, channel.Name, channel.Assurance));
        var used = ImmutableArray.CreateBuilder<ImmutableArray<Rehearsed>>();
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var test in package.Tests)
        {
            if (test.Customer is not null && !channel.StatesCustomer) continue;
            var lines = test.Turns.Select((turn, n) => new Line(turn.Says, test, n == 0)).ToArray();
            if (rehearsal.Of(lines) is { } turns && Agrees(test, turns)) used.Add(turns);
            else left.Add(test.Name);
        }
        LeftOut = left.ToImmutable();
        Sort(used);
        Combine();
        Longest = package.Guards.Any(IsSize) ? TooLong(package) : null;
    }

    public Channel Channel { get; }

    /// <summary>Tests that say otherwise than a rehearsal, or need what only the product has.</summary>
    public ImmutableArray<string> LeftOut { get; }

    /// <summary>Answered at once, nothing failing.</summary>
    public List<ImmutableArray<Rehearsed>> Simple { get; } = [];

    /// <summary>Asked for what is missing, and then answered.</summary>
    public List<ImmutableArray<Rehearsed>> Supplied { get; } = [];

    /// <summary>The question that customers leave open.</summary>
    public List<ImmutableArray<Rehearsed>> Questions { get; } = [];
    public List<ImmutableArray<Rehearsed>> Person { get; } = [];

    /// <summary>No intent, and what the agent offers instead.</summary>
    public List<ImmutableArray<Rehearsed>> OutOfScope { get; } = [];

    /// <summary>No intent, a person offered, and taken.</summary>
    public List<ImmutableArray<Rehearsed>> OfferTaken { get; } = [];

    /// <summary>A tool fails, and the conversation goes to a person or ends with an apology.</summary>
    public List<ImmutableArray<Rehearsed>> Failing { get; } = [];
    public List<ImmutableArray<Rehearsed>> ByPolicy { get; } = [];
    public List<ImmutableArray<Rehearsed>> ThenPerson { get; } = [];
    public List<ImmutableArray<Rehearsed>> Again { get; } = [];
    public List<ImmutableArray<Rehearsed>> TwoFamilies { get; } = [];

    /// <summary>"Still broken" as the first word of a conversation; and with the person taken who is offered then.</summary>
    public List<ImmutableArray<Rehearsed>> Unsolved { get; } = [];
    public List<ImmutableArray<Rehearsed>> UnsolvedTaken { get; } = [];
    public List<ImmutableArray<Rehearsed>> Thanked { get; } = [];
    public List<ImmutableArray<Rehearsed>> Greeting { get; } = [];

    /// <summary>Words beyond what the guard of the way in lets through; null where none does.</summary>
    public string? Longest { get; }

    public static Material Of(Package package, Channel channel) => new(package, channel);

    /// <summary>Where a test says something of a turn, it has to be what the rehearsal found.</summary>
    private static bool Agrees(PackageTest test, ImmutableArray<Rehearsed> turns) => test.Turns.Zip(turns).All(pair => pair is var (said, found)
        && (said.Expect.Intent is not { } intent || intent == (found.Family ?? Case.NoIntent))
        && (said.Expect.Policy is not { } policy || policy == found.Policy)
        && (said.Expect.Handoff is not { } handoff || handoff == (found.Answer == Answer.HandedOff))
        && (said.Expect.Outcome is not { } outcome || outcome == (found.Closes ? "closed" : found.Answer == Answer.HandedOff ? "handed-off" : "replied")));

    private void Sort(IEnumerable<ImmutableArray<Rehearsed>> tests)
    {
        foreach (var turns in tests)
        {
            var first = turns[0];
            if (first.Closes) continue;
            // Words that ask for nothing are no request, whatever node answers them.
            if (DialogueActs.Of(first.Line.Says) is DialogueAct.Greeting or DialogueAct.Confirms) continue;
            if (first.Policy is not null) ByPolicy.Add([first]);
            else if (first.ToolFailed && first.Answer is Answer.HandedOff or Answer.Failed) Failing.Add([first]);
            else if (first is { Answer: Answer.HandedOff, Family: not null, ToolFailed: false }) Person.Add([first]);
            else if (first is { Answer: Answer.Answered, ToolFailed: false, Family: not null }) Simple.Add([first]);
            else if (first is { Answer: Answer.Fallback })
            {
                OutOfScope.Add([first]);
                if (first.Asks && turns.Length > 1 && turns[1].Answer == Answer.HandedOff) OfferTaken.Add([first, turns[1]]);
            }
            else if (first is { Answer: Answer.Asked, Family: not null })
            {
                Questions.Add([first]);
                var asked = turns.TakeWhile(turn => turn.Answer == Answer.Asked && turn.Family == first.Family).Count();
                if (asked < turns.Length && turns[asked] is { Answer: Answer.Answered, Closes: false } answered && answered.Family == first.Family) Supplied.Add([.. turns.Take(asked + 1)]);
            }
        }
    }

    private void Combine()
    {
        foreach (var simple in Simple)
        {
            Try([simple[0], simple[0]], Again, t => t[1].Answer == Answer.Answered && t[1].Family == t[0].Family);
            foreach (var person in Person) Try([simple[0], person[0]], ThenPerson, t => t[1] is { Answer: Answer.HandedOff, ToolFailed: false });
            foreach (var other in Simple.Where(other => other[0].Family != simple[0].Family))
                Try([simple[0], other[0]], TwoFamilies, t => t[1].Answer == Answer.Answered && t[1].Family == other[0].Family);
            foreach (var thanks in Phrases.Solved) Try([simple[0], Words(thanks)], Thanked, t => t[1].Answer is not Answer.HandedOff);
        }
        foreach (var broken in Phrases.Unsolved)
        {
            Try([Words(broken)], Unsolved, t => t[0] is { Family: null, Answer: Answer.Fallback });
            foreach (var yes in OfferTaken) Try([Words(broken), yes[1]], UnsolvedTaken, t => t[0] is { Family: null, Asks: true } && t[1].Answer == Answer.HandedOff);
        }
        foreach (var greeting in Phrases.Greetings) Try([Words(greeting)], Greeting, t => t[0].Answer is not Answer.HandedOff);
    }

    private static Rehearsed Words(string says) => new(new Line(says), null, Answer.None);

    private void Try(Rehearsed[] turns, List<ImmutableArray<Rehearsed>> into, Func<ImmutableArray<Rehearsed>, bool> isIt)
    {
        // What is said first brings the facts of its customer; another's are not to be contradicted.
        if (turns.Skip(1).Any(turn => turn.Line.Customer is not null)) return;
        if (rehearsal.Of([.. turns.Select(turn => turn.Line)]) is { } played && isIt(played)) into.Add(played);
    }

    private static bool IsSize(GuardUse use) => use is { Guard: SizeGuard, Mode: GuardMode.On };

    private static string? TooLong(Package package)
    {
        var limit = package.Guards.Where(IsSize).Min(use => ((SizeGuard)use.Guard).MaxCharacters);
        const string Sentence = "And then I wrote to you again, and again nobody answered. ";
        // What the doors take at most is their affair: a guard above it stops nobody.
        return limit <= 8_000 ? string.Concat(Enumerable.Repeat(Sentence, limit / Sentence.Length + 1))[..(limit + 1)] : null;
    }
}
