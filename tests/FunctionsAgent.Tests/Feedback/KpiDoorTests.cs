using System.Net.Http.Json;
using System.Xml.Linq;
using FunctionsAgent.Feedback;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>Figures by the operators' door, of conversations that came by the customers'.</summary>
public sealed class KpiDoorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private AgentHost host = null!;

    public async Task InitializeAsync() => host = await AgentHost.StartAsync(time: time);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task What_customers_met_is_what_is_told()
    {
        await SayAsync("Where is my order #W1001?");
        await SayAsync("Where is my order #W1002?");
        await SayAsync("I want a person");
        time.Advance(TimeSpan.FromHours(1));
        await host.DueAsync(time);
        await host.DrainedAsync();

        var report = await ReportAsync("now=true&by=intent");

        Assert.Equal((AgentHost.Agent, "1", new DateOnly(2026, 11, 4)), (report.Agent, report.Definition, report.To));
        Assert.Equal((3L, 1L, 2L), (report.Total.Cases, report.Total.Escalated.Numerator, report.Total.Assumed.Numerator));
        Assert.Equal(["asked"], report.Total.EscalatedBy.Keys);
        Assert.Equal([("order_status", 2L), ("person", 1L)], report.Groups.Select(group => (group.Name, group.Cases)));
        Assert.Equal(3, report.Total.Of("7d").Maturing);
        Assert.Equal(new DateTimeOffset(2026, 11, 12, 0, 0, 0, TimeSpan.Zero), report.Matures);
        Assert.Equal(("containment", "none"), (report.Goal!.Metric, report.Goal.State));
        Assert.Equal(1, (await ReportAsync("now=true&intent=person")).Total.Cases);
    }

    [Fact]
    public async Task The_page_comes_with_a_policy_that_lets_nothing_in_and_is_not_kept()
    {
        var response = await host.Staff.GetAsync("/api/operator/kpi/report?now=true");

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(KpiHtml.Policy, response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(("no-store", "nosniff"), (response.Headers.CacheControl!.ToString(), response.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal("html", XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("days=0", "invalid-days")]
    [InlineData("days=401", "invalid-days")]
    [InlineData("days=x", "invalid-days")]
    [InlineData("days=3&from=2026-11-01", "invalid-days")]
    [InlineData("from=x", "invalid-from")]
    [InlineData("from=2026-11-02&to=2026-11-01", "invalid-from")]
    [InlineData("to=2026-02-30", "invalid-to")]
    [InlineData("window=48h", "invalid-window")]
    [InlineData("by=person", "invalid-by")]
    [InlineData("beside=acme", "invalid-beside")]
    [InlineData("definition=0", "invalid-definition")]
    [InlineData("now=maybe", "invalid-now")]
    public async Task What_cannot_be_is_refused_by_name_on_both_routes(string query, string type)
    {
        foreach (var route in (string[])["kpi", "kpi/report"]) await ProblemAssert.IsAsync(await host.Staff.GetAsync($"/api/operator/{route}?{query}"), 400, type);
    }

    [Theory]
    [InlineData("from=2000-01-01&to=2000-01-02")]
    [InlineData("from=2100-01-01")]
    [InlineData("to=9000-12-31&days=400")]
    [InlineData("channel=nowhere&intent=%3Cscript%3E&version=%00")]
    public async Task Days_and_names_of_nobody_have_no_figures_and_no_error(string query)
    {
        Assert.Equal(0, (await ReportAsync(query)).Total.Cases);
        (await host.Staff.GetAsync($"/api/operator/kpi/report?{query}")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task An_agent_that_is_none_is_unknown() => await ProblemAssert.IsAsync(await host.Staff.GetAsync("/api/operator/kpi?agent=nobody"), 404, "unknown-agent");

    [Fact]
    public async Task Agents_beside_one_another_have_no_goal_in_common()
    {
        await SayAsync("Where is my order #W1001?");
        time.Advance(TimeSpan.FromHours(1));
        await host.DrainedAsync();

        var report = await ReportAsync("now=true&by=agent");

        Assert.Null(report.Agent);
        Assert.Null(report.Goal);
        Assert.Equal([AgentHost.Agent], report.Groups.Select(group => group.Name));
        Assert.Equal(1, report.Total.Cases);
    }

    private async Task SayAsync(string text)
    {
        await (await host.OpenChatAsync()).SayAsync(text);
        await host.DrainedAsync();
    }

    private async Task<KpiReport> ReportAsync(string query)
    {
        var response = await host.Staff.GetAsync($"/api/operator/kpi?{query}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<KpiReport>(KpiApi.Json))!;
    }
}
