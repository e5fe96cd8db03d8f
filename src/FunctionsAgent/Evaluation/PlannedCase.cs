using System.Collections.Immutable;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Evaluation;

/// <summary>
/// The truth about a case: what the definition has to make of what was planned, worked out from the plan and never from the
/// log. Times are minutes since the plan's start.
/// </summary>
/// <param name="Channel">Of its first request.</param>
/// <param name="Last">When something was last said in it.</param>
public sealed record PlannedCase(int Story, Behaviour Behaviour, string Person, bool Known, string Channel, string Family, int Opened, int Last, string LastChannel)
{
    /// <summary>Spec metrics: mail 72 hours, else half an hour.</summary>
    public static int QuietOf(string channel) => channel == "email" ? 72 * 60 : 30;

    public Outcome Outcome { get; init; }
    public string? Cause { get; init; }
    public int Repeats { get; init; }
    public int? Recontact { get; init; }

    /// <summary><c>conversation</c> (the same thread), <c>channel</c> or <c>other</c>: where the re-contact came; a repeat request counts as the first.</summary>
    public string? ReturnBy { get; init; }
    public bool Returned { get; init; }

    /// <summary>courtesy, blocked or test.</summary>
    public string? Excluded { get; init; }
    public int? Score { get; init; }
    public int Requests { get; init; }

    /// <summary>Requests whose intent was matched.</summary>
    public int InScope { get; init; }
    public int Interactions { get; init; } = 1;
    public int Actions { get; init; }
    public int Conversations { get; init; } = 1;

    /// <summary>The failure that was planted, by its triage category: coverage, logic, data-quality or tone.</summary>
    public string? Planted { get; init; }

    /// <summary>Where a goodbye ended it.</summary>
    public bool Closed { get; init; }

    public int OutcomeAt => Closed ? Last : Last + QuietOf(LastChannel);

    public bool IsResolved => Outcome is Outcome.ResolvedConfirmed or Outcome.ResolvedAssumed;

    /// <summary>Not undone within minutes after its outcome.</summary>
    public bool HeldFor(TimeSpan window) => Repeats == 0 && (Recontact is not { } again || again - OutcomeAt > window.TotalMinutes);
}
