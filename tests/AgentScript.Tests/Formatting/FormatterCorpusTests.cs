using AgentScript.Formatting;
using AgentScript.Syntax;
using AgentScript.Tests.Syntax;

namespace AgentScript.Tests.Formatting;

public sealed class FormatterCorpusTests
{
    [Fact]
    public void Formatting_twice_is_formatting_once() =>
        Assert.All(Formatted(), one => Assert.Equal(one.Formatted, Formatter.Format(Parser.Parse(one.Formatted))));

    [Fact]
    public void A_formatted_script_says_the_same() =>
        Assert.All(Formatted(), one =>
        {
            var again = Parser.Parse(one.Formatted);
            Assert.Empty(again.Diagnostics);
            Assert.Null(SameTree.Difference(one.Tree.Root, again.Root));
        });

    [Fact]
    public void Every_comment_is_kept_in_its_order() =>
        Assert.All(Formatted(), one => Assert.Equal(Comments(one.Tree), Comments(Parser.Parse(one.Formatted))));

    [Fact]
    public void Lines_end_with_a_line_feed_and_hold_no_trailing_blanks_outside_text() =>
        Assert.All(Formatted(), one =>
        {
            Assert.DoesNotContain('\r', one.Formatted);
            Assert.EndsWith("\n", one.Formatted, StringComparison.Ordinal);
            Assert.False(one.Formatted.EndsWith("\n\n", StringComparison.Ordinal));
            var tree = Parser.Parse(one.Formatted);
            var templates = Below(tree.Root).OfType<TemplateSyntax>().ToArray();
            var lines = one.Formatted.Split('\n');
            for (var (line, start) = (0, 0); line < lines.Length; start += lines[line++].Length + 1)
            {
                var end = start + lines[line].Length;
                if (lines[line].TrimEnd() != lines[line]) Assert.Contains(templates, t => t.Start < end && end <= t.End);
            }
        });

    [Fact]
    public void The_scripts_of_this_repository_are_formatted()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) folder = folder.Parent;
        var scripts = Directory.EnumerateFiles(Path.Combine(folder!.FullName, "src"), "*.agent", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, file => Assert.Equal(File.ReadAllText(file), Formatter.Format(Parser.Parse(File.ReadAllText(file)))));
    }

    private static IEnumerable<(string Path, SyntaxTree Tree, string Formatted)> Formatted()
    {
        foreach (var (path, text) in Corpus.Read("recipes", "fixtures", "examples"))
        {
            var tree = Parser.Parse(text, path);
            yield return (path, tree, Formatter.Format(tree));
        }
    }

    private static IEnumerable<SyntaxNode> Below(SyntaxNode node) => SyntaxWalk.Children(node).SelectMany(child => Below(child).Prepend(child));

    private static string[] Comments(SyntaxTree tree) => [.. tree.Comments.Select(c => tree.Source.Text[c.Start..c.End].TrimEnd())];
}
