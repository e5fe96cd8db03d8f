namespace FunctionsAgent.Agents;

/// <summary>What is known around a package when its readiness is judged.</summary>
/// <param name="Today">In UTC.</param>
public sealed record ReadinessEvidence(DateOnly Today)
{
    /// <summary>Null: the tests were not run.</summary>
    public TestEvidence? Tests { get; init; }

    /// <summary>The version served now. Null: there is none, or with <see cref="Figures"/> null nobody was asked.</summary>
    public Package? Served { get; init; }

    /// <summary>Of the version served now; null: nobody was asked.</summary>
    public AgentFigures? Figures { get; init; }
}

/// <summary>What is measured of an agent that is served.</summary>
/// <param name="Conversations">Of the last 28 days, to know whether there is traffic.</param>
/// <param name="Standing">Of the goal the served version names; null: no case of it is mature yet.</param>
/// <param name="Loop">Null: nothing was marked yet.</param>
public sealed record AgentFigures(long Conversations, KpiStanding? Standing, LoopSpeed? Loop)
{
    public static AgentFigures None { get; } = new(0, null, null);
}

/// <summary>Where an agent stands against its goal, over what is mature. Shares are 0 to 1.</summary>
/// <param name="Metric">As the package's <see cref="Kpi.Metric"/>.</param>
/// <param name="Low">Lower bound of the 95 % interval.</param>
/// <param name="Count">Cases, answers or requests it is a share of.</param>
/// <param name="Window">24h, 72h or 7d.</param>
public sealed record KpiStanding(string Metric, double Share, double Low, double High, long Count, string Window);

/// <summary>From a signal to the mark a person gave its turn, over the last 28 days.</summary>
/// <param name="Marks">How many the median is of.</param>
public sealed record LoopSpeed(TimeSpan Median, long Marks);
