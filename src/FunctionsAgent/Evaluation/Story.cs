using System.Collections.Immutable;

namespace FunctionsAgent.Evaluation;

/// <summary>One thing a person does. Times are whole minutes since the plan's start, a UTC midnight.</summary>
/// <param name="Turn">What is said, and what the agent is going to make of it; null for a survey.</param>
public sealed record Act(int Minute, Rehearsed? Turn, int? Score = null, string? Comment = null);

/// <summary>What is said by one door without a longer pause.</summary>
/// <param name="Person">Who: <see cref="Story.Person"/>, or a stranger beside them.</param>
/// <param name="Identifier">A mail address or a phone number; null where the door names nobody.</param>
/// <param name="Thread">Talks of a story with the same number go on in the same thread.</param>
/// <param name="Test">Marked as a test when it is opened.</param>
public sealed record Talk(Channel Channel, string Person, string? Identifier, int Thread, ImmutableArray<Act> Acts, bool Test = false)
{
    public int Last => Acts.Last(act => act.Turn is not null).Minute;
}

/// <summary>Everything one person does that has to do with each other, and what has to become of it.</summary>
/// <param name="Number">Within its plan.</param>
/// <param name="Talks">In the order of their times.</param>
public sealed record Story(int Number, Behaviour Behaviour, string Person, ImmutableArray<Talk> Talks, ImmutableArray<PlannedCase> Cases)
{
    public int Start => Talks[0].Acts[0].Minute;
}
