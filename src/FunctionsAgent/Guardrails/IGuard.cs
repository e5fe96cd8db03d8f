using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Looks at one passage on its way in or out and says what to do with it.</summary>
public interface IGuard
{
    /// <summary><see cref="RuleInfo.At"/> is <c>input</c> or <c>output</c>.</summary>
    RuleInfo Info { get; }

    /// <summary>How long the passage waits for it.</summary>
    TimeSpan Deadline => TimeSpan.FromMilliseconds(250);

    /// <summary>What becomes of a passage it could not judge: late, or failed.</summary>
    FailMode Fails { get; }

    /// <summary>A <see cref="Do.Replace"/> or <see cref="Do.Redact"/> carries the whole new text. Guards of a side run at once; where several change the text, each later one is asked again about what the earlier made of it.</summary>
    ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct);
}

/// <summary>Open: the passage goes on. Closed: it is stopped.</summary>
public enum FailMode { Open, Closed }

/// <summary>On: acts. Shadow: looks and is written down, never acts. Off: is not asked.</summary>
public enum GuardMode { On, Shadow, Off }

/// <summary>A guard as an agent uses it.</summary>
public sealed record GuardUse(IGuard Guard, GuardMode Mode = GuardMode.On);
