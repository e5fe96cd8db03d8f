namespace FunctionsAgent.Knowledge;

internal enum ClaimValueKind { Number, Duration, Money, Percent, Date, Clock }

/// <summary>What a sentence says in figures, in one unit a kind: days, minutes of the day, months and days of dates as digits, an amount.</summary>
/// <param name="Unit">Of money the currency, of a number the word behind it; 0 where none is said.</param>
/// <param name="High">Of a range its upper end.</param>
internal readonly record struct ClaimValue(ClaimValueKind Kind, int Unit, double Low, double High, bool InWorkingDays = false)
{
    private const double DaysOfWork = 7.0 / 5, Slack = 0.055;

    public bool IsComparable(ClaimValue other) => Kind == other.Kind && (Kind == ClaimValueKind.Duration || Unit == other.Unit || (Kind == ClaimValueKind.Money && (Unit == 0 || other.Unit == 0)));

    /// <summary>Whether both can be true: the same, or one range ends where the other does ("3 to 5 days", "within 5 days"). A month is 28 to 31 days.</summary>
    public bool Agrees(ClaimValue other)
    {
        if (Kind == ClaimValueKind.Date) return AgreeDates((int)Low, (int)other.Low);
        if (Kind != ClaimValueKind.Duration) return Near(High, other.High, 1e-9) || (Low != High && other.Low == other.High && other.Low >= Low && other.Low <= High && Near(Low, other.Low, 1e-9));
        if (InWorkingDays == other.InWorkingDays) return Near(High, other.High, High >= 28 && other.High >= 28 ? Slack : 1e-9);
        var (work, calendar) = InWorkingDays ? (High, other.High) : (other.High, High);
        return Near(work, calendar, 1e-9) || Near(work * DaysOfWork, calendar, 0.1);
    }

    private static bool Near(double one, double other, double slack) => Math.Abs(one - other) <= slack * Math.Max(Math.Abs(one), Math.Abs(other));

    /// <summary>What one of them leaves out agrees with everything.</summary>
    private static bool AgreeDates(int one, int other) =>
        Agree(one / 10_000, other / 10_000) && Agree(one / 100 % 100, other / 100 % 100) && Agree(one % 100, other % 100);

    private static bool Agree(int one, int other) => one == 0 || other == 0 || one == other;
}
