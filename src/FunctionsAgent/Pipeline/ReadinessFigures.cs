using FunctionsAgent.Agents;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>What readiness wants to know of an agent that is served.</summary>
public interface IReadinessFigures
{
    Task<AgentFigures> ReadAsync(Package served, CancellationToken ct);
}

/// <summary>The one place where rolled-up figures, and the marks people gave, become what readiness judges by.</summary>
public sealed class ReadinessFigures(RollUps rollUps, ReviewIndex reviews, ReviewScan scan, TimeProvider time) : IReadinessFigures
{
    private const int LoopDays = 28;

    /// <summary>The newest are read: a median of so many does not move much with more.</summary>
    private const int MostReviewed = 500;

    public async Task<AgentFigures> ReadAsync(Package served, CancellationToken ct)
    {
        var window = Definition.Named(served.Kpi.Window) ?? Definition.Default;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var rolled = await rollUps.ReadAsync(today.AddDays(-LoopDays - Definition.Default.Days), today, now: false, ct);
        var report = KpiReport.Of(rolled, KpiQuery.Default with { Agent = served.Name, Window = window }, served.Kpi, []);
        var standing = report.Goal is { Figure: { Share: { } share, Low: { } low, High: { } high } rate } ? new KpiStanding(served.Kpi.Metric, share, low, high, rate.N, window.Name) : null;
        return new(report.Total.Interactions + report.Open, standing, await LoopAsync(served.Name, ct));
    }

    private async Task<LoopSpeed?> LoopAsync(string agent, CancellationToken ct)
    {
        var since = time.GetUtcNow().AddDays(-LoopDays);
        var marked = await reviews.OfDaysAsync(agent, DateOnly.FromDateTime(since.UtcDateTime), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), MostReviewed, ct);
        var reading = await scan.ThreadsAsync(marked.Select(entry => entry.Thread).Distinct(StringComparer.Ordinal).Select(thread => (thread, 1L)), ct);
        return ReviewSpeed.Of(reading.Threads.Select(t => t.Log), since) is (TimeSpan median, var turns) ? new(median, turns) : null;
    }
}
