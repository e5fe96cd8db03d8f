using System.Text;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;

namespace AuthMd.Tests.Http;

public sealed class BadInputTests
{
    private const string Grant = "grant_type=" + AssertionGrant.Type;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"anonymous\"")]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":["anonymous"]}""")]
    [InlineData("""{"type":"Anonymous"}""")]
    [InlineData("""{"type":"anonymous","type":"anonymous"}""")]
    [InlineData("""{"type":"anonymous"} {}""")]
    [InlineData("""{"type":"anonymous",}""")]
    [InlineData("""{"type":"anonymous"/* */}""")]
    [InlineData("""{"type":"anonymous","x":"\ud800"}""")]
    [InlineData("""{"type":"anonymous","\udfff":1}""")]
    [InlineData("""{"type":"anonymous","x":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}""")]
    public async Task Malformed_json_is_400(string body)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.TextAsync(Routes.Identity, body);
        Assert.Equal((400, "invalid_request"), (refused.Status, refused.Code));
        Assert.Equal("no-store", refused.Header("Cache-Control"));
        foreach (var (one, other) in new[] { ("error", "code"), ("message", "error_description") }) Assert.Equal(refused.At(one), refused.At(other));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf_8_are_400()
    {
        await using var service = await Service.StartAsync();
        foreach (var bytes in new byte[][] { [0xFF, 0xFE], [0xEF, 0xBB, 0xBF, .. "{}"u8], [.. "{\"type\":\"anonymous\",\"x\":\""u8, 0xC3, .. "\"}"u8], [.. "{\"type\":\"anonymous\",\"x\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] })
            Assert.Equal(400, (await service.SendAsync(Routes.Identity, bytes, "application/json")).Status);
        Assert.Equal(400, (await service.SendAsync(Routes.Token, [.. Encoding.ASCII.GetBytes(Grant + "&assertion="), 0xFF], "application/x-www-form-urlencoded")).Status);
        Assert.Equal(400, (await service.TextAsync(Routes.Token, Grant + "&assertion=%ED%A0%80", "application/x-www-form-urlencoded")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task An_identity_body_of_another_type_is_400(string? contentType)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.SendAsync(Routes.Identity, Encoding.UTF8.GetBytes("""{"type":"anonymous"}"""), contentType);
        Assert.Equal((400, "invalid_request"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData(Routes.Token, "application/json", """{"grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer","assertion":"a.b.c"}""")]
    [InlineData(Routes.Token, "multipart/form-data; boundary=x", "--x--")]
    [InlineData(Routes.Revoke, "application/json", """{"token":"at_x"}""")]
    [InlineData(Routes.Revoke, null, "token=at_x")]
    public async Task OAuth_endpoints_take_forms_alone(string route, string? contentType, string body)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.SendAsync(route, Encoding.UTF8.GetBytes(body), contentType);
        Assert.Equal((400, "invalid_request"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData(Grant + "&" + Grant + "&assertion=x", "invalid_request")]
    [InlineData(Grant + "&assertion=x&assertion=y", "invalid_request")]
    [InlineData(Grant + "&assertion=x&x&x", "invalid_request")]
    [InlineData(Grant + "&assertion=%", "invalid_request")]
    [InlineData(Grant + "&assertion=%zz", "invalid_request")]
    [InlineData(Grant + "&assertion=", "invalid_request")]
    [InlineData(Grant, "invalid_request")]
    [InlineData("", "unsupported_grant_type")]
    [InlineData("grant_type=", "unsupported_grant_type")]
    [InlineData("grant_type=password", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&assertion=x", "unsupported_grant_type")]
    [InlineData(Grant + "&assertion=x", "invalid_grant")]
    [InlineData(Grant + "&assertion=%00", "invalid_grant")]
    public async Task A_form_that_is_wrong_is_told_how_and_kept_by_nobody(string body, string code)
    {
        await using var service = await Service.StartAsync();
        var refused = await service.TextAsync(Routes.Token, body, "application/x-www-form-urlencoded");
        Assert.Equal((400, code), (refused.Status, refused.Code));
        Assert.Equal(("no-store", "no-cache"), (refused.Header("Cache-Control"), refused.Header("Pragma")));
        Assert.Equal(code, refused.At("error"));
        Assert.NotEmpty(refused.At("error_description"));
    }

    [Theory]
    [InlineData(Routes.Identity, "application/json")]
    [InlineData(Routes.Token, "application/x-www-form-urlencoded")]
    [InlineData(Routes.Revoke, "application/x-www-form-urlencoded")]
    public async Task A_body_over_16_KB_is_413_announced_or_not(string route, string contentType)
    {
        await using var service = await Service.StartAsync();
        var body = new byte[Wire.MaximumBody + 1];
        Array.Fill(body, (byte)'a');
        Assert.Equal(413, (await service.SendAsync(route, body, contentType)).Status);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(route, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(413, (int)(await service.Agent.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task More_than_32_parameters_are_refused()
    {
        await using var service = await Service.StartAsync();
        Assert.Equal(200, (await service.FormAsync(Routes.Revoke, [("token", "x"), .. Enumerable.Range(0, 31).Select(n => ($"p{n}", "v"))])).Status);
        Assert.Equal(400, (await service.FormAsync(Routes.Revoke, [("token", "x"), .. Enumerable.Range(0, 32).Select(n => ($"p{n}", "v"))])).Status);
    }

    [Fact]
    public async Task A_refusal_repeats_nothing_that_was_sent()
    {
        await using var service = await Service.StartAsync();
        const string Marked = "<script>marked</script>";
        Assert.DoesNotContain("marked", (await service.JsonAsync(Routes.Identity, new { type = Marked })).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", (await service.ExchangeAsync(Marked)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", (await service.FormAsync(Routes.Token, ("grant_type", Marked))).Text, StringComparison.Ordinal);
    }
}
