using System.Globalization;
using AgentScript.Formatting;
using AgentScript.Syntax;
using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Formatting;

/// <summary>Scripts nobody would write: 2,000 damaged ones by default, SEEDS times as many on request; those that still parse must survive formatting.</summary>
public sealed class FormatterMutationTests
{
    private static readonly string[] Pieces =
        [" ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "# c\n", " # c", "|", "| x\n", "- ", "->", ":", "\"q\"", "[1,\n2]", "(", ")", "{!", "}", "\uFEFF", "\u200B", "\\\n", ",", "=", "...", "if x:\n", "else:\n", "to @subagent.b"];

    [Fact]
    public void A_damaged_script_that_parses_keeps_tree_and_comments()
    {
        var scripts = Corpus.Read("recipes", "fixtures", "examples");
        if (scripts.Count == 0) return;
        var random = new Random(20261123);
        var rounds = 2_000 * (int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? seeds : 1);
        var survived = 0;
        for (var round = 0; round < rounds; round++)
        {
            var text = Damaged(Part(scripts[random.Next(scripts.Count)].Text, random), random);
            var tree = Parser.Parse(text);
            var formatted = Formatter.Format(tree);
            if (!tree.Diagnostics.IsEmpty)
            {
                Assert.Equal(text, formatted);
                continue;
            }
            survived++;
            var again = Parser.Parse(formatted);
            Assert.True(again.Diagnostics.IsEmpty, $"{again.Diagnostics.FirstOrDefault()?.Render(again.Source)}\n{text}");
            Assert.True(SameTree.Difference(tree.Root, again.Root) is null, $"{SameTree.Difference(tree.Root, again.Root)}\n{System.Text.Json.JsonSerializer.Serialize(text)}\n=>\n{formatted}");
            Assert.True(Comments(tree).SequenceEqual(Comments(again)), text);
            Assert.True(formatted == Formatter.Format(again), $"{text}\n=>\n{formatted}\n=>\n{Formatter.Format(again)}");
        }
        Assert.InRange(survived, rounds / 10, rounds);
    }

    /// <summary>Some forty lines: where a difference is, one sees it.</summary>
    private static string Part(string text, Random random)
    {
        var lines = text.Split('\n');
        var from = random.Next(lines.Length);
        return string.Join('\n', lines[from..Math.Min(lines.Length, from + 40)]);
    }

    private static string Damaged(string text, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var (at, length) = (random.Next(text.Length + 1), random.Next(4));
            text = random.Next(3) switch
            {
                0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                1 => text.Remove(Math.Min(at, text.Length - Math.Min(length, text.Length)), Math.Min(length, text.Length)),
                _ => Moved(text, random),
            };
        }
        return text;
    }

    /// <summary>A line more to the left or right.</summary>
    private static string Moved(string text, Random random)
    {
        var lines = text.Split('\n');
        var line = random.Next(lines.Length);
        lines[line] = random.Next(2) == 0 ? new string(' ', random.Next(1, 4)) + lines[line] : lines[line].TrimStart();
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Comments(SyntaxTree tree) => tree.Comments.Select(c => tree.Source.Text[c.Start..c.End].TrimEnd());
}
