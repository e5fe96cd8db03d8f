namespace FunctionsAgent.Guardrails;

/// <summary>What must be in the sources as it is.</summary>
public enum GroundingValueKind { Number, Percent, Money, Duration, Date, Weekday, Time, Id, Phone, Mail, Link, Name }

/// <param name="First">Its first atom; <paramref name="Atoms"/> of them say it.</param>
/// <param name="Amount">Of a duration minutes, or months as a negative number; of a date year, month and day as digits, a part that is not said 0.</param>
/// <param name="Other">Another reading of the same; NaN: none.</param>
/// <param name="Raw">The figure as it is written, before its unit.</param>
/// <param name="Code">Currency, or what ids, links and addresses are compared by.</param>
internal readonly record struct GroundingValue(GroundingValueKind Kind, int First, int Atoms, double Amount, double Other, double Raw, ulong Code)
{
    /// <summary>More than any value needs: a phone number by its ends, and a range of weekdays.</summary>
    public const int MostKeys = 24;

    private const char Any = 'n', Bare = 'b', Percent = '%', Money = '$', Length = 'u', Day = 'd', DayOfAnyYear = 'm', DayWithoutYear = 'x', Month = 'y', Weekday = 'w', Clock = 't',
        Reference = 'i', PhoneEnd = 'p', PhoneWhole = 'q', Mail = 'e', Link = 'l', Host = 'h';

    /// <summary>Any of these in the sources supports it.</summary>
    public int Said(Span<ulong> keys)
    {
        var n = 0;
        switch (Kind)
        {
            case GroundingValueKind.Number:
                Both(Any, keys, ref n);
                if (Raw >= 1e6) keys[n++] = Key(PhoneEnd, Raw);
                break;
            case GroundingValueKind.Percent:
                Both(Percent, keys, ref n);
                keys[n++] = Key(Bare, Amount);
                keys[n++] = Key(Bare, GroundingNumber.Rounded(Amount / 100));
                break;
            case GroundingValueKind.Money:
                keys[n++] = InCurrency(Amount);
                if (!double.IsNaN(Other)) keys[n++] = InCurrency(Other);
                Both(Bare, keys, ref n);
                break;
            case GroundingValueKind.Duration:
                keys[n++] = Key(Length, Amount);
                keys[n++] = Key(Bare, Raw);
                break;
            case GroundingValueKind.Date:
                OfDate(Amount, keys, ref n);
                if (!double.IsNaN(Other)) OfDate(Other, keys, ref n);
                break;
            case GroundingValueKind.Weekday:
                keys[n++] = Key(Weekday, Amount);
                break;
            case GroundingValueKind.Time:
                keys[n++] = Key(Clock, Amount);
                if (!double.IsNaN(Other)) keys[n++] = Key(Clock, Other);
                break;
            case GroundingValueKind.Id:
                keys[n++] = GroundingHash.Of(Reference, Code);
                break;
            case GroundingValueKind.Phone:
                keys[n++] = Key(PhoneEnd, Amount);
                Ends(PhoneWhole, keys, ref n);
                break;
            case GroundingValueKind.Mail:
                keys[n++] = GroundingHash.Of(Mail, Code);
                break;
            case GroundingValueKind.Link:
                keys[n++] = GroundingHash.Of(Link, Code);
                if ((BitConverter.DoubleToUInt64Bits(Amount) & 1) == 0) keys[n++] = GroundingHash.Of(Host, BitConverter.DoubleToUInt64Bits(Amount));
                break;
        }
        return n;
    }

    /// <summary>Whether the key of that place among those <see cref="Said"/> gives is its bare figure, which data may have without a unit.</summary>
    public bool IsBare(int key) => Kind switch
    {
        GroundingValueKind.Percent or GroundingValueKind.Money => key >= (double.IsNaN(Other) ? 1 : 2),
        GroundingValueKind.Duration => key >= 1,
        _ => false,
    };

    /// <summary>What a source that holds it supports.</summary>
    public int Held(Span<ulong> keys)
    {
        var n = 0;
        switch (Kind)
        {
            case GroundingValueKind.Number:
                Both(Any, keys, ref n);
                Both(Bare, keys, ref n);
                if (Raw >= 1e6 && Raw < 1e15) Phone(Raw, keys, ref n);
                keys[n++] = GroundingHash.Of(Reference, Code);
                break;
            case GroundingValueKind.Percent:
                Both(Percent, keys, ref n);
                Both(Any, keys, ref n);
                break;
            case GroundingValueKind.Money:
                keys[n++] = InCurrency(Amount);
                if (!double.IsNaN(Other)) keys[n++] = InCurrency(Other);
                Both(Any, keys, ref n);
                break;
            case GroundingValueKind.Duration:
                keys[n++] = Key(Length, Amount);
                keys[n++] = Key(Any, Raw);
                break;
            case GroundingValueKind.Date:
                HoldsDate(Amount, keys, ref n);
                if (!double.IsNaN(Other)) HoldsDate(Other, keys, ref n);
                break;
            case GroundingValueKind.Weekday:
                // Monday to Friday holds each day between.
                for (var day = (int)Amount; n < 7; day = (day % 7) + 1)
                {
                    keys[n++] = Key(Weekday, day);
                    if (day == (int)Raw) break;
                }
                break;
            case GroundingValueKind.Time:
                keys[n++] = Key(Clock, Amount);
                if (!double.IsNaN(Other)) keys[n++] = Key(Clock, Other);
                keys[n++] = Key(Any, Math.Floor(Amount / 60));
                break;
            case GroundingValueKind.Phone:
                Phone(Amount, keys, ref n);
                break;
            case GroundingValueKind.Mail or GroundingValueKind.Link:
                n = Said(keys);
                keys[n++] = GroundingHash.Of(Host, BitConverter.DoubleToUInt64Bits(Amount) & ~1UL);
                break;
            default:
                n = Said(keys);
                break;
        }
        return n;
    }

    private static ulong Key(char kind, double value) => GroundingHash.Of(kind, GroundingNumber.Rounded(value));

    private void Both(char kind, Span<ulong> keys, ref int n)
    {
        keys[n++] = Key(kind, Amount);
        if (!double.IsNaN(Other)) keys[n++] = Key(kind, Other);
    }

    private ulong InCurrency(double amount) => GroundingHash.Mix(Key(Money, amount), Code);

    private static void OfDate(double date, Span<ulong> keys, ref int n)
    {
        var (year, month, day) = ((int)date / 10_000, (int)date / 100 % 100, (int)date % 100);
        if (day == 0) keys[n++] = Key(Month, (year * 100) + month);
        else if (year == 0) keys[n++] = Key(DayOfAnyYear, (month * 100) + day);
        else
        {
            keys[n++] = Key(Day, date);
            keys[n++] = Key(DayWithoutYear, (month * 100) + day);
        }
    }

    private static void HoldsDate(double date, Span<ulong> keys, ref int n)
    {
        var (year, month, day) = ((int)date / 10_000, (int)date / 100 % 100, (int)date % 100);
        if (year > 0) keys[n++] = Key(Any, year);
        if (year > 0) keys[n++] = Key(Month, (year * 100) + month);
        if (day == 0) return;
        keys[n++] = Key(Any, day);
        keys[n++] = Key(DayOfAnyYear, (month * 100) + day);
        if (year == 0) keys[n++] = Key(DayWithoutYear, (month * 100) + day);
        else
        {
            keys[n++] = Key(Day, date);
            keys[n++] = Key(Weekday, (((int)new DateOnly(year, month, day).DayOfWeek + 6) % 7) + 1);
        }
    }

    private static void Phone(double number, Span<ulong> keys, ref int n)
    {
        keys[n++] = Key(PhoneWhole, number);
        new GroundingValue(GroundingValueKind.Phone, 0, 0, number, double.NaN, 0, 0).Ends(PhoneEnd, keys, ref n);
    }

    /// <summary>Its last seven digits, its last eight, and so on to all.</summary>
    private void Ends(char kind, Span<ulong> keys, ref int n)
    {
        var whole = (long)Amount;
        for (long power = 10_000_000; ; power *= 10)
        {
            keys[n++] = Key(kind, whole % power);
            if (power > whole || n == keys.Length) return;
        }
    }
}
