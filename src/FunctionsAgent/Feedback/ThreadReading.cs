namespace FunctionsAgent.Feedback;

/// <summary>How far a thread's log was folded, and what the next turn must know of it.</summary>
/// <param name="Seq">The last event that was folded.</param>
/// <param name="Hash">Its hash; null where the reading began behind the beginning of the log.</param>
/// <param name="At">The latest time seen: a clock that goes back does not take time with it.</param>
public sealed record ThreadReading(string Thread, long Seq = 0, string? Hash = null, DateTimeOffset At = default)
{
    public int Episode { get; init; }
    public string Agent { get; init; } = "";
    public string Version { get; init; } = "";
    public string Channel { get; init; } = "";
    public bool Test { get; init; }

    /// <summary>Id of the person, where a verified identifier named one.</summary>
    public string? Person { get; init; }

    /// <summary>The last reply was a question, of this family, and whether it was asked for want of an intent.</summary>
    public bool Asked { get; init; }
    public string? AskedFamily { get; init; }

    /// <summary>The conversation has had a real request; somebody has written in it.</summary>
    public bool Requested { get; init; }
    public bool Heard { get; init; }

    /// <summary>There is more in the log: an open turn, or events of a later day.</summary>
    public bool More { get; init; }

    /// <summary>Why nothing of this log counts any more.</summary>
    public string? Flaw { get; init; }

    public string Who => Person ?? "thread:" + Thread;
}
