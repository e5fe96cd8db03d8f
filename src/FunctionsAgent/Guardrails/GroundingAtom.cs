namespace FunctionsAgent.Guardrails;

internal enum GroundingAtomKind : byte { Word, Number, Id, Link, Mail, Phone, Date, Clock, Percent, Currency }

/// <summary>The smallest piece of a text that can be compared with another text.</summary>
/// <param name="IsCapital">A word that begins with a capital letter.</param>
/// <param name="Key">Of a word its letters; of an id, a link, a mail address what it is compared by; of a currency its code. Of a number its other reading, as bits (1.299 is 1299 too), of a date the other reading of day and month: 0 where there is none. Of a clock 1 when it may be morning or afternoon.</param>
/// <param name="Term">What a word or a number is found by in another text: its stem, its value.</param>
/// <param name="Number">Of a number its value, of a date year, month and day as digits, of a clock the minute of the day, of a phone number its digits without what is dialled before them.</param>
internal readonly record struct GroundingAtom(GroundingAtomKind Kind, bool IsCapital, int Start, int Length, ulong Key, ulong Term, double Number)
{
    public int End => Start + Length;

    public double? Other => Key == 0 ? null : BitConverter.UInt64BitsToDouble(Key);
}
