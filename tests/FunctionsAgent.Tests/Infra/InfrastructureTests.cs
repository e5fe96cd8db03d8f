using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Infra;

/// <summary>What is deployed and what the code expects are the same thing, in both directions.</summary>
public sealed partial class InfrastructureTests(Infrastructure infrastructure) : IClassFixture<Infrastructure>
{
    [BicepFact]
    public void It_compiles_without_a_warning() => Assert.Equal("", infrastructure.Diagnostics);

    [BicepFact]
    public void Its_queues_are_the_queues_of_the_pipeline()
    {
        var deployed = infrastructure.Template["variables"]!["queues"]!.AsArray().Select(name => name!.GetValue<string>());
        Assert.Equal(QueueNames.All, deployed);

        var queue = infrastructure.Resources("Microsoft.ServiceBus/namespaces/queues").Single();
        Assert.Equal("[length(variables('queues'))]", queue["copy"]!["count"]!.GetValue<string>());
        Assert.Contains("variables('queues')[copyIndex()]", queue["name"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [BicepFact]
    public void A_queue_has_sessions_a_one_minute_lock_and_twenty_deliveries_and_never_detects_duplicates()
    {
        var expected = JsonNode.Parse("""
            {"requiresSession":true,"lockDuration":"PT1M","maxDeliveryCount":20,"requiresDuplicateDetection":false,"deadLetteringOnMessageExpiration":true}
            """);
        var actual = infrastructure.Resources("Microsoft.ServiceBus/namespaces/queues").Single()["properties"];
        Assert.True(JsonNode.DeepEquals(expected, actual), actual!.ToJsonString());
    }

    [BicepFact]
    public void The_host_renews_a_lock_for_longer_than_the_queue_grants_it()
    {
        var queue = infrastructure.Resources("Microsoft.ServiceBus/namespaces/queues").Single()["properties"]!;
        var granted = XmlConvert.ToTimeSpan(queue["lockDuration"]!.GetValue<string>());
        // A handler backs off for up to two minutes before it gives the message back (architecture §4).
        Assert.True(HostJsonTests.RenewedFor() > granted + TimeSpan.FromMinutes(2), $"renewed for {HostJsonTests.RenewedFor()}, granted {granted}");
    }

    [BicepFact]
    public void Every_setting_of_the_app_is_one_the_code_or_the_platform_knows()
    {
        var unknown = infrastructure.SettingNames().Where(name => !SettingNames.Knows(name) && !PlatformSettings.Deployed.Contains(name));
        Assert.Empty(unknown);
    }

    /// <summary>A region's name stands only for prompts that stay in it: a data zone is several, a global deployment any.</summary>
    [BicepFact]
    public void Every_pool_of_the_model_says_where_prompts_are_processed_and_no_contract_is_made_up()
    {
        var boundaries = infrastructure.Template["variables"]!["modelBoundaries"]!.AsObject();
        Assert.Equal(infrastructure.Template["parameters"]!["modelSku"]!["allowedValues"]!.AsArray().Select(sku => (string?)sku), boundaries.Select(boundary => boundary.Key));
        Assert.Equal(["[parameters('modelLocation')]"], boundaries.Select(boundary => (string?)boundary.Value).Where(value => value == "[parameters('modelLocation')]"));
        Assert.Equal("[variables('modelBoundaries')[parameters('modelSku')]]", (string?)infrastructure.Settings["Models__default__Boundary"]);
        foreach (var (setting, parameter) in (IEnumerable<(string, string)>)[("Models__default__Contract", "modelContract"), ("Models__default__RetentionDays", "modelRetentionDays")])
        {
            Assert.Equal($"[parameters('{parameter}')]", (string?)infrastructure.Settings[setting]);
            Assert.All(Infrastructure.Environments.Append(Infrastructure.Azd), environment => Assert.Equal("", (string?)infrastructure.Parameters(environment)[parameter]!["value"]));
        }
    }

    [BicepFact]
    public void Every_setting_the_app_or_the_platform_needs_is_deployed()
    {
        var missing = AzureSettings.Required.Concat(PlatformSettings.Deployed).Except(infrastructure.SettingNames());
        Assert.Empty(missing);
    }

    [BicepFact]
    public void Every_parameters_file_gives_an_address_to_every_tool_setting_and_nothing_else() => Assert.All(Infrastructure.Environments.Append(Infrastructure.Azd), environment =>
    {
        var given = infrastructure.Parameters(environment)["toolAddresses"]!["value"]!.AsObject().Select(address => address.Key);
        Assert.Equal(SettingNames.All.Where(name => name == "Shop"), given);
    });

    [BicepFact]
    public void The_app_has_exactly_the_roles_its_code_uses()
    {
        var expected = new SortedSet<string>(StringComparer.Ordinal)
        {
            // Data Owner: the scale controller reads queue lengths.
            "090c5cfd-751d-490a-894a-3ce6f1109419 on Microsoft.ServiceBus/namespaces",         // AzureQueueSender, triggers
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts",       // AzureBlobs, the host's leases, the package
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts",       // AzureTables
            "4633458b-17de-408a-b874-0445c86b69e6 on Microsoft.KeyVault/vaults",               // Key Vault references
            "e147488a-f6f5-4113-8e2d-b22465e65bf6 on Microsoft.KeyVault/vaults",               // KeyVaultKey: wrap, unwrap
            "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd on Microsoft.CognitiveServices/accounts",    // Models__default
            "3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components",           // telemetry without a key
        };
        var roles = infrastructure.Template["variables"]!["roles"]!;
        var granted = infrastructure.Resources("Microsoft.Authorization/roleAssignments").Select(assignment =>
        {
            var role = RoleName().Match(assignment["properties"]!["roleDefinitionId"]!.GetValue<string>()).Groups[1].Value;
            var scope = ScopeType().Match(assignment["scope"]!.GetValue<string>()).Groups[1].Value;
            Assert.Equal("[reference('app', '2024-04-01', 'full').identity.principalId]", assignment["properties"]!["principalId"]!.GetValue<string>());
            return $"{roles[role]} on {scope}";
        });
        Assert.Equal(expected, granted.Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public void Every_timer_in_the_code_is_watched_and_every_watch_has_its_timer()
    {
        var watched = infrastructure.Template["variables"]!["timers"]!.AsArray()
            .Select(timer => $"{timer!["function"]}: {timer["schedule"]}").Order(StringComparer.Ordinal);
        var declared = Timers.In(Path.Combine(Repository.Root, "src/FunctionsAgent.Functions")).Order(StringComparer.Ordinal);
        Assert.Equal(declared, watched);
    }

    [BicepFact]
    public void No_service_accepts_a_key_where_it_can_refuse_one()
    {
        Assert.True(Property("Microsoft.ServiceBus/namespaces", "disableLocalAuth"));
        Assert.False(Property("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess"));
        Assert.False(Property("Microsoft.Storage/storageAccounts", "allowBlobPublicAccess"));
        Assert.True(Property("Microsoft.KeyVault/vaults", "enableRbacAuthorization"));
        Assert.True(Property("Microsoft.CognitiveServices/accounts", "disableLocalAuth"));
        Assert.True(Property("Microsoft.Insights/components", "DisableLocalAuth"));
        Assert.True(Property("Microsoft.Web/sites", "httpsOnly"));
        Assert.All(infrastructure.Resources("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Assert.False(policy["properties"]!["allow"]!.GetValue<bool>()));
        var site = infrastructure.Resources("Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!;
        Assert.Equal(("1.2", "1.2", "Disabled"), ((string?)site["minTlsVersion"], (string?)site["scmMinTlsVersion"], (string?)site["ftpsState"]));
    }

    [BicepFact]
    public void No_output_and_no_setting_reads_a_key()
    {
        var text = infrastructure.Template["outputs"]!.ToJsonString() + infrastructure.Template["resources"]!.ToJsonString();
        Assert.DoesNotContain("listKeys(", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ConnectionString", infrastructure.Template["outputs"]!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [BicepFact]
    public void The_container_of_the_blobs_is_the_one_the_code_uses() =>
        Assert.Contains($"'{AzureBlobs.Container}'", infrastructure.Resources("Microsoft.Storage/storageAccounts/blobServices/containers").Single()["name"]!.ToString(), StringComparison.Ordinal);

    private bool Property(string type, string name) => infrastructure.Resources(type).Single()["properties"]![name]!.GetValue<bool>();

    [GeneratedRegex(@"variables\('roles'\)\.(\w+)")]
    private static partial Regex RoleName();

    [GeneratedRegex(@"resourceId\('([^']+)'")]
    private static partial Regex ScopeType();
}
