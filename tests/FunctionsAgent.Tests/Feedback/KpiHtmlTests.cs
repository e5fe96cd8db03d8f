using System.Text.RegularExpressions;
using System.Xml.Linq;
using FunctionsAgent.Feedback;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>The page: whole without a network, well-formed whatever names are in it, and readable without its pictures.</summary>
public sealed partial class KpiHtmlTests
{
    private const string Hostile = "<script>alert(1)</script>\"' onload=x & \u0001\u001b[2J\ud800 =cmd";

    [Theory]
    [InlineData("")]
    [InlineData("by=channel beside=google window=24h")]
    [InlineData("channel=voice")]
    [InlineData("from=2026-03-30 to=2026-03-30")]
    [InlineData("from=2026-04-10 to=2026-04-12")]
    public void It_is_well_formed_and_fetches_nothing(string query)
    {
        var html = Write(Month(), query);

        var page = XDocument.Parse(html);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "link" or "img" or "iframe" or "object" or "embed" or "base" or "form");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" or "style" or "srcset" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Fetch(), html);
        Assert.Single(page.Descendants("script"));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_text_wherever_they_stand()
    {
        var cell = new Cell("2026-03-10", "a", Hostile, Hostile, Hostile, true);
        foreach (var (counter, count) in (IEnumerable<(string, long)>)[("cases", 40), ("assumed", 10), ("escalated", 30), ("escalated.asked", 30), ("excluded." + Hostile, 1), ("sequence.x", 40)]) cell.Add(counter, count);

        var html = KpiHtml.Write(Rolled(cell), Query("by=intent") with { Channel = Hostile }, Goal with { Owner = Hostile, Outcome = Hostile }, [new(Hostile, "1", Hostile, "alert", Hostile)]);

        var page = XDocument.Parse(html);
        Assert.Single(page.Descendants("script"));
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("th"), cell => cell.Value.Contains("<script>alert(1)</script>", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', html);
    }

    [Fact]
    public void Every_plot_has_words_and_a_table()
    {
        var page = XDocument.Parse(Write(Month(), ""));

        var plots = page.Descendants("figure").ToList();
        Assert.Equal(8, plots.Count);
        Assert.All(plots, plot =>
        {
            var svg = Assert.Single(plot.Elements("svg"));
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.True(svg.Attribute("aria-label")!.Value.Length > 20);
            Assert.NotEmpty(plot.Parent!.Descendants("tbody").Elements("tr"));
            Assert.NotEmpty(svg.Descendants("title"));
        });
        Assert.All(page.Descendants("table"), table => Assert.NotNull(table.Element("caption")));
    }

    [Fact]
    public void The_first_screen_answers_the_three_questions()
    {
        var cards = Cards(Write(Month(), ""));

        Assert.Equal(["Is the goal reached?", "Is it drifting?", "What costs most?"], cards.Select(card => card.Descendants("h2").Single().Value));
        Assert.Contains("missed", cards[0].Value, StringComparison.Ordinal);
        Assert.Contains("falling", cards[1].Value, StringComparison.Ordinal);
        Assert.Contains("returns", cards[2].Descendants("li").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_is_known_it_says_so()
    {
        var cards = Cards(Write(Rolled(Held("2026-03-29", 5, 9)), ""));

        Assert.Contains("2026-04-06", cards[0].Value, StringComparison.Ordinal);
        Assert.All(cards, card => Assert.Contains("not known yet", card.Value, StringComparison.Ordinal));
        Assert.Contains("Nothing was counted yet", Write(new RolledUp(default, "1", null, [], new Dictionary<string, long>()), ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Days_that_are_not_mature_are_hatched_and_in_no_curve()
    {
        var page = XDocument.Parse(Write(Month(), ""));

        var overTime = page.Descendants("figure").First();
        Assert.Equal(21, overTime.Descendants("circle").Count());
        Assert.Single(overTime.Descendants("rect"), box => box.Attribute("class")!.Value == "hatched");
        Assert.Equal(7, page.Descendants("figure").Last().Descendants("rect").Count(box => box.Attribute("class")!.Value == "hatched"));
    }

    [Fact]
    public void The_policy_lets_its_own_style_and_script_in_and_nothing_else()
    {
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", KpiHtml.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", KpiHtml.Policy, StringComparison.Ordinal);
    }

    /// <summary>A month that ends worse than it began, with an intent that does badly.</summary>
    internal static RolledUp Month() => Rolled([.. Enumerable.Range(3, 28).SelectMany(day => (Cell[])
    [
        Of($"2026-03-{day:D2}", "chat", "order_status", true, ("cases", 30), ("assumed", day < 17 ? 14 : 4), ("confirmed", 4), ("escalated", day < 17 ? 12 : 22), ("escalated.asked", 4), ("escalated.failure", 2), ("awu.7d", 18),
            ("survey.assumed.5", 3), ("survey.escalated.2", 1), ("requests", 33), ("requests.in-scope", 31), ("interactions", 28), ("ms", 90_000), ("ms.150", 20), ("ms.170", 10), ("ms.210", 1), ("sequence.a", 25), ("sequence.b", 5), ("steps.0003", 30)),
        Of($"2026-03-{day:D2}", "email", "returns", false, ("cases", 12), ("assumed", 3), ("abandoned", 5), ("unknown", 4), ("requests", 14), ("requests.in-scope", 14), ("excluded.courtesy", 1)),
    ])]);

    private static string Write(RolledUp rolled, string query) => KpiHtml.Write(rolled, Query(query), Goal, KpiAlerts.Of(new(rolled, "a", Goal, rolled.AsOf)));

    private static List<XElement> Cards(string html) => [.. XDocument.Parse(html).Descendants("div").Where(div => div.Attribute("class")?.Value == "card")];

    [GeneratedRegex(@"@import|url\((?!#)|\bfetch\(|XMLHttpRequest|//[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Fetch();
}
