using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Tests.Infra;

/// <summary>Every alert says what to do, and asks for what is measured.</summary>
public sealed partial class AlertsTests(Infrastructure infrastructure) : IClassFixture<Infrastructure>
{
    [BicepFact]
    public void Every_alert_has_a_name_of_its_own_a_severity_and_a_runbook_that_names_it()
    {
        Assert.Equal(21, Rows().Count());
        Assert.Equal(Rows().Count(), Rows().Select(alert => Text(alert, "name")).Distinct().Count());
        Assert.All(Rows(), alert =>
        {
            Assert.InRange(alert["severity"]!.GetValue<int>(), 1, 3);
            Assert.Contains($"`{Text(alert, "name")}`", Repository.Read($"infra/runbooks/{Text(alert, "runbook")}.md"), StringComparison.Ordinal);
        });
    }

    [BicepFact]
    public void The_silence_of_a_timer_has_its_runbook_too()
    {
        var runbook = Repository.Read($"infra/runbooks/{infrastructure.Alerts["variables"]!["silentTimerRunbook"]!.GetValue<string>()}.md");
        Assert.All(infrastructure.Template["variables"]!["timers"]!.AsArray(), timer =>
        {
            var function = timer!["function"]!.GetValue<string>();
            Assert.Contains("`silent-" + char.ToLowerInvariant(function[0]) + function[1..] + "`", runbook, StringComparison.Ordinal);
        });
    }

    [BicepFact]
    public void Whoever_is_told_reads_the_runbook_in_the_description_and_no_environment_alarms_above_its_own()
    {
        var rules = infrastructure.Alerts["resources"]!.AsObject().Select(resource => resource.Value!["properties"]!).ToList();
        Assert.Equal(3, rules.Count);
        Assert.All(rules, rule =>
        {
            Assert.Contains("Runbook: infra/runbooks/{", rule["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.EndsWith("parameters('highestSeverity'))]", rule["severity"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Contains("actionGroupIds", rule["actions"]?.ToJsonString() ?? rule["copy"]!.ToJsonString(), StringComparison.Ordinal);
        });
    }

    /// <summary>A histogram or a gauge is asked for its largest value, a counter for its sum: what Azure Monitor keeps of each.</summary>
    [BicepFact]
    public void A_metric_of_the_app_is_an_instrument_and_asked_as_its_kind() => Assert.All(Rows("ownAlerts"), alert =>
    {
        var metrics = Metric().Matches(Text(alert, "query")).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(metrics);
        Assert.All(metrics, metric => Assert.Contains(metric, Instruments.All.Keys));
        Assert.Equal(Instruments.All[metrics[0]] is "CreateHistogram" or "CreateObservableGauge" ? "valueMax" : "valueSum", Text(alert, "column") is "percent" ? "valueSum" : Text(alert, "column"));
    });

    [BicepFact]
    public void What_an_alert_is_split_by_is_a_dimension_that_is_measured() => Assert.All(Rows("ownAlerts"), alert =>
    {
        var query = Text(alert, "query");
        Assert.All(Dimension().Matches(query).Select(match => match.Groups[1].Value), dimension => Assert.Contains(dimension, Instruments.Texts));
        Assert.All(alert["by"]!.AsArray(), column => Assert.Contains($"{column} = tostring(customDimensions", query, StringComparison.Ordinal));
    });

    [BicepFact]
    public void A_metric_of_the_platform_is_asked_of_the_service_that_has_it()
    {
        // learn.microsoft.com/azure/azure-monitor/reference/metrics-index
        var known = new Dictionary<string, string[]>
        {
            ["Microsoft.ServiceBus/namespaces"] = ["DeadletteredMessages", "ActiveMessages", "ThrottledRequests", "ServerErrors"],
            ["Microsoft.Storage/storageAccounts"] = ["Transactions", "Availability"],
            ["Microsoft.CognitiveServices/accounts"] = ["AzureOpenAIRequests"],
            ["Microsoft.Web/sites"] = ["Http5xx"],
        };
        Assert.All(Rows("platformAlerts"), alert => Assert.Contains(Text(alert, "metric"), known[Text(alert, "type")]));
        Assert.Equal(known.Values.SelectMany(names => names).Order(), Rows("platformAlerts").Select(alert => Text(alert, "metric")).Distinct().Order());
    }

    [Theory]
    [InlineData("""meter.CreateCounter<long>("a.b", "{x}", "");""", "a.b CreateCounter")]
    [InlineData("""meter.CreateHistogram("a.c", "s", "", advice: Ages);""", "a.c CreateHistogram")]
    public void An_instrument_is_found(string statement, string expected) =>
        Assert.Equal([expected], Instruments.Declared($"class C {{ void M() {{ {statement} }} }}").Select(one => $"{one.Name} {one.Kind}"));

    private IEnumerable<JsonNode> Rows(params string[] tables) =>
        (tables is [] ? ["platformAlerts", "ownAlerts"] : tables).SelectMany(table => infrastructure.Alerts["variables"]![table]!.AsArray()).Select(alert => alert!);

    private static string Text(JsonNode alert, string name) => alert[name]!.GetValue<string>();

    [GeneratedRegex("\"(functionsagent[a-z._]+)\"(?!\\])")]
    private static partial Regex Metric();

    [GeneratedRegex("customDimensions\\[\"([^\"]+)\"\\]")]
    private static partial Regex Dimension();
}
