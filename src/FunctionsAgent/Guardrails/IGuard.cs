using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Looks at one passage on its way in or out and says what to do with it.</summary>
public interface IGuard
{
    /// <summary><see cref="RuleInfo.At"/> is <c>input</c>, <c>tool</c> (a <see cref="CallPassage"/>) or <c>output</c>.</summary>
    RuleInfo Info { get; }

    /// <summary>How long the passage waits for it, from when it begins. A guard that calls nobody needs a fraction of this: it is there for one that hangs.</summary>
    TimeSpan Deadline => TimeSpan.FromSeconds(1);

    /// <summary>What becomes of a passage it could not judge.</summary>
    FailMode Fails { get; }

    /// <summary>
    /// A <see cref="Do.Replace"/> or <see cref="Do.Redact"/> carries the whole new text. Guards of a side run at once over the
    /// same text; where several change it, each later one is asked again about what the earlier made of it.
    /// </summary>
    ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct);
}
