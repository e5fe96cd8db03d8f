namespace FunctionsAgent.Guardrails;

/// <summary>Days inside numbers: whether there is such a day.</summary>
internal static class PiiDates
{
    /// <summary>Two digits each; the year's century is not told, so a 29 February counts where either century has it.</summary>
    public static bool IsDay(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day) => IsDay(Number(year), Number(month), Number(day));

    public static bool IsDay(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year < 100 ? 2000 + year : year, month);

    public static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits) value = (value * 10) + digit - '0';
        return value;
    }
}
