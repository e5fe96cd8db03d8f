using FunctionsAgent.Feedback;
using FunctionsAgent.Tests.Drivers;
using FunctionsAgent.Tests.Feedback;
using Microsoft.Playwright;

namespace FunctionsAgent.Tests.Peers;

/// <summary>The report as a browser shows it, under its own policy.</summary>
[Trait("Category", "Peers")]
public sealed class KpiPageInChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task It_asks_for_nothing_its_style_holds_and_no_width_is_too_small(int width, ColorScheme scheme)
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host, width, scheme: scheme);
        var (troubles, asked) = (new List<string>(), new List<string>());
        page.Console += (_, message) => troubles.Add(message.Text);
        page.PageError += (_, error) => troubles.Add(error);
        page.Request += (_, request) => asked.Add(request.Url);
        // The month of the tests, under the headers of the route.
        await page.RouteAsync("**/report", route => route.FulfillAsync(new()
        {
            ContentType = "text/html; charset=utf-8", Body = KpiHtml.Write(KpiHtmlTests.Month(), CellBench.Query(), CellBench.Goal, []), Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = KpiHtml.Policy },
        }));
        await page.GotoAsync("/report");

        Assert.Empty(troubles);
        Assert.Single(asked);
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 23, 26)" : "rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
        // Its few lines of script run: on paper everything is unfolded.
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('details[open]').length"));
        Assert.Equal(await page.Locator("details").CountAsync(), await page.EvaluateAsync<int>("(dispatchEvent(new Event('beforeprint')), document.querySelectorAll('details[open]').length)"));
    }
}
