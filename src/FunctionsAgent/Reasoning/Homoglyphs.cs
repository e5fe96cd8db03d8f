namespace FunctionsAgent.Reasoning;

/// <summary>Cyrillic and Greek letters that look like Latin ones (facts of Unicode's confusables). Only a word of two scripts is read by it: a Russian word stays Russian.</summary>
internal static class Homoglyphs
{
    private const string Others = "аеорсухіјѕԁԛԝһкмтвнпгьзиӏαοεικνρτυχηωγσβıɡ";

    private const string Latin = "aeopcyxijsdqwhkmtbhnrbeulaoeikvptuxnwyobig";

    public static bool IsOther(char c) => c is (>= '\u0370' and <= '\u03ff') or (>= '\u0400' and <= '\u052f');

    public static char ToLatin(char c) => Others.IndexOf(c) is >= 0 and var at ? Latin[at] : c;
}
