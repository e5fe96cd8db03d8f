using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace AuthMd.Http;

/// <summary>Text in the claim page: markup in it is inert.</summary>
internal static class ClaimText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>What an agent or a provider wrote: short, and without characters that hide, reorder or break what stands around it.</summary>
    public static string EncodeStranger(string text, int longest = 80)
    {
        var shown = new StringBuilder();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++length > longest)
            {
                shown.Append('…');
                break;
            }
            shown.Append(IsPlain(rune) ? rune.ToString() : "\uFFFD");
        }
        return $"<bdi>{Encode(shown.ToString())}</bdi>";
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
