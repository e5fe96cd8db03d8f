using FunctionsAgent.Feedback;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Observability;

/// <summary>Gauges of the last night: on the instance that counted it, on one that did not, and when no night comes.</summary>
[Collection(nameof(Watched))]
public sealed class KpiMetricTests : IDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly MemoryLog log = new();
    private readonly Watched watched = new();

    public void Dispose()
    {
        watched.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task A_night_shows_its_figures_and_what_the_rules_found_by_agent()
    {
        await using var host = await StartAsync();
        await CountedAsync(host);
        await host.Get<NightAlerts>().RunAsync(CancellationToken.None);

        var measures = watched.By(host)();
        Assert.Equal(1, Assert.Single(measures, m => m.Instrument.Name == "functionsagent.kpi" && m.Tag("functionsagent.figure") == "coverage" && m.Tag("gen_ai.agent.name") == AgentHost.Agent).Value);
        // Nothing is mature: no figure is better than a wrong one.
        Assert.DoesNotContain(measures, m => m.Instrument.Name == "functionsagent.kpi" && m.Tag("functionsagent.figure") == "containment");
        var rules = measures.Where(m => m.Instrument.Name == "functionsagent.kpi.alerts" && m.Tag("gen_ai.agent.name") == AgentHost.Agent).ToList();
        Assert.Equal(KpiAlerts.Rules.Where(rule => rule.Severity == "alert").Select(rule => rule.Name), rules.Select(m => m.Tag("functionsagent.rule")));
        Assert.All(rules, m => Assert.Equal(0, m.Value));
        Assert.DoesNotContain(log.Lines, line => line.Contains("KPI alert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_log_raises_its_rule_in_the_log_and_as_a_gauge()
    {
        await using var host = await StartAsync();
        var chat = await SayAsync(host);
        var row = (await host.Get<ITables>().GetAsync(FunctionsAgent.Conversations.Keys.Table, chat.Conversation, FunctionsAgent.Conversations.Keys.Event(4)))!;
        await host.Get<ITables>().CommitAsync(FunctionsAgent.Conversations.Keys.Table, chat.Conversation, [Write.Update(row.Key, row.ETag, row.Cells with { Json = row.Cells.Json!.Replace("\"seq\":4", "\"seq\": 4", StringComparison.Ordinal) })]);
        await CountAsync(host);
        await host.Get<NightAlerts>().RunAsync(CancellationToken.None);

        Assert.Equal(1, Alert(host, "broken-logs"));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"{AgentHost.Agent}: KPI alert broken-logs 1: 1 against 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_that_counted_nothing_reads_what_is_stored_when_it_is_asked_and_says_when_a_night_is_missing()
    {
        await using var host = await StartAsync();
        await CountedAsync(host);
        Assert.DoesNotContain(watched.By(host)(), m => m.Instrument.Name.StartsWith("functionsagent.kpi", StringComparison.Ordinal));
        await host.Get<KpiMetrics>().Reading;
        Assert.Equal(0, Alert(host, "roll-up-late"));

        // The night at 02:00 does not run: the timers are not bound here.
        time.Advance(TimeSpan.FromHours(27));
        Assert.Equal(0, Alert(host, "roll-up-late"));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, Alert(host, "roll-up-late"));
        Assert.Equal(0, Alert(host, "broken-logs"));
    }

    [Fact]
    public async Task While_what_is_stored_cannot_be_read_the_last_figures_stand()
    {
        var blobs = new FunctionsAgent.Tests.Feedback.FailingBlobs();
        await using var host = await StartAsync(services => services.Decorate<IBlobs>(blobs.Over));
        await CountedAsync(host);
        await host.Get<NightAlerts>().RunAsync(CancellationToken.None);
        blobs.Spoil(name => name.Contains("20261104-as-of", StringComparison.Ordinal), _ => "no JSON"u8.ToArray());
        time.Advance(TimeSpan.FromHours(2));

        Alert(host, "broken-logs");
        await host.Get<KpiMetrics>().Reading;
        Assert.Equal(0, Alert(host, "broken-logs"));
    }

    private Task<AgentHost> StartAsync(Action<IServiceCollection>? configure = null) => AgentHost.StartAsync(
        time: time, configure: configure, logging: logging => logging.Services.AddSingleton<ILoggerProvider>(log), functions: [.. FunctionsWithoutTimers()]);

    private static IEnumerable<Type> FunctionsWithoutTimers() => typeof(FunctionsAgent.Functions.ChatSession).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(FunctionsAgent.Functions.ChatSession).Namespace && type.IsPublic && type != typeof(FunctionsAgent.Functions.Nightly));

    private double Alert(AgentHost host, string rule) => watched.By(host)().Last(m => m.Instrument.Name == "functionsagent.kpi.alerts" && m.Tag("functionsagent.rule") == rule && m.Tag("gen_ai.agent.name") == AgentHost.Agent).Value;

    private async Task CountedAsync(AgentHost host)
    {
        await SayAsync(host);
        await CountAsync(host);
    }

    private static async Task<ChatSession> SayAsync(AgentHost host)
    {
        var chat = await host.OpenChatAsync();
        await chat.SayAsync("Where is my order #W1001?");
        await host.DrainedAsync();
        return chat;
    }

    private async Task CountAsync(AgentHost host)
    {
        time.Advance(time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddMinutes(20) - time.GetUtcNow().UtcDateTime);
        await host.DueAsync(time);
        await host.DrainedAsync();
        Assert.True(await host.Get<Nightly>().RunAsync(CancellationToken.None));
    }
}
