using System.Text;

namespace AgentScript.Formatting;

/// <summary>A value over several lines, comments included: the lines stay, each indented by the brackets open around it.</summary>
internal static class BracketedText
{
    public static void Write(ReadOnlySpan<char> value, StringBuilder text, int indent)
    {
        var (depth, isFirst) = (0, true);
        foreach (var raw in value.EnumerateLines())
        {
            var line = raw.Trim();
            if (line.IsEmpty) continue;
            if (!isFirst)
            {
                var closes = line[0] is ')' or ']' or '}';
                text.Append('\n').Append(' ', indent + (LineWriter.Indentation * (closes ? depth - 1 : Math.Max(depth, 1))));
            }
            text.Append(line);
            depth += Opened(line);
            isFirst = false;
        }
    }

    /// <summary>Brackets a line opens less those it closes, outside strings and comments.</summary>
    private static int Opened(ReadOnlySpan<char> line)
    {
        var (opened, quoted) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            if (quoted)
            {
                if (line[i] == '\\') i++;
                else if (line[i] == '"') quoted = false;
                continue;
            }
            if (line[i] == '#') break;
            quoted = line[i] == '"';
            opened += line[i] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
        }
        return opened;
    }
}
