using System.Text;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Observability;

/// <summary>What arrives at a collector.</summary>
[Collection(nameof(Watched))]
public sealed class OtlpExportTests
{
    private const string Mark = "zebra-umbrella";

    [Fact]
    public async Task Traces_metrics_and_logs_arrive_under_their_paths_without_a_word_of_the_customer()
    {
        await using var collector = await Collector.StartAsync();
        await using (var host = await AgentHost.StartAsync(settings: Settings(collector.Url), logging: logging => logging.SetMinimumLevel(LogLevel.Debug)))
        {
            var chat = await host.OpenChatAsync(new { name = Mark });
            Assert.Equal("replied", (await chat.SayAsync($"{Mark}: where is my order #W1001?")).Status);
            await host.DrainedAsync();
        }

        var (traces, metrics, logs) = (Bodies(collector, "/v1/traces"), Bodies(collector, "/v1/metrics"), Bodies(collector, "/v1/logs"));
        Assert.Contains("process reasoning", traces, StringComparison.Ordinal);
        Assert.Contains("shop-agents", traces, StringComparison.Ordinal);
        Assert.Contains("functionsagent.turn.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("chat message for", logs, StringComparison.Ordinal);
        Assert.All(collector.Exports, export => Assert.Equal("s3cret", export.Key));
        foreach (var word in (string[])[Mark, "W1001", "Parcelway", "s3cret"])
            Assert.DoesNotContain(collector.Exports, export => Encoding.Latin1.GetString(export.Body).Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_collector_that_is_away_or_refuses_costs_no_answer()
    {
        await using var host = await AgentHost.StartAsync(settings: Settings("http://127.0.0.1:1"));
        Assert.Equal("replied", (await (await host.OpenChatAsync()).SayAsync("returns")).Status);
    }

    private static Dictionary<string, string?> Settings(string url) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = url,
        ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=s3cret",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_SERVICE_NAME"] = "shop-agents",
    };

    private static string Bodies(Collector collector, string path) => string.Concat(collector.Exports.Where(e => e.Path == path).Select(e => Encoding.Latin1.GetString(e.Body)));
}
