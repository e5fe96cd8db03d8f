using System.Globalization;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Tests.Infra;

/// <summary>host.json holds what architecture §6 asks for.</summary>
public sealed class HostJsonTests
{
    private static readonly JsonNode Extensions = JsonNode.Parse(Repository.Read("host.json"))!["extensions"]!;

    public static TimeSpan RenewedFor() =>
        TimeSpan.ParseExact(Extensions["serviceBus"]!["maxAutoLockRenewalDuration"]!.GetValue<string>(), "c", CultureInfo.InvariantCulture);

    [Fact]
    public void Routes_start_at_the_root() => Assert.Equal("", Extensions["http"]!["routePrefix"]!.GetValue<string>());

    [Theory]
    [InlineData("autoCompleteMessages", "true")]
    [InlineData("prefetchCount", "0")]
    [InlineData("maxConcurrentSessions", "64")]
    [InlineData("maxConcurrentCallsPerSession", "1")]
    [InlineData("sessionIdleTimeout", "\"00:00:01\"")]
    [InlineData("maxAutoLockRenewalDuration", "\"00:15:00\"")]
    public void Service_bus_is_set_for_many_short_sessions(string setting, string json) =>
        Assert.Equal(json, Extensions["serviceBus"]![setting]!.ToJsonString());

    [Fact]
    public void Sampling_drops_no_request_and_no_exception()
    {
        var excluded = JsonNode.Parse(Repository.Read("host.json"))!["logging"]!["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!.GetValue<string>().Split(';');
        // The watch over the timers counts requests: a sampled one would raise a false alarm.
        Assert.Superset(new HashSet<string> { "Request", "Exception" }, excluded.ToHashSet());
    }

    /// <summary>JSON has no comments: infra/README.md says why each value is what it is, and neither changes without the other.</summary>
    [Fact]
    public void Every_value_has_its_reason_in_the_infrastructures_README_and_no_other_is_named()
    {
        var rows = Repository.Read("infra/README.md").Split("### host.json")[1].Split("###")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()).ToList();

        Assert.Equal(
            Values("", JsonNode.Parse(Repository.Read("host.json"))!).Select(value => $"{value.Path} = {value.Text}"),
            rows.Select(row => $"{row[0].Trim('`')} = {(row[1] == "*(empty)*" ? "" : row[1].Trim('`'))}"));
        Assert.All(rows, row => Assert.True(row is [_, _, { Length: > 20 } reason] && reason.EndsWith('.'), row[0]));
    }

    private static IEnumerable<(string Path, string Text)> Values(string path, JsonNode node) => node is JsonObject json
        ? json.SelectMany(member => Values(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Value!))
        : [(path, node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString())];
}
