using System.Text.Json.Nodes;
using FunctionsAgent.Channels;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Infra;

public sealed class SettingNamesTests
{
    [Fact]
    public void The_sample_file_names_every_setting_and_nothing_else()
    {
        var sample = Sample().Select(value => value.Key).Except(PlatformSettings.Local).ToList();
        Assert.All(sample, name => Assert.True(SettingNames.Knows(name), name));
        Assert.Equal(SettingNames.All.Order(StringComparer.Ordinal), sample.Select(Pattern).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sample_file_is_plain_JSON_and_its_values_are_text()
    {
        Assert.Superset(PlatformSettings.Local.ToHashSet(), Sample().Select(value => value.Key).ToHashSet());
        Assert.All(Sample(), value => Assert.Equal(System.Text.Json.JsonValueKind.String, value.Value!.GetValueKind()));
    }

    [Fact]
    public void The_channel_settings_are_the_properties_of_the_channel_options()
    {
        var declared = typeof(ChannelOptions).GetProperties().SelectMany(channel =>
        {
            var webhook = channel.PropertyType.IsGenericType;
            var options = webhook ? channel.PropertyType.GetGenericArguments()[1] : channel.PropertyType;
            var prefix = $"Channels__{channel.Name}__{(webhook ? "{source}__" : "")}";
            return options.GetProperties().Select(property => prefix + (property.Name.EndsWith("Previous", StringComparison.Ordinal) ? property.Name[..^8] + "__Previous" : property.Name));
        });
        var listed = SettingNames.All.Where(name => name.StartsWith("Channels__", StringComparison.Ordinal));
        Assert.Equal(declared.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_app_requires_is_listed() => Assert.Empty(AzureSettings.Required.Except(SettingNames.All));

    [Theory]
    [InlineData("Models__default__Kind")]
    [InlineData("Channels__Webhook__shop__Secret__Previous")]
    [InlineData("pipeline__runahead")]
    public void A_name_of_the_pattern_is_known(string name) => Assert.True(SettingNames.Knows(name));

    [Theory]
    [InlineData("")]
    [InlineData("Models")]
    [InlineData("Models____Kind")]
    [InlineData("Models__default__Kinds")]
    [InlineData("Storage__queueServiceUri")]
    public void Another_name_is_not(string name) => Assert.False(SettingNames.Knows(name));

    private static JsonObject Sample() => JsonNode.Parse(Repository.Read("local.settings.sample.json"))!["Values"]!.AsObject();

    private static string Pattern(string name) => name
        .Replace("AuthMd__TrustedIssuers__0__", "AuthMd__TrustedIssuers__{n}__", StringComparison.Ordinal)
        .Replace("Models__default__", "Models__{name}__", StringComparison.Ordinal)
        .Replace("Channels__Webhook__shop__", "Channels__Webhook__{source}__", StringComparison.Ordinal);
}
