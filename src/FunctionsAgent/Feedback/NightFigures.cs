using FunctionsAgent.Agents;

namespace FunctionsAgent.Feedback;

/// <summary>Where every served agent stands as of the last midnight that was counted: what rules, reports and gauges are of.</summary>
public sealed class NightFigures(RollUps rollUps, Recount recount, Packages packages, TimeProvider time)
{
    /// <summary>None before a night was counted.</summary>
    public async Task<IReadOnlyList<KpiFacts>> ReadAsync(CancellationToken ct)
    {
        if (await rollUps.MarkAsync(ct) is not ({ } mark, _)) return [];
        var last = KpiQuery.LastDay(mark.AsOf);
        // A day more: another instance may count one meanwhile.
        var rolled = await rollUps.ReadAsync(last.AddDays(1 - KpiFacts.Days), last.AddDays(1), now: false, ct);
        return [.. packages.All.Select(package => new KpiFacts(rolled, package.Name, package.Kpi, time.GetUtcNow(), DifferingAt(rolled.AsOf)))];
    }

    /// <summary>What the night's sample found. Only the instance that took it knows.</summary>
    public long DifferingAt(DateTimeOffset asOf) => recount.LastSample is { } sample && sample.AsOf == asOf ? sample.Differ : 0;
}
