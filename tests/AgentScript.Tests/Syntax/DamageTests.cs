using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

/// <summary>One damaged line of a public script: the other blocks are read as if nothing had happened. SEEDS multiplies the damage.</summary>
public sealed class DamageTests
{
    private static readonly string[] Damage = ["\"", "'", "(", "[", "{", ")", "]", "}", ":", "@", "=", ",", "|", "{!", " x ", "\0", "é", " if ", "..", "->"];

    [Fact]
    public void What_is_broken_inside_one_block_does_not_reach_another()
    {
        var scripts = Corpus.Read("recipes", "fixtures", "examples");
        for (var seed = 0; seed < scripts.Count * 20 * Corpus.Seeds; seed++)
        {
            var random = new Random(seed);
            var text = scripts[seed % scripts.Count].Text;
            var whole = Parser.Parse(text);
            var at = Place(random, whole);
            if (at < 0) continue;
            var damaged = Parser.Parse(text.Insert(at, Damage[random.Next(Damage.Length)]));
            Assert.True(whole.Mapping.Members.Length == damaged.Mapping.Members.Length, $"Seed {seed}, {whole.Source.At(at)}: {string.Join('\n', damaged.Diagnostics.Select(d => d.Render(damaged.Source)))}");
            foreach (var (before, after) in whole.Mapping.Members.Zip(damaged.Mapping.Members))
            {
                if (before.Start <= at && at <= before.End) continue;
                Assert.True(TreeText.Of(before) == TreeText.Of(after), $"Seed {seed}, {whole.Source.At(at)}: the block at {whole.Source.At(before.Start)} has changed.");
            }
        }
    }

    // Behind the first character of a line that is indented: the columns stay what they are.
    private static int Place(Random random, SyntaxTree tree)
    {
        var source = tree.Source;
        for (var tries = 0; tries < 50; tries++)
        {
            var line = random.Next(source.LineCount);
            var start = source.LineStart(line);
            var end = line + 1 < source.LineCount ? source.LineStart(line + 1) : source.Text.Length;
            var content = source.Slice(start, end).TrimEnd();
            var indent = content.Length - content.TrimStart().Length;
            if (indent == 0 || content.Length <= indent + 1 || content[indent] == '#') continue;
            return start + random.Next(indent + 1, content.Length + 1);
        }
        return -1;
    }
}
