namespace FunctionsAgent.Evaluation;

/// <summary>What a simulated person does, from the first word to the last.</summary>
public enum Behaviour
{
    AnsweredSilent,
    AnsweredThanks,
    AskedSupplies,
    AskedLeaves,
    AsksPerson,
    AnsweredThenPerson,
    TakesOfferedPerson,

    /// <summary>Planted: coverage.</summary>
    OutOfScopeLeaves,

    /// <summary>Planted: logic.</summary>
    ToolFails,
    ByPolicy,

    /// <summary>The next day, on the same channel; by mail the case is still open then.</summary>
    StillBroken,
    ReturnsSameChannel,
    ReturnsOtherChannel,

    /// <summary>After more than seven days: no re-contact.</summary>
    ReturnsLater,

    /// <summary>In a chat of their own: nobody can know them again.</summary>
    ReturnsAsStranger,
    AsksAgain,

    /// <summary>By mail, and while that case is open elsewhere.</summary>
    AsksAgainElsewhere,
    TwoRequests,
    GreetsOnly,
    OverLong,
    Test,

    /// <summary>Answered, and a survey that finds nothing wrong.</summary>
    Surveyed,

    /// <summary>Planted: data quality, by a survey's comment.</summary>
    WrongAnswer,

    /// <summary>Planted: tone, by a survey's comment.</summary>
    BadTone,
}

/// <summary>How often, in a thousand; a behaviour that a package has no words for is left out.</summary>
public static class BehaviourWeights
{
    public static IReadOnlyList<(Behaviour Behaviour, int Weight)> Default { get; } =
    [
        (Behaviour.AnsweredSilent, 260), (Behaviour.AnsweredThanks, 110), (Behaviour.AskedSupplies, 100), (Behaviour.AskedLeaves, 50),
        (Behaviour.AsksPerson, 40), (Behaviour.AnsweredThenPerson, 30), (Behaviour.TakesOfferedPerson, 30), (Behaviour.OutOfScopeLeaves, 30),
        (Behaviour.ToolFails, 25), (Behaviour.ByPolicy, 12), (Behaviour.StillBroken, 40), (Behaviour.ReturnsSameChannel, 25),
        (Behaviour.ReturnsOtherChannel, 35), (Behaviour.ReturnsLater, 20), (Behaviour.ReturnsAsStranger, 15), (Behaviour.AsksAgain, 30),
        (Behaviour.AsksAgainElsewhere, 12), (Behaviour.TwoRequests, 25), (Behaviour.GreetsOnly, 20), (Behaviour.OverLong, 10), (Behaviour.Test, 15),
        (Behaviour.Surveyed, 36), (Behaviour.WrongAnswer, 15), (Behaviour.BadTone, 15),
    ];
}
