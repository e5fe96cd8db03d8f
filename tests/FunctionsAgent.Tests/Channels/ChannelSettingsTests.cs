using FunctionsAgent.Channels;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Tests.Channels;

public sealed class ChannelSettingsTests
{
    [Fact]
    public void A_secret_and_its_predecessor_are_both_read()
    {
        var options = ChannelSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Channels:Webhook:shop:Secret"] = "new",
            ["Channels:Webhook:shop:Secret:Previous"] = "old",
            ["Channels:Webhook:shop:ReplyUrl"] = "https://shop.example/",
            ["Channels:Twilio:AuthToken"] = "t2",
            ["Channels:Twilio:AuthToken:Previous"] = "t1",
            ["Channels:Mime:BearerToken"] = "b2",
            ["Channels:Mime:BearerToken:Previous"] = "b1",
            ["Channels:Smtp:Port"] = "2525",
        }).Build());
        Assert.Equal(("new", "old", "https://shop.example/"), (options.Webhook["SHOP"].Secret, options.Webhook["shop"].SecretPrevious, options.Webhook["shop"].ReplyUrl));
        Assert.Equal(("t2", "t1", "b2", "b1", 2525), (options.Twilio.AuthToken, options.Twilio.AuthTokenPrevious, options.Mime.BearerToken, options.Mime.BearerTokenPrevious, options.Smtp.Port));
    }
}
