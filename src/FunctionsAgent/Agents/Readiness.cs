using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>What must stand before an agent serves customers, and before it grows: a pure function of the package and what is known around it.</summary>
public static class Readiness
{
    /// <summary>Every check, in the order one sees to them.</summary>
    public static ImmutableArray<ReadinessCheck> Of(Package package, ReadinessEvidence evidence) =>
    [
        ReadinessOfGoal.Kpi(package),
        ReadinessOfGoal.Baseline(package, evidence.Figures),
        ReadinessOfScope.Scope(package),
        ReadinessOfScope.Growth(package, evidence),
        ReadinessOfTests.Conversations(package, evidence.Tests),
        ReadinessOfTests.Coverage(package, evidence.Tests),
        ReadinessOfCare.Guards(package),
        .. ReadinessOfCare.Masking(package),
        ReadinessOfCare.Desk(package),
        ReadinessOfArticles.Owners(package, evidence.Today),
        ReadinessOfCare.Loop(evidence.Figures),
    ];

    /// <summary>Names of the checks that keep it from being published.</summary>
    public static ImmutableArray<string> Reds(IEnumerable<ReadinessCheck> checks) => [.. checks.Where(c => c.State == ReadinessState.Red).Select(c => c.Name)];
}
