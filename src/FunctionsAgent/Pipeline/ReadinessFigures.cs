using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>What readiness wants to know of an agent that is served.</summary>
public interface IReadinessFigures
{
    Task<AgentFigures> ReadAsync(Package served, CancellationToken ct);
}

/// <summary>The one place where rolled-up figures become what readiness judges by.</summary>
public sealed class ReadinessFigures(RollUps rollUps) : IReadinessFigures
{
    public async Task<AgentFigures> ReadAsync(Package served, CancellationToken ct)
    {
        var window = Definition.Named(served.Kpi.Window) ?? Definition.Default;
        var rolled = await rollUps.ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, now: false, ct);
        var report = KpiReport.Of(rolled, KpiQuery.Default with { Agent = served.Name, Window = window }, served.Kpi, []);
        var standing = report.Goal is { Figure: { Share: { } share, Low: { } low, High: { } high } rate } ? new KpiStanding(served.Kpi.Metric, share, low, high, rate.N, window.Name) : null;
        return new(report.Total.Interactions + report.Open, standing, Loop: null);
    }
}
