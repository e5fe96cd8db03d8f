namespace FunctionsAgent.Feedback;

/// <summary>How far people who read conversations agree with the rule that judges them: "ok" with held, "wrong" with anything else.</summary>
/// <param name="Kappa">Cohen's kappa (1960): agreement beyond chance, 1 at most; null where chance alone would agree always, or nobody marked.</param>
public sealed record KpiMarks(long OkHeld, long OkOther, long WrongHeld, long WrongOther, Rate Agreement, double? Kappa)
{
    public static KpiMarks None { get; } = Of(0, 0, 0, 0);

    internal static KpiMarks Of(Cell sum) => Of(
        sum[Counters.Review("ok", "held")], sum[Counters.Review("ok", "other")], sum[Counters.Review("wrong", "held")], sum[Counters.Review("wrong", "other")]);

    public static KpiMarks Of(long okHeld, long okOther, long wrongHeld, long wrongOther)
    {
        var (agreed, n) = (okHeld + wrongOther, okHeld + okOther + wrongHeld + wrongOther);
        return new(okHeld, okOther, wrongHeld, wrongOther, Rate.Of(agreed, n), CohensKappa.Of([[okHeld, okOther], [wrongHeld, wrongOther]]));
    }
}
