using System.Text.Json;
using FunctionsAgent.Feedback;
using FunctionsAgent.Local;
using FunctionsAgent.Local.Verbs;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Tests.Feedback;
using FunctionsAgent.Tests.House;
using Microsoft.Extensions.DependencyInjection;
using static FunctionsAgent.Tests.Feedback.CellBench;

namespace FunctionsAgent.Tests.Verbs;

/// <summary><c>kpi</c> against an instance that answers as the test says.</summary>
public sealed class KpiVerbTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeOperator.Tape tape = new();
    private LocalHost host = null!;

    public async Task InitializeAsync() => host = await LocalHost.StartAsync(new LocalOptions
    {
        Data = folder.Path, Urls = "http://127.0.0.1:0", StartBackend = false, Functions = [typeof(FakeOperator)], Configure = services => services.AddSingleton(tape),
    });

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("kpi", "GET /api/operator/kpi")]
    [InlineData("kpi --agent a --days 2", "GET /api/operator/kpi?agent=a&days=2")]
    [InlineData("kpi --from 2026-03-01 --to 2026-03-09 --window 24h --by week", "GET /api/operator/kpi?from=2026-03-01&to=2026-03-09&window=24h&by=week")]
    [InlineData("kpi --channel chat --intent a&b --version v1 --now", "GET /api/operator/kpi?channel=chat&intent=a%26b&version=v1&now=true")]
    [InlineData("kpi --now", "GET /api/operator/kpi?now=true")]
    [InlineData("kpi --beside zendesk --definition 1", "GET /api/operator/kpi?beside=zendesk&definition=1")]
    public async Task What_is_asked_travels_under_the_same_names(string line, string asked)
    {
        Answer("");
        Assert.Equal((0, ""), await RunAsync(line) is var (code, _, error) ? (code, error) : default);

        Assert.Equal([asked], tape.Asked);
    }

    [Theory]
    [InlineData("kpi --days 401", "--days: A whole number from 1 to 400.")]
    [InlineData("kpi --days many", "--days: A whole number from 1 to 400.")]
    [InlineData("kpi --window 48h", "--window: One of 24h, 72h, 7d.")]
    [InlineData("kpi --by person", "--by: One of agent, channel, intent, version, day, week.")]
    [InlineData("kpi --beside acme", "--beside: One of google, intercom, zendesk, copilot-studio.")]
    [InlineData("kpi --definition 7", "--definition: 1 is the one")]
    [InlineData("kpi --from 2026-03-09 --to 2026-03-01", "--from: Not after to.")]
    [InlineData("kpi --csv /nowhere/at/all.csv", "cannot be written")]
    public async Task Wrong_use_exits_with_2_and_says_what_is_allowed(string line, string message)
    {
        Answer("");
        var (code, _, error) = await RunAsync(line);

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_headline_has_figure_interval_n_target_and_verdict()
    {
        Answer("");
        var (_, output, _) = await RunAsync("kpi");

        Assert.Contains("containment 7d: 42.1 % [38.8–45.3], n = 882 · target 50.0 %: MISSED", Flat(output), StringComparison.Ordinal);
        Assert.Contains("maturing: 24h 42, 72h 126, 7d 294 cases · still open: 3", output, StringComparison.Ordinal);
        Assert.Contains("excluded: courtesy 28", output, StringComparison.Ordinal);
        Assert.Contains("! drift (a): containment 7d fell from", Flat(output), StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Two_definitions_stand_beside_each_other()
    {
        Answer("beside=google by=channel");
        var (_, output, _) = await RunAsync("kpi --beside google --by channel");

        Assert.Contains("ours: containment 7d, definition 1", Flat(output), StringComparison.Ordinal);
        Assert.Contains("GOOGLE", output, StringComparison.Ordinal);
        Assert.Contains("as Google counts: contained: not handed to a person", Flat(output), StringComparison.Ordinal);
        Assert.Contains("Approximated:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_terminal_has_longer_bars()
    {
        var report = Report(KpiHtmlTests.Month(), "by=channel");

        Assert.All(Lines(report, 80), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(Lines(report, 140), line => line.Contains(new string('█', 12), StringComparison.Ordinal) && line.StartsWith("containment 7d", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, null, "··········")]
    [InlineData(1000, 1000, null, "██████████")]
    [InlineData(500, 1000, 0.8, "█████···│·")]
    [InlineData(5, 10, null, "██▒▒▒▒▒▒··")]
    public void A_bar_shows_the_interval_and_the_target(long numerator, long n, double? target, string bar) => Assert.Equal(bar, KpiPrint.Bar(Rate.Of(numerator, n), 10, target));

    [Fact]
    public async Task An_installation_without_cases_says_what_to_do()
    {
        tape.Answers["GET /api/operator/kpi"] = Json(KpiReport.Of(new RolledUp(default, "1", null, [], new Dictionary<string, long>()), Query(), Goal, []));
        var (code, output, _) = await RunAsync("kpi");

        Assert.Equal(0, code);
        Assert.Contains("Nothing was counted yet", output, StringComparison.Ordinal);
        Assert.Contains("kpi --now", output, StringComparison.Ordinal);
        Assert.DoesNotContain("FIGURE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_csv_and_page_are_written_where_they_are_asked_for()
    {
        Answer("", asked: "GET /api/operator/kpi?");
        tape.Answers["GET /api/operator/kpi/report"] = "<page/>";
        var (csv, html) = (Path.Combine(folder.Path, "k.csv"), Path.Combine(folder.Path, "k.html"));

        var (_, json, _) = await RunAsync("kpi --days 28 --json");
        var (_, written, _) = await RunAsync($"kpi --days 28 --csv {csv} --html {html}");
        var (_, printed, _) = await RunAsync("kpi --days 28 --csv -");

        Assert.Equal(371 / 882.0, JsonDocument.Parse(json).RootElement.GetProperty("total").GetProperty("windows")[2].GetProperty("containment").GetProperty("share").GetDouble(), 1e-9);
        Assert.Equal($"{html} written.\n{csv} written.\n", written);
        Assert.Equal("<page/>", await File.ReadAllTextAsync(html));
        Assert.Equal(printed, await File.ReadAllTextAsync(csv));
        Assert.StartsWith("agent,group_by,", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_the_same_after_its_journey()
    {
        var report = Report(KpiHtmlTests.Month(), "by=channel beside=google");

        Assert.Equal(Json(report), Json(JsonSerializer.Deserialize<KpiReport>(Json(report), KpiApi.Json)!));
    }

    private void Answer(string query, string asked = "GET /api/operator/kpi")
    {
        var rolled = KpiHtmlTests.Month();
        tape.Answers[asked] = Json(KpiReport.Of(rolled, Query(query), Goal, KpiAlerts.Of(new(rolled, "a", Goal, AsOf))));
    }

    private static string Json(KpiReport report) => JsonSerializer.Serialize(report, KpiApi.Json);

    private static string Flat(string output) => output.Replace("\n  ", " ", StringComparison.Ordinal);

    private static string[] Lines(KpiReport report, int width)
    {
        using var output = new StringWriter();
        KpiPrint.Write(report, output, width);
        return output.ToString().Split('\n');
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. line.Split(' '), "--data", folder.Path], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
