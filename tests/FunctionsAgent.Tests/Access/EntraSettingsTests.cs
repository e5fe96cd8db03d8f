using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Tests.Access;

public sealed class EntraSettingsTests
{
    private const string Tenant = "7d5a1b3e-0f62-4c6b-9a3d-1f2e3c4d5e6f", Client = "11111111-2222-4333-8444-555555555555";

    [Fact]
    public void Two_settings_are_enough()
    {
        var options = Read(("TenantId", Tenant), ("ClientId", Client))!;
        Assert.Equal($"https://login.microsoftonline.com/{Tenant}/v2.0/.well-known/openid-configuration", options.MetadataAddress);
        Assert.Equal([$"https://login.microsoftonline.com/{Tenant}/v2.0", $"https://sts.windows.net/{Tenant}/"], options.Issuers.ToArray());
        Assert.Equal([Client, $"api://{Client}"], options.Audiences.ToArray());
        Assert.Null(options.ClientSecret);
    }

    [Fact]
    public void Another_cloud_has_its_own_issuer_alone_and_an_audience_counts_alone()
    {
        var options = Read(("TenantId", Tenant), ("ClientId", Client), ("Instance", "https://login.partner.microsoftonline.cn"), ("Audience", "api://agents"), ("ClientSecret", "s3cret"))!;
        Assert.Equal([$"https://login.partner.microsoftonline.cn/{Tenant}/v2.0"], options.Issuers.ToArray());
        Assert.Equal(["api://agents"], options.Audiences.ToArray());
        Assert.DoesNotContain("s3cret", options.ToString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Instance", "https://login.microsoftonline.com/")]
    [InlineData("TenantId", "")]
    [InlineData("ClientId", " ")]
    public void Without_a_tenant_there_is_nobody_to_ask(string name, string value) => Assert.Null(Read((name, value)));

    [Theory]
    [InlineData("TenantId", "")]
    [InlineData("TenantId", "common")]
    [InlineData("TenantId", "organizations")]
    [InlineData("TenantId", "contoso.onmicrosoft.com")]
    [InlineData("ClientId", "")]
    [InlineData("ClientId", "my-app")]
    [InlineData("Instance", "http://login.example/")]
    [InlineData("Instance", "login.microsoftonline.com")]
    public void What_is_partial_or_wrong_is_refused_by_name(string name, string value)
    {
        var settings = new Dictionary<string, string> { ["TenantId"] = Tenant, ["ClientId"] = Client, [name] = value };
        var refusal = Assert.Throws<SettingException>(() => Read([.. settings.Select(pair => (pair.Key, pair.Value))]));
        Assert.Contains($"AzureAd__{name}", refusal.Message, StringComparison.Ordinal);
    }

    private static EntraOptions? Read(params (string Name, string Value)[] settings) => EntraSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AzureAd:{setting.Name}", (string?)setting.Value))).Build());
}
