using AgentScript.Syntax;

namespace AgentScript.Tests.Syntax;

public sealed class CorpusTests
{
    [Fact]
    public void Every_public_script_and_every_example_is_read_without_a_syntax_error()
    {
        var wrong = new List<string>();
        foreach (var (path, text) in Corpus.Read("recipes", "fixtures", "examples"))
        {
            var tree = Parser.Parse(text, path);
            wrong.AddRange(tree.Diagnostics.Select(d => d.Render(tree.Source)));
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_script_is_the_blocks_it_shows()
    {
        foreach (var (path, text) in Corpus.Read("recipes", "fixtures", "examples"))
        {
            var blocks = text.Split('\n').Count(l => l.Length > 0 && char.IsAsciiLetter(l[0]));
            Assert.True(blocks == Parser.Parse(text, path).Mapping.Members.OfType<EntrySyntax>().Count(), path);
        }
    }
}
