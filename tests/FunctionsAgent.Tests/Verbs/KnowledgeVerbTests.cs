using System.Text.Json;
using FunctionsAgent.Agents;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>knowledge check|owners|retire</c> over a folder and over an instance.</summary>
public sealed class KnowledgeVerbTests : IDisposable
{
    private readonly AgentVerbs agent = new();

    public KnowledgeVerbTests()
    {
        Write("returns", "ann@lamps.shop", "2031-01-31", "Lamps can be returned within 30 days of delivery.");
        Write("lamps", "bob@lamps.shop", "2020-01-31", "You can return lamps within 14 days of delivery.");
    }

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task Check_prints_what_it_found_with_owners_and_exits_with_1()
    {
        var (code, output, error) = await agent.RunAsync("knowledge", "check", agent.Package);

        Assert.Equal((1, ""), (code, error));
        Assert.Contains("CONTRADICTION (1)\n  lamps#lamps · returns#lamps  (bob@lamps.shop, ann@lamps.shop)\n", output, StringComparison.Ordinal);
        Assert.Contains("    \"You can return lamps within 14 days of delivery.\"\n", output, StringComparison.Ordinal);
        Assert.Contains("REVIEW-PASSED (1)\n  lamps  (bob@lamps.shop)\n    Its review was due on 2020-01-31.\n", output, StringComparison.Ordinal);
        Assert.EndsWith("2 articles, 2 findings\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_one_owner_tells_only_what_is_his()
    {
        var (code, output, _) = await agent.RunAsync("knowledge", "check", agent.Package, "--owner", "Ann@lamps.shop", "--json");

        Assert.Equal(1, code);
        Assert.Equal("contradiction", Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal((0, "2 articles, 0 findings\n"), await CodeAndOutputAsync("knowledge", "check", agent.Package, "--owner", "nobody"));
    }

    [Fact]
    public async Task Owners_lists_articles_overdue_and_findings() => Assert.Equal(
        (0, "OWNER           ARTICLES  RETIRED  OVERDUE  FINDINGS\nann@lamps.shop  1         0        0        1\nbob@lamps.shop  1         0        1        2\n"), await CodeAndOutputAsync("knowledge", "owners", agent.Package));

    [Fact]
    public async Task Mistakes_in_articles_are_printed_with_their_place()
    {
        Write("broken", "a", "soon", "Text.");
        var (code, output, error) = await agent.RunAsync("knowledge", "check", agent.Package);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("knowledge/broken.md:3:9: error: review is a day like 2027-01-31, not 'soon'.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("knowledge check no-such-folder", "is no folder")]
    [InlineData("knowledge check --agent a b", "one of PATH and --agent")]
    [InlineData("knowledge owners --agent a b", "one of PATH and --agent")]
    [InlineData("knowledge retire a b", "one of --reason")]
    [InlineData("knowledge retire a b --reason x --undo", "one of --reason")]
    [InlineData("knowledge retire a --reason x", "Required argument missing")]
    public async Task Wrong_use_exits_with_2(string line, string message)
    {
        var (code, _, error) = await agent.RunAsync(line.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retire_takes_an_article_out_of_an_instance_and_undo_has_it_used_again()
    {
        using var package = new ScriptPackage("start_agent desk:\n    description: \"Answers.\"\n    reasoning:\n        instructions: ->\n            | Help.\n");
        package.Write("knowledge/shop/returns.md", "# Returns\n\nThirty days.");
        await using var host = await package.StartAsync();
        string[] at = ["--url", host.Host.Url.ToString(), "--token", host.Host.Key];

        Assert.Equal((0, "scripted: shop/returns is retired\n"), await CodeAndOutputAsync(["knowledge", "retire", "scripted", "shop/returns", "--reason", "Changed by law.", .. at]));
        Assert.Null((await host.Get<LiveKnowledge>().OfAsync(host.Get<Packages>().Find("scripted")!, default))!.Find("shop/returns"));
        Assert.Equal((0, "OWNER     ARTICLES  RETIRED  OVERDUE  FINDINGS\n(nobody)  1         1        0        0\n"), await CodeAndOutputAsync(["knowledge", "owners", "--agent", "scripted", .. at]));
        Assert.Equal((0, "scripted: shop/returns is used\n"), await CodeAndOutputAsync(["knowledge", "retire", "scripted", "shop/returns", "--undo", .. at]));
        Assert.NotNull((await host.Get<LiveKnowledge>().OfAsync(host.Get<Packages>().Find("scripted")!, default))!.Find("shop/returns"));

        var (code, _, error) = await agent.RunAsync(["knowledge", "retire", "scripted", "shop/retruns", "--reason", "x", .. at]);
        Assert.Equal(1, code);
        Assert.Contains("Did you mean 'shop/returns'?", error, StringComparison.Ordinal);
    }

    private async Task<(int, string)> CodeAndOutputAsync(params string[] args)
    {
        var (code, output, _) = await agent.RunAsync(args);
        return (code, output);
    }

    private void Write(string name, string owner, string review, string text)
    {
        Directory.CreateDirectory(agent.File("knowledge"));
        File.WriteAllText(agent.File($"knowledge/{name}.md"), $"---\nowner: {owner}\nreview: {review}\n---\n# Lamps\n\n{text}\n");
    }
}
