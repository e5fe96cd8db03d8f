using System.Text;

namespace FunctionsAgent.Knowledge;

/// <summary>Lines of one paragraph to running text: a word divided at a line's end is one again, list items keep lines of their own.</summary>
internal static class PdfLines
{
    public static string Join(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var item = line[0] is '•' or '–' or '-' or '*' && line.Length > 2 && line[1] == ' ';
            if (item && text.Length > 0) text.Append('\n');
            else if (text.Length > 1 && text[^1] == '-' && char.IsLetter(text[^2]) && char.IsLower(line[0])) text.Length--;
            else if (text.Length > 0) text.Append(' ');
            text.Append(item ? SectionText.Bullet + line[2..] : line);
        }
        return text.ToString();
    }
}
