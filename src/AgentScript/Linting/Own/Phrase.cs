using System.Text;

namespace AgentScript.Linting.Own;

/// <summary>A customer's phrase without what makes no difference: case, punctuation, and white space beyond one blank.</summary>
internal static class Phrase
{
    public static string Normalise(string text)
    {
        var phrase = new StringBuilder(text.Length);
        var gap = false;
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character))
            {
                gap = character != '\'' && phrase.Length > 0;
                continue;
            }
            if (gap) phrase.Append(' ');
            gap = false;
            phrase.Append(char.ToLowerInvariant(character));
        }
        return phrase.ToString();
    }
}
