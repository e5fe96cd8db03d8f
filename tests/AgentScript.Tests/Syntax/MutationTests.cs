using System.Text;
using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>
/// Public scripts, damaged at random from fixed seeds: 10,000 of them by default, 100,000 with SEEDS=10 (any number
/// multiplies). No exception, no hang, and the tree's invariants hold for each.
/// </summary>
public sealed class MutationTests
{
    private const int Batch = 10_000;
    private static readonly string[] Tokens =
        ["\"", "'", "(", ")", "[", "]", "{", "}", "{!", "|", ":", ",", ".", "=", "==", "->", "- ", "\\", "#", "@", "...", "\n", "\r", "\t", "    ", "\0", "\uFEFF", "\ud800", "é",
         " if ", " else", "else:", "if ", "run ", "set ", "transition to ", "with ", "available when ", "on failure", "collect ", " not ", " is ", " mutable ", "@variables.x", "2025-01-01", "1.5.2", "\n| ", "\n- a: 1"];

    [Fact]
    public void No_damage_to_a_script_throws_or_breaks_the_tree()
    {
        var scripts = Corpus.Read("recipes", "fixtures", "examples", "broken");
        if (scripts.Count == 0) return;
        for (var seed = 0; seed < Corpus.Seeds * Batch; seed++)
        {
            var random = new Random(seed);
            var text = Damage(random, Window(random, scripts[random.Next(scripts.Count)].Text));
            try
            {
                Invariants.Check(Parser.Parse(text));
                if (seed % 10 == 0) Assert.True(Parser.ParseExpression(new SourceText(text)).Diagnostics.Length <= Parser.MaxDiagnostics);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}\n{text}", e);
            }
        }
    }

    // A part is enough to be damaged, and ten times as many fit into the time.
    private static string Window(Random random, string text)
    {
        if (text.Length < 1500 || random.Next(20) == 0) return text;
        var start = text.IndexOf('\n', random.Next(text.Length - 1200)) + 1;
        return text.Substring(start, Math.Min(text.Length - start, random.Next(200, 1200)));
    }

    private static string Damage(Random random, string text)
    {
        var damaged = new StringBuilder(text);
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            if (damaged.Length == 0) return "";
            var at = random.Next(damaged.Length);
            switch (random.Next(8))
            {
                case 0: damaged.Remove(at, Math.Min(random.Next(1, 4), damaged.Length - at)); break;
                case 1: damaged.Insert(at, Tokens[random.Next(Tokens.Length)]); break;
                case 2: damaged[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536); break;
                case 3: (damaged[at], damaged[random.Next(damaged.Length)]) = (damaged[random.Next(damaged.Length)], damaged[at]); break;
                case 4: damaged.Insert(at, Piece(random, damaged)); break;
                case 5: damaged.Remove(at, Math.Min(Piece(random, damaged).Length, damaged.Length - at)); break;
                case 6 when random.Next(4) == 0: damaged.Length = at; break;
                default: MoveLine(random, damaged); break;
            }
        }
        return damaged.ToString();
    }

    private static string Piece(Random random, StringBuilder text)
    {
        var start = random.Next(text.Length);
        return text.ToString(start, Math.Min(random.Next(1, 60), text.Length - start));
    }

    private static void MoveLine(Random random, StringBuilder text)
    {
        var lines = text.ToString().Split('\n').ToList();
        var line = lines[random.Next(lines.Count)];
        if (random.Next(2) == 0) lines.Remove(line);
        else line = random.Next(2) == 0 ? line.TrimStart() : new string(' ', random.Next(12)) + line;
        lines.Insert(random.Next(lines.Count + 1), line);
        text.Clear().AppendJoin('\n', lines);
    }
}
