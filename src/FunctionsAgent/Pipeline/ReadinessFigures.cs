using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Pipeline;

/// <summary>What readiness wants to know of an agent that is served.</summary>
public interface IReadinessFigures
{
    Task<AgentFigures> ReadAsync(Package served, CancellationToken ct);
}

/// <summary>The one place where rolled-up figures become what readiness judges by.</summary>
public sealed class ReadinessFigures(RollUps rollUps, ReviewIndex marked, ConversationLog log, TimeProvider time) : IReadinessFigures
{
    /// <summary>Days the loop's speed is of, and conversations it is read from at most.</summary>
    private const int LoopDays = 28, MostThreads = 500;
    private const int LongestLog = 2_000;

    public async Task<AgentFigures> ReadAsync(Package served, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var window = Definition.Named(served.Kpi.Window) ?? Definition.Default;
        var rolled = await rollUps.ReadAsync(today.AddDays(-LoopDays - Definition.Default.Days), today, now: false, ct);
        var report = KpiReport.Of(rolled, KpiQuery.Default with { Agent = served.Name, Window = window }, served.Kpi, []);
        var standing = report.Goal is { Figure: { Share: { } share, Low: { } low, High: { } high } rate } ? new KpiStanding(served.Kpi.Metric, share, low, high, rate.N, window.Name) : null;
        return new(report.Total.Interactions + report.Open, standing, await LoopAsync(served.Name, today, ct));
    }

    /// <summary>From a signal to the first mark of its turn, over the conversations that were marked.</summary>
    private async Task<LoopSpeed?> LoopAsync(string agent, DateOnly today, CancellationToken ct)
    {
        var logs = new List<IReadOnlyList<Event>>();
        foreach (var thread in await marked.ThreadsAsync(agent, today.AddDays(1 - LoopDays), today, MostThreads, ct)) logs.Add(await log.EventsAsync(thread, 1, LongestLog, ct));
        return ReviewSpeed.MedianHours(logs) is ({ } hours, var marks) ? new LoopSpeed(TimeSpan.FromHours(hours), marks) : null;
    }
}
