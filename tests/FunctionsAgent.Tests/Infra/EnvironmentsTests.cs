using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Infra;

/// <summary>Development, test and production: what differs, and why.</summary>
public sealed class EnvironmentsTests(Infrastructure infrastructure) : IClassFixture<Infrastructure>
{
    /// <summary>Where test differs from production its table says why; elsewhere it must not.</summary>
    [BicepFact]
    public void An_environment_has_its_own_profile_and_the_model_of_all() => Assert.All(Infrastructure.Environments, environment =>
    {
        Assert.True(JsonNode.DeepEquals(Profile("prod"), Profile(environment)) == (environment == "prod"), environment);
        foreach (var name in (IEnumerable<string>)["name", "modelName", "modelVersion"])
            Assert.Equal(Value("prod", name).ToJsonString(), Value(environment, name).ToJsonString());
    });

    [BicepFact]
    public void Every_value_of_a_profile_has_its_reason_in_the_README_and_no_other_is_named()
    {
        var rows = Repository.Read("infra/README.md").Split("### Environments")[1].Split("###")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()).ToList();

        var profiles = Infrastructure.Environments.Select(Profile).ToList();
        Assert.Equal(
            profiles[0].Select(member => $"{member.Key}: {string.Join(' ', profiles.Select(profile => profile[member.Key]!.ToString()))}"),
            rows.Select(row => $"{row[0].Trim('`')}: {string.Join(' ', row[1..4])}"));
        Assert.All(rows, row => Assert.True(row is [_, _, _, _, { Length: > 20 } reason] && reason.EndsWith('.'), row[0]));
    }

    [BicepFact]
    public void Every_value_of_a_profile_is_used()
    {
        var template = infrastructure.Template.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.All(Profile("prod"), member => Assert.Contains($"parameters('profile').{member.Key}", template, StringComparison.Ordinal));
    }

    [BicepFact]
    public void What_is_kept_for_a_time_is_kept_for_one_that_the_app_takes() => Assert.All(Infrastructure.Environments, environment =>
    {
        (string, string)[] kept = [("Retention__Conversations", "conversationDays"), ("Retention__Parked", "parkedDays"), ("Retention__RollUps", "rollUpDays"), ("Retention__Audit", "auditDays")];
        foreach (var (setting, value) in kept)
        {
            Assert.Contains($"parameters('profile').{value}", infrastructure.Settings[setting]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Null(SettingTable.Find(setting)!.Problem(setting, Profile(environment)[value]!.ToString()));
        }
    });

    [BicepFact]
    public void The_name_of_an_azd_environment_picks_its_profile() => Assert.All([("dev", "dev"), ("test", "test"), ("prod", "prod"), ("ann", "dev")], pair =>
    {
        var (name, profile) = pair;
        var given = infrastructure.ParametersOfAzd(name);
        Assert.True(JsonNode.DeepEquals(Profile(profile), given["profile"]!["value"]), name);
        Assert.Equal(name, given["azdEnvironment"]!["value"]!.GetValue<string>());
    });

    [BicepFact]
    public void Azd_finds_the_app_by_the_name_of_its_service()
    {
        var azd = Yaml.Read("azure.yaml");
        var service = Assert.Single(azd["services"]!.AsObject());
        var tags = infrastructure.Resources("Microsoft.Web/sites").Single()["tags"]!.GetValue<string>();
        Assert.Contains($"'azd-service-name', '{service.Key}'", tags, StringComparison.Ordinal);
        Assert.Contains("'azd-env-name', parameters('azdEnvironment')", tags, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, service.Value!["project"]!.GetValue<string>(), "FunctionsAgent.Functions.csproj")));
        Assert.Equal("function", service.Value["host"]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(Repository.Root, azd["infra"]!["path"]!.GetValue<string>(), azd["infra"]!["module"]! + ".bicepparam")));
    }

    private JsonObject Profile(string environment) => Value(environment, "profile").AsObject();

    private JsonNode Value(string environment, string name) => infrastructure.Parameters(environment)[name]!["value"]!;
}
