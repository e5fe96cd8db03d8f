namespace FunctionsAgent.Feedback;

/// <summary>What models took.</summary>
/// <param name="Cost">In the currency in which models are priced.</param>
public sealed record KpiSpend(long TokensIn, long TokensOut, double Cost, double? TokensPerCase, double? CostPerCase)
{
    public static KpiSpend None { get; } = new(0, 0, 0, null, null);

    private const double Millionth = 1e-6;

    internal static double CostOf(Cell sum) => sum[Counters.Cost] * Millionth;

    internal static long TokensOf(Cell sum) => sum[Counters.TokensIn] + sum[Counters.TokensOut];

    internal static KpiSpend Of(Cell sum)
    {
        var cases = sum[Counters.Cases];
        return new(sum[Counters.TokensIn], sum[Counters.TokensOut], CostOf(sum), cases > 0 ? (double)TokensOf(sum) / cases : null, cases > 0 ? CostOf(sum) / cases : null);
    }
}
