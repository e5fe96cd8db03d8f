using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Doors;

/// <summary>A mail proves its sender by what our own gateway wrote on top of it, and by nothing else.</summary>
public sealed class MailSenderTests
{
    private const string Gateway = "mx.shop.example";
    private const string Pass = $"Authentication-Results: {Gateway}; dmarc=pass header.from=customer.example\r\n";

    [Theory]
    [InlineData(Pass)]
    [InlineData($"Authentication-Results: {Gateway} 1; spf=fail smtp.mailfrom=bounce.example;\r\n dkim=pass header.d=customer.example;\r\n\tdmarc=pass (p=reject; dis=none) header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: MX.Shop.Example; DMARC=Pass header.from=Customer.Example\r\n")]
    [InlineData($"Authentication-Results: (ours) {Gateway} (really (ours)); dmarc (of\r\n the domain) = pass reason=\"all good; dmarc=fail\" header.from = customer.example\r\n")]
    [InlineData($"Received: from x by {Gateway}; Mon, 2 Nov 2026 10:00:00 +0000\r\n{Pass}Authentication-Results: {Gateway}; dmarc=fail header.from=customer.example\r\n")]
    [InlineData($"{Pass}Reply-To: Ann <ANN@customer.example>\r\n")]
    public async Task Our_gateway_vouches_for_the_domain_of_the_sender(string headers) => Assert.Equal(("channel", true), await SentAsync(headers));

    [Theory]
    [InlineData("")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=fail header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=none header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; spf=pass smtp.mailfrom=customer.example; dkim=pass header.d=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; none\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass header.from=evil.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass header.from=mail.customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass header.from=example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass smtp.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass header.d=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass header.from=evil.example header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=fail header.from=customer.example; dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; spf=fail reason=\"; dmarc=pass header.from=customer.example\"\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; spf=fail (; dmarc=pass header.from=customer.example)\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=pass (header.from=customer.example) header.from=evil.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway} 2; dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}.evil.example; dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: evil.{Gateway}; dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: evil.example ({Gateway}); dmarc=pass header.from=customer.example\r\n")]
    [InlineData("Authentication-Results: dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}\r\n")]
    [InlineData("Authentication-Results:\r\n")]
    [InlineData($"X-Authentication-Results: {Gateway}; dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"ARC-Authentication-Results: i=1; {Gateway}; dmarc=pass header.from=customer.example\r\n")]
    [InlineData($"Authentication-Results: {Gateway}; dmarc=fail header.from=customer.example\r\n{Pass}")]
    [InlineData($"Authentication-Results: {Gateway}; spf=fail smtp.mailfrom=evil.example\r\n{Pass}")]
    [InlineData($"Authentication-Results: other.example; dmarc=pass header.from=customer.example\r\nReceived: from evil.example\r\n{Pass}")]
    [InlineData($"{Pass}Reply-To: evil@evil.example\r\n")]
    [InlineData($"{Pass}Reply-To: ann@customer.example, evil@evil.example\r\n")]
    [InlineData($"{Pass}Reply-To: friends: ann@customer.example;\r\n")]
    public async Task Whatever_else_a_mail_says_proves_nobody(string headers) => Assert.Equal(("none", false), await SentAsync(headers));

    [Theory]
    [InlineData("From: Ann <ann@customer.example>, Eve <eve@evil.example>")]
    [InlineData("From: Eve <eve@evil.example>, Ann <ann@customer.example>")]
    [InlineData("From: Ann <ann@customer.example>\r\nFrom: Eve <eve@evil.example>")]
    [InlineData("From: Eve <eve@evil.example>\r\nFrom: Ann <ann@customer.example>")]
    [InlineData("From: friends: ann@customer.example;")]
    [InlineData("From: \"ann@customer.example\" <eve@evil.example>")]
    [InlineData("From: ann@customer.example <eve@evil.example>")]
    [InlineData("From: \"ann@customer.example\"@evil.example")]
    [InlineData("From: Ann <ann@sub.customer.example>")]
    [InlineData("From: Ann <ann@customer.example.evil.example>")]
    public async Task Of_other_or_several_senders_none_is_proven(string from) => Assert.NotEqual("channel", (await SentAsync(Pass, from)).Assurance);

    [Fact]
    public async Task Without_the_setting_no_gateway_is_believed() => Assert.Equal(("none", false), await SentAsync(Pass, gateway: null));

    [Fact]
    public async Task A_domain_of_other_letters_is_the_same_in_its_own_form() =>
        Assert.Equal(("channel", true), await SentAsync($"Authentication-Results: {Gateway}; dmarc=pass header.from=xn--bcher-kva.example\r\n", "From: Ann <ann@b\u00fccher.example>"));

    private static async Task<(string? Assurance, bool Known)> SentAsync(string headers, string from = "From: Ann <ann@customer.example>", string? gateway = Gateway)
    {
        var settings = Wire.Settings();
        settings["Channels__Mime__AuthServ"] = gateway;
        await using var host = await AgentHost.StartAsync(settings: settings);
        var response = await host.SendAsync(Mail.Request(headers + Mail.Text().Replace("From: Ann <ann@customer.example>", from, StringComparison.Ordinal)));
        var body = await response.JsonAsync();
        if (!body.TryGetProperty("conversationId", out var id) || id.GetString() is not { } conversation) return (null, false);
        var message = Assert.Single((await host.LogWhenAsync(conversation, log => log.Of("MessageReceived").Count > 0)).Of("MessageReceived"));
        return (message.Text("assurance"), message.Text("person") is not null);
    }
}
