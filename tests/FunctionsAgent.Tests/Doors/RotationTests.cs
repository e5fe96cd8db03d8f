using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>Every channel that checks a secret takes two of them during a rotation, and one after it.</summary>
public sealed class RotationTests
{
    private const string Other = "another-secret-of-the-tests";

    public static TheoryData<string, string> Channels => new()
    {
        { "email", "Channels__Mime__BearerToken__Previous" },
        { "voice", "Channels__Twilio__AuthToken__Previous" },
    };

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task The_previous_secret_is_good_while_it_is_set(string channel, string setting)
    {
        var settings = Wire.Settings();
        settings[setting] = Other;
        await using (var rotating = await AgentHost.StartAsync(settings: settings))
        {
            Assert.True((await rotating.SendAsync(Request(channel, Other))).IsSuccessStatusCode);
            Assert.True((await rotating.SendAsync(Request(channel, null))).IsSuccessStatusCode);
            Assert.False((await rotating.SendAsync(Request(channel, "a-third-secret-of-the-tests"))).IsSuccessStatusCode);
        }
        await using var after = await Wire.StartAsync();
        Assert.False((await after.SendAsync(Request(channel, Other))).IsSuccessStatusCode);
        Assert.True((await after.SendAsync(Request(channel, null))).IsSuccessStatusCode);
    }

    [Fact]
    public void Every_secret_of_a_way_in_has_its_previous() =>
        Assert.Equal(
            ["Channels__Mime__BearerToken", "Channels__Twilio__AuthToken", "Channels__Webhook__{source}__Secret"],
            FunctionsAgent.Storage.SettingTable.All.Where(s => s.Form.Secret && s.Name.StartsWith("Channels__", StringComparison.Ordinal) && !s.Name.EndsWith("__Previous", StringComparison.Ordinal) && s.Name != "Channels__Smtp__Password")
                .Select(s => FunctionsAgent.Storage.SettingNames.All.Contains(s.Name + "__Previous") ? s.Name : s.Name + " has none").Order(StringComparer.Ordinal));

    private static RawRequest Request(string channel, string? secret) => channel == "email"
        ? Mail.Request(Mail.Text(), "Bearer " + (secret ?? Mail.Token))
        : TwilioCall.Post("/channels/voice/twilio", secret ?? TwilioCall.Token);
}
