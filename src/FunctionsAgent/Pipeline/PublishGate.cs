using System.Collections.Immutable;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Pipeline;

/// <summary>Judges whether a package may be served, beside what is served now.</summary>
public sealed class PublishGate(Packages packages, PackageStore store, IReadinessFigures figures, TimeProvider time)
{
    public async Task<Judgement> JudgeAsync(Package package, TestEvidence? tests, CancellationToken ct)
    {
        // Before what is served: a version that comes in between is noticed when it is to be replaced.
        var current = await store.CurrentAsync(package.Name, ct);
        await packages.RefreshAsync(ct);
        var served = packages.Find(package.Name);
        var checks = Readiness.Of(package, new(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
        {
            Tests = tests, Served = served, Figures = served is null ? AgentFigures.None : await figures.ReadAsync(served, ct),
        });
        return new(current, served?.Version, checks);
    }
}

/// <param name="Current">The published version that is current; null: none is.</param>
/// <param name="Served">What this process serves: that one, or what it began with.</param>
public sealed record Judgement(string? Current, string? Served, ImmutableArray<ReadinessCheck> Checks)
{
    public ImmutableArray<string> Reds => Readiness.Reds(Checks);
}
