using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Tests.Infra;

public sealed class AzureSettingsTests
{
    private static readonly (string, string)[] Identity =
    [
        ("ServiceBus:fullyQualifiedNamespace", "example.servicebus.windows.net"),
        ("Storage:tableServiceUri", "https://example.table.core.windows.net"),
        ("Storage:blobServiceUri", "https://example.blob.core.windows.net"),
    ];

    [Fact]
    public void Addresses_are_used_with_the_identity()
    {
        var settings = AzureSettings.Read(Configuration(Identity));
        Assert.Equal("example.servicebus.windows.net", settings.ServiceBus.Uri!.Host);
        Assert.Equal(new Uri("https://example.table.core.windows.net"), settings.Tables.Uri);
        Assert.Equal(new Uri("https://example.blob.core.windows.net"), settings.Blobs.Uri);
        Assert.Null(settings.ServiceBus.ConnectionString);
    }

    [Fact]
    public void A_connection_string_wins_and_is_never_printed()
    {
        var settings = AzureSettings.Read(Configuration([.. Identity, ("ServiceBus", "Endpoint=sb://x;SharedAccessKey=k1"), ("Storage", "AccountKey=k2")]));
        Assert.Equal("Endpoint=sb://x;SharedAccessKey=k1", settings.ServiceBus.ConnectionString);
        Assert.Equal("AccountKey=k2", settings.Tables.ConnectionString);
        Assert.Equal("AccountKey=k2", settings.Blobs.ConnectionString);
        Assert.DoesNotContain("k1", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("k2", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "ServiceBus__fullyQualifiedNamespace (or ServiceBus, a connection string) is missing")]
    [InlineData("Storage:tableServiceUri", "Storage__tableServiceUri (or Storage, a connection string) is missing")]
    [InlineData("Storage:blobServiceUri", "Storage__blobServiceUri (or Storage, a connection string) is missing")]
    public void A_partial_set_is_refused_and_the_missing_one_named(string without, string problem)
    {
        var refusal = Assert.Throws<AzureSettingsException>(() => AzureSettings.Read(Configuration([.. Identity.Where(pair => pair.Item1 != without)])));
        Assert.Equal([problem], refusal.Problems);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_every_one_is_named()
    {
        var refusal = Assert.Throws<AzureSettingsException>(() => AzureSettings.Read(Configuration([("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("ServiceBus", " ")])));
        Assert.All(AzureSettings.Required, name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(AzureSettings.Required.Count, refusal.Problems.Count);
    }

    [Theory]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "sb://example.servicebus.windows.net/")]
    [InlineData("Storage:tableServiceUri", "example.table.core.windows.net")]
    [InlineData("Storage:tableServiceUri", "ftp://example.table.core.windows.net")]
    [InlineData("Storage:blobServiceUri", "http://example.blob.core.windows.net")]
    public void An_address_of_the_wrong_form_is_refused_by_name(string key, string value)
    {
        var refusal = Assert.Throws<AzureSettingsException>(() => AzureSettings.Read(Configuration([.. Identity, (key, value)])));
        Assert.StartsWith(key.Replace(":", "__", StringComparison.Ordinal), Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_emulator_on_this_machine_may_speak_plain_http() =>
        Assert.Equal(10002, AzureSettings.Read(Configuration([.. Identity, ("Storage:tableServiceUri", "http://127.0.0.1:10002/devstoreaccount1")])).Tables.Uri!.Port);

    [Theory]
    [InlineData("ServiceBus")]
    [InlineData("ServiceBus:fullyQualifiedNamespace")]
    [InlineData("Storage")]
    [InlineData("Storage:tableServiceUri")]
    [InlineData("storage:blobserviceuri")]
    [InlineData("AzureAd:TenantId")]
    public void Any_one_of_them_is_noticed(string key)
    {
        Assert.True(AzureSettings.AnyPresent(Configuration([(key, "x")])));
        Assert.Equal(key.Replace(":", "__", StringComparison.Ordinal), Assert.Single(AzureSettings.Present(Configuration([(key, "x")]))), ignoreCase: true);
    }

    [Theory]
    [InlineData("ServiceBus", "")]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true")]
    [InlineData("Models:default:Endpoint", "https://example.openai.azure.com")]
    [InlineData("Channels:Twilio:AuthToken", "x")]
    [InlineData("AzureAd:TenantId", " ")]
    public void Other_settings_are_not(string key, string value) => Assert.False(AzureSettings.AnyPresent(Configuration([(key, value)])));

    private static IConfiguration Configuration((string Key, string Value)[] pairs) => new ConfigurationBuilder()
        .AddInMemoryCollection(pairs.GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(group => KeyValuePair.Create(group.Key, (string?)group.Last().Value)))
        .Build();
}
