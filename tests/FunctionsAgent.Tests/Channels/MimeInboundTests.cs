using System.Text;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Channels;

public sealed class MimeInboundTests
{
    private static readonly MimeInbound Inbound = new(
        new ChannelOptions { Mime = { BearerToken = Mail.Token, BearerTokenPrevious = "old-token" }, Smtp = { From = "Shop <support@shop.example>" } }, "retail-support");

    [Fact]
    public void A_mail_is_read_with_what_an_answer_needs()
    {
        var raw = Mail.Text(headers: "In-Reply-To: <r3@shop.example>\r\nReferences: <r1@a.example> <r2@b.example>\r\n <r3@shop.example>\r\n"
            + "Date: Thu, 09 Oct 2025 10:53:20 +0200\r\nReply-To: ann.private@customer.example\r\n");
        var message = Message(raw);
        Assert.Equal(("retail-support", "email", "support@shop.example"), (message.Agent, message.Channel, message.Route));
        Assert.Equal(("m1@customer.example", "m1@customer.example", "m1@customer.example"), (message.ThreadKey, message.DeliveryId, message.MessageId));
        Assert.Equal(("Where is my order #W1001?", "ann@customer.example", "none"), (message.Text, message.Sender, message.Assurance));
        Assert.Equal(["r3@shop.example", "r2@b.example", "r1@a.example"], message.ThreadHints.ToArray());
        Assert.Equal(SignedWebhook.Now, message.SentAt);
        Assert.Equal(Encoding.UTF8.GetBytes(raw), message.Original.ToArray());
        Assert.Equal("""{"to":"ann.private@customer.example","subject":"My order","messageId":"m1@customer.example","references":["r1@a.example","r2@b.example","r3@shop.example"]}""",
            message.ReplyRoute!.ToJsonString());
    }

    [Fact]
    public void Without_a_message_id_the_bytes_name_the_mail()
    {
        var mail = Mail.Text().Replace("Message-ID: <m1@customer.example>\r\n", "", StringComparison.Ordinal);
        Assert.Matches("^sha256:[0-9a-f]{64}$", Message(mail).DeliveryId);
        Assert.Equal(Message(mail).DeliveryId, Message(mail).DeliveryId);
        Assert.NotEqual(Message(mail).DeliveryId, Message(mail + "!").DeliveryId);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    public void A_body_in_another_charset_is_decoded(string charset)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var head = Mail.Text("").Replace("utf-8", charset, StringComparison.Ordinal).TrimEnd() + "\r\n\r\n";
        if (charset == "utf-16")
            head = head.Replace("8bit", "base64", StringComparison.Ordinal);
        var body = Encoding.GetEncoding(charset).GetBytes("Die Größe ist falsch.");
        byte[] mail = [.. Encoding.ASCII.GetBytes(head), .. charset == "utf-16" ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body)) : body];
        Assert.Equal("Die Größe ist falsch.", Assert.IsType<Accepted.Message>(Inbound.Accept(Mail.Request(mail))).Value.Text);
    }

    [Fact]
    public void Bytes_that_are_no_text_at_all_do_not_stop_a_mail()
    {
        byte[] mail = [.. Encoding.ASCII.GetBytes(Mail.Text("")), 0xFF, 0xFE, 0x00, (byte)'h', (byte)'i'];
        Assert.EndsWith("hi", Assert.IsType<Accepted.Message>(Inbound.Accept(Mail.Request(mail))).Value.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>p{}</style></head><body><p>It is <b>late</b> &amp;\r\n wet.</p><ul><li>One<li>Two</ul><script>x()</script></body></html>",
        "It is late & wet.\n\n- One\n- Two")]
    [InlineData("Content-Type: text/html\r\n\r\n<div>Thanks!</div><div class=\"gmail_quote gmail_quote_container\"><div>On Tue Ann wrote:</div><blockquote>Old</blockquote></div>", "Thanks!")]
    [InlineData("Content-Type: text/html\r\n\r\n<p>Yes.</p><div id=\"divRplyFwdMsg\"><b>From:</b> Ann</div><p>Old</p>", "Yes.")]
    [InlineData("Content-Type: text/html\r\n\r\n<p>No.</p><blockquote type=\"cite\"><blockquote>Old</blockquote>Old</blockquote><p>Bye</p>", "No.\n\nBye")]
    [InlineData("Content-Type: text/html\r\n\r\n<blockquote type=\"cite\">Only this</blockquote>", "Only this")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nPlain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Html</p>\r\n--b--\r\n", "Plain")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Html</p>\r\n--b--\r\n", "Html")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nFile\r\n--b\r\nContent-Type: text/plain\r\n\r\nBody\r\n--b--\r\n", "Body")]
    [InlineData("Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\nWhere is my or \r\nder?\r\n", "Where is my order?")]
    [InlineData("Content-Type: text/plain\r\n\r\n  \r\n", "My order")]
    public void The_words_of_the_writer_are_found(string partAndBody, string text)
    {
        var mail = Mail.Text()[..Mail.Text().IndexOf("Content-Type", StringComparison.Ordinal)] + "MIME-Version: 1.0\r\n" + partAndBody;
        Assert.Equal(text, Message(mail).Text);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "auto-submitted")]
    [InlineData("Auto-Submitted: auto-generated; owner-email=\"a@b.example\"", "auto-submitted")]
    [InlineData("Precedence: bulk", "bulk")]
    [InlineData("Precedence: Auto_Reply", "bulk")]
    [InlineData("List-Id: <news.shop.example>", "list")]
    [InlineData("List-Unsubscribe: <https://x.example>", "list")]
    [InlineData("X-Autoreply: yes", "auto-reply")]
    [InlineData("X-Loop: support", "auto-reply")]
    [InlineData("Return-Path: <>", "bounce")]
    [InlineData("Subject: Automatic reply: My order\r\nX-Auto-Response-Suppress: All", "auto-reply")]
    [InlineData("Subject: Abwesenheitsnotiz\r\nIn-Reply-To: <r1@shop.example>", "auto-reply")]
    [InlineData("From: MAILER-DAEMON@mx.example", "bounce")]
    [InlineData("From: no-reply@news.example", "bounce")]
    [InlineData("From: bounces+7@news.example", "bounce")]
    [InlineData("From: Support <SUPPORT@shop.example>", "own-address")]
    public void A_machine_is_not_answered(string headers, string reason)
    {
        var mail = Mail.Text();
        foreach (var header in headers.Split("\r\n"))
        {
            var name = header[..(header.IndexOf(':', StringComparison.Ordinal) + 1)];
            mail = string.Join("\r\n", mail.Split("\r\n").Where(line => !line.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Prepend(header));
        }

        Assert.Equal(new Accepted.Ignored(reason), Inbound.Accept(Mail.Request(mail)));
    }

    [Fact]
    public void A_delivery_report_and_an_endless_thread_are_not_answered()
    {
        var report = Mail.Text().Replace("text/plain; charset=utf-8", "multipart/report; report-type=delivery-status; boundary=b", StringComparison.Ordinal);
        Assert.Equal(new Accepted.Ignored("report"), Inbound.Accept(Mail.Request(report)));
        Assert.Equal(new Accepted.Ignored("loop"), Inbound.Accept(Mail.Request(Mail.Text(headers: Chain(50)))));
        Message(Mail.Text(headers: Chain(49)));
    }

    [Theory]
    [InlineData("Auto-Submitted: no\r\n")]
    [InlineData("Auto-Submitted: No (a person)\r\n")]
    [InlineData("X-Auto-Response-Suppress: All\r\n")]
    [InlineData("Precedence: normal\r\n")]
    [InlineData("Return-Path: <ann@customer.example>\r\n")]
    public void A_person_is_answered(string headers) => Message(Mail.Text(headers: headers));

    [Theory]
    [InlineData("Out of Office chair, order W1001")]
    [InlineData("Auto: broken mirror")]
    public void A_subject_alone_makes_no_machine(string subject) => Message(Mail.Text().Replace("My order", subject, StringComparison.Ordinal));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer mime-token-of-the-test")]
    [InlineData("Bearer mime-token-of-the-testss")]
    [InlineData("Basic mime-token-of-the-tests")]
    [InlineData("mime-token-of-the-tests")]
    public void Without_the_token_nothing_is_read(string? authorization) => Refused(Mail.Request(Mail.Text(), authorization), 401, "bad-token");

    [Fact]
    public void The_previous_token_is_accepted_and_an_unset_one_closes_the_channel()
    {
        Assert.IsType<Accepted.Message>(Inbound.Accept(Mail.Request(Mail.Text(), "bearer old-token")));
        var closed = Assert.IsType<Accepted.Rejected>(new MimeInbound(new ChannelOptions(), "a").Accept(Mail.Request(Mail.Text(), "Bearer ")));
        Assert.Equal((503, "channel-not-configured"), (closed.Status, closed.Type));
    }

    [Fact]
    public void An_oversize_mail_and_another_media_type_are_refused()
    {
        Refused(Mail.Request(new byte[MimeInbound.MaxBody + 1], authorization: null), 413, "too-large");
        Refused(Mail.Request(Mail.Text()).With("Content-Type", "application/json"), 415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("", "malformed-mail")]
    [InlineData("\r\n\r\nno headers", "malformed-mail")]
    [InlineData("{\"not\":\"a mail\"}", "malformed-mail")]
    [InlineData("To: support@shop.example\r\n\r\nhello", "malformed-mail")]
    [InlineData("From: nobody at all\r\n\r\nhello", "malformed-mail")]
    [InlineData("From: ann@customer.example\r\n\r\n\r\n", "no-text")]
    public void A_broken_mail_is_poison(string mail, string cause)
    {
        var poison = Assert.IsType<Accepted.Poison>(Inbound.Accept(Mail.Request(mail)));
        Assert.Equal((cause, "retail-support"), (poison.Cause, poison.Agent));
    }

    [Fact]
    public void A_mail_over_a_limit_is_poison_and_one_at_the_limit_is_read()
    {
        Assert.IsType<Accepted.Poison>(Inbound.Accept(Mail.Request(Mail.Text(headers: $"X-Big: {new string('x', 256 * 1024)}\r\n"))));
        Assert.IsType<Accepted.Poison>(Inbound.Accept(Mail.Request(Mail.Text(new string('x', 2_000_001)))));
        Assert.IsType<Accepted.Poison>(Inbound.Accept(Mail.Request(Parts(200))));
        Message(Parts(199));
        Assert.IsType<Accepted.Poison>(Inbound.Accept(Mail.Request(Nested(20))));
        Message(Nested(19));
    }

    private static string Parts(int count) => Head() + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + string.Concat(Enumerable.Repeat("--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n", count)) + "--b--\r\n";

    private static string Nested(int levels) => Head()
        + string.Concat(Enumerable.Range(0, levels).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}x\r\n\r\n--b{i}x\r\n")) + "Content-Type: text/plain\r\n\r\nhi\r\n";

    private static string Head() => "From: ann@customer.example\r\nTo: support@shop.example\r\nMIME-Version: 1.0\r\n";

    private static string Chain(int length) => "References: " + string.Join("\r\n ", Enumerable.Range(0, length).Select(i => $"<r{i}@a.example>")) + "\r\n";

    private static InboundMessage Message(string mail) => Assert.IsType<Accepted.Message>(Inbound.Accept(Mail.Request(mail))).Value;

    private static void Refused(RawRequest request, int status, string type)
    {
        var rejected = Assert.IsType<Accepted.Rejected>(Inbound.Accept(request));
        Assert.Equal((status, type), (rejected.Status, rejected.Type));
    }
}
