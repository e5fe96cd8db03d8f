using System.Text;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Channels;

public sealed class StandardWebhooksTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("msg_utf8", 1760000000, "{\"type\":\"message.created\",\"data\":{\"text\":\"Größe 🙂\"}}", "v1,JQTAuDjvrXeDc85iTPxpkbNaCT909pjNud+BHIbuco0=")]
    public void Published_vectors_are_signed_and_accepted(string id, long at, string body, string signature)
    {
        Assert.True(StandardWebhooks.TryDecodeSecret(SignedWebhook.Secret, out var key));
        Assert.Equal(signature, StandardWebhooks.Sign(key, id, at, Encoding.UTF8.GetBytes(body)));
        Assert.Equal(StandardWebhooks.Outcome.Authentic, Verify(key, id, at, body, signature));
        Assert.Equal(StandardWebhooks.Outcome.BadSignature, Verify(key, id, at, body + " ", signature));
    }

    [Fact]
    public void Every_vector_of_the_scheme_has_its_outcome()
    {
        foreach (var vector in ChannelVectors.Load(output)?.Where(v => v.Text("id").StartsWith("standard-webhooks", StringComparison.Ordinal)) ?? [])
        {
            // v1a is not a version we know: it is skipped, so nothing matches.
            var known = vector.Text("secret").Length > 0;
            StandardWebhooks.TryDecodeSecret(known ? vector.Text("secret") : SignedWebhook.Secret, out var key);
            var expected = known ? StandardWebhooks.Outcome.Authentic : StandardWebhooks.Outcome.BadSignature;
            Assert.Equal(expected, Verify(key, vector.Text("id_"), vector.GetProperty("timestamp").GetInt64(), vector.Text("body"), vector.Text("signature")));
        }
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("whsec_dG9vIHNob3J0", false)]
    [InlineData("whsec_not base64!", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_base64_of_24_to_64_bytes_is_a_secret(string? secret, bool good) =>
        Assert.Equal(good, StandardWebhooks.TryDecodeSecret(secret, out _));

    private static StandardWebhooks.Outcome Verify(byte[] key, string id, long at, string body, string signature)
    {
        var headers = new Dictionary<string, string> { ["webhook-id"] = id, ["webhook-timestamp"] = $"{at}", ["webhook-signature"] = signature };
        var request = new RawRequest("POST", "https://a.example/", new Dictionary<string, string>(), headers, Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(at));
        return StandardWebhooks.Verify(request, [key], out _);
    }
}
