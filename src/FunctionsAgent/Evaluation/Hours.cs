namespace FunctionsAgent.Evaluation;

/// <summary>When people write: weekdays over weekends, and a day with its two peaks (UTC).</summary>
internal static class Hours
{
    public const int Day = 24 * 60;

    private static readonly int[] OfDay = [2, 1, 1, 1, 1, 2, 5, 12, 24, 34, 38, 36, 30, 30, 34, 34, 30, 26, 24, 26, 24, 18, 10, 5];

    /// <summary>From Sunday on, as <see cref="DayOfWeek"/> counts.</summary>
    private static readonly int[] OfWeek = [45, 120, 110, 105, 100, 95, 55];

    /// <summary>A minute of the first days, as likely as people write then.</summary>
    public static int Minute(Dice dice, DateOnly start, int days)
    {
        while (true)
        {
            var day = dice.Between(0, days - 1);
            // A day is drawn evenly and kept by its weight: no table of up to 400 days for each draw.
            if (dice.Between(1, 120) > OfWeek[(int)start.AddDays(day).DayOfWeek]) continue;
            return day * Day + dice.Weighted(OfDay) * 60 + dice.Between(0, 59);
        }
    }
}
