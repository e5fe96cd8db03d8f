using System.Collections.Immutable;

namespace FunctionsAgent.Channels;

/// <summary>Restricted Markdown to <see cref="Block"/>s, in one pass. What is not recognised stays text.</summary>
internal static class MarkupParser
{
    public static ImmutableArray<Block> Parse(string markdown)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var line = Unquoted(lines[i]);
            if (line.Length == 0)
                i++;
            else if (line.StartsWith("```", StringComparison.Ordinal))
                blocks.Add(Fence(lines, ref i));
            else if (line[0] == '|')
                blocks.Add(new Block.Verbatim(string.Join('\n', Take(lines, ref i, l => l.StartsWith('|')))));
            else if (HeadingText(line) is { } heading)
            {
                blocks.Add(new Block.Heading(InlineParser.Parse(heading)));
                i++;
            }
            else if (ItemText(line, out var ordered) is not null)
                blocks.Add(new Block.Items(ordered,
                    [.. Take(lines, ref i, l => ItemText(l, out var o) is not null && o == ordered).Select(l => InlineParser.Parse(ItemText(l, out _)!))]));
            else
                blocks.Add(new Block.Paragraph(InlineParser.Parse(string.Join('\n', Take(lines, ref i, IsPlain)))));
        }

        return blocks.ToImmutable();
    }

    private static string Unquoted(string line)
    {
        line = line.Trim();
        return line.StartsWith("> ", StringComparison.Ordinal) ? line[2..].TrimStart() : line == ">" ? "" : line;
    }

    private static bool IsPlain(string line) =>
        line.Length > 0 && line[0] != '|' && !line.StartsWith("```", StringComparison.Ordinal) && HeadingText(line) is null && ItemText(line, out _) is null;

    private static List<string> Take(string[] lines, ref int i, Func<string, bool> belongs)
    {
        var taken = new List<string>();
        for (; i < lines.Length && Unquoted(lines[i]) is var line && belongs(line); i++)
            taken.Add(line);
        return taken;
    }

    private static Block.Verbatim Fence(string[] lines, ref int i)
    {
        var content = new List<string>();
        for (i++; i < lines.Length; i++)
        {
            if (!Unquoted(lines[i]).StartsWith("```", StringComparison.Ordinal))
            {
                content.Add(lines[i].TrimEnd());
                continue;
            }

            i++;
            break;
        }

        return new Block.Verbatim(string.Join('\n', content));
    }

    // "#W1001" is an order, "# Orders" a heading.
    private static string? HeadingText(string line)
    {
        var marks = line.Length - line.TrimStart('#').Length;
        return marks is > 0 and <= 6 && line.Length > marks && line[marks] == ' ' ? line[marks..].Trim() : null;
    }

    private static string? ItemText(string line, out bool ordered)
    {
        ordered = false;
        if (line.Length > 2 && line[0] is ('-' or '*' or '+' or '•') && line[1] == ' ')
            return line[2..].TrimStart();
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        if (digits is 0 or > 3 || line.Length < digits + 3 || line[digits] is not ('.' or ')') || line[digits + 1] != ' ')
            return null;
        ordered = true;
        return line[(digits + 2)..].TrimStart();
    }
}
