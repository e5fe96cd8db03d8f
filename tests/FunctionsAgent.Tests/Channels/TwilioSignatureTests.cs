using System.Text;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Channels;

public sealed class TwilioSignatureTests(ITestOutputHelper output)
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Sdk = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    private const string SdkUrl = "https://mycompany.com/myapp.php?foo=1&bar=2";

    [Theory]
    [InlineData("12345", SdkUrl, Sdk, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("12345", SdkUrl, Sdk, "kvajT1Ptam85bY51eRf/AJRuM3w=")] // signed with :443
    [InlineData("12345", "https://mycompany.com:443/myapp.php?foo=1&bar=2", Sdk, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("12345", "https://user:word@mycompany.com/myapp.php?foo=1&bar=2#rc=2", Sdk, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("k", "https://h.example/p", "b=2&B=1&a=4&A=3&_=5", "A8NodGYcyCjNCZMA+mCkOP71dtE=")]
    [InlineData("k", "https://h.example/p", "Media=b&Media=a&Media=b", "5+zrV6V+5jMeMNkb2niSYO2H5Jw=")]
    [InlineData(TwilioCall.Token, "wss://bot.example.com/relay", "", "dEvVSlSXYD8qokw5Tla6RzY6aeI=")]
    public void Published_vectors_are_accepted_and_others_are_not(string token, string url, string form, string signature)
    {
        Assert.True(IsValid(signature, token, url, form));
        Assert.False(IsValid(signature, token + "x", url, form));
        Assert.False(IsValid(signature, token, url.Replace("/", "//", StringComparison.Ordinal), form));
        Assert.False(IsValid(signature, token, url, form + "&Extra="));
        Assert.False(IsValid(signature[..^2], token, url, form));
        Assert.False(IsValid("", token, url, form));
    }

    [Fact]
    public void A_json_body_is_bound_by_its_hash_in_the_url()
    {
        const string url = "https://bot.example.com/twilio/json?bodySHA256=15fe936d5a5c4a564c8dc9002280009263c0cc0bd0f28e16652529a9f83b2d23";
        const string signature = "rHu8azphraWtpAegjZajhyS1x50=";
        Assert.True(IsValid(signature, TwilioCall.Token, url, "{\"hello\":\"wörld\"}", "application/json"));
        Assert.False(IsValid(signature, TwilioCall.Token, url, "{\"hello\":\"world\"}", "application/json"));
        Assert.False(IsValid("dEvVSlSXYD8qokw5Tla6RzY6aeI=", TwilioCall.Token, "wss://bot.example.com/relay", "{}", "application/json"));
    }

    [Fact]
    public void Every_twilio_vector_is_accepted()
    {
        foreach (var vector in ChannelVectors.Load(output)?.Where(v => v.Text("id").StartsWith("twilio", StringComparison.Ordinal)) ?? [])
        {
            var body = vector.TryGetProperty("params", out var fields) ? string.Join('&', fields.EnumerateObject().SelectMany(Pairs)) : vector.Text("body");
            Assert.True(IsValid(vector.Text("signature"), vector.Text("token"), vector.Text("url"), body, body.StartsWith('{') ? "application/json" : Form), vector.Text("id"));
        }
    }

    private static IEnumerable<string> Pairs(JsonProperty field) =>
        (field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray().Select(v => v.GetString()!) : [field.Value.GetString()!])
        .Select(value => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal)}");

    private static bool IsValid(string signature, string token, string url, string body, string contentType = Form) =>
        TwilioSignature.IsValid(signature, token, url, contentType, Encoding.UTF8.GetBytes(body));
}
