using System.Globalization;
using System.Text;

namespace FunctionsAgent.Agents;

/// <summary>Text of a file inside a message: on one line, and not longer than one reads.</summary>
internal static class Shown
{
    private const int MaxLength = 60;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxLength) return shown.Append('…').ToString();
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format) shown.Append(' ');
            else shown.Append(rune);
        }

        return shown.ToString();
    }
}
