using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace FunctionsAgent.Tests.Doors;

public sealed class MailDoorTests
{
    [Fact]
    public async Task A_reply_threads_in_every_mail_program_and_stops_other_robots()
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        await WriteAsync(host, "m1", Wire.Question, headers: "References: <m0@customer.example>\r\n");

        var reply = await ReceivedAsync(smtp, 1);
        Assert.Equal("m1@customer.example", reply.InReplyTo);
        Assert.Equal(["m0@customer.example", "m1@customer.example", reply.MessageId!], reply.References);
        Assert.Equal(("Re: My order", "auto-replied", "All"), (reply.Subject, reply.Headers["Auto-Submitted"], reply.Headers["X-Auto-Response-Suppress"]));
        Assert.Equal((Wire.From, "ann@customer.example"), (reply.From.Mailboxes.Single().Address, reply.To.Mailboxes.Single().Address));
        Assert.Contains("Your order #W1001 has shipped", reply.TextBody, StringComparison.Ordinal);
        Assert.EndsWith("@shop.example", reply.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_customers_answer_to_our_mail_goes_on_in_the_same_conversation()
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        var conversation = await WriteAsync(host, "m1", "My parcel has not come.");
        var asked = await ReceivedAsync(smtp, 1);
        Assert.Contains("Which order is it?", asked.TextBody, StringComparison.Ordinal);

        // Only our own id: some programs send no References.
        Assert.Equal(conversation, await WriteAsync(host, "m2", "W1002", headers: $"In-Reply-To: <{asked.MessageId}>\r\n"));
        Assert.Contains("Your order #W1002", (await ReceivedAsync(smtp, 2)).TextBody, StringComparison.Ordinal);
        // Her own first mail leads there too.
        Assert.Equal(conversation, await WriteAsync(host, "m3", "And #W1003?", headers: "References: <m1@customer.example>\r\n"));
        Assert.Equal(3, (await host.WhenTurnsEndedAsync(conversation, 3)).Count(e => e.Type == "ReplySent"));
    }

    [Theory]
    [InlineData("In-Reply-To: <OURS>\r\nReferences: <m1@customer.example> <OURS>\r\n", "Mallory <mallory@elsewhere.example>", "")]
    [InlineData("In-Reply-To: <OURS>\r\n", "Ann <ann@customer.example>", "Reply-To: mallory@elsewhere.example\r\n")]
    public async Task The_same_ids_from_somebody_else_begin_a_conversation_that_knows_nothing(string threading, string from, string more)
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        var conversation = await WriteAsync(host, "m1", "My parcel has not come.");
        var ours = (await ReceivedAsync(smtp, 1)).MessageId!;

        var other = await WriteAsync(host, "x1", "1004", from, threading.Replace("OURS", ours, StringComparison.Ordinal) + more);
        Assert.NotEqual(conversation, other);
        var reply = await ReceivedAsync(smtp, 2);
        // Ann's conversation waits for an order number; this one was never asked for any.
        Assert.Contains("I don't know the answer to that.", reply.TextBody, StringComparison.Ordinal);
        Assert.Equal("mallory@elsewhere.example", reply.To.Mailboxes.Single().Address);
        Assert.Equal("none", (await host.LogAsync(other)).First(e => e.Type == "MessageReceived").Text("assurance"));

        // Nor does the stranger take the ids away from her.
        Assert.Equal(conversation, await WriteAsync(host, "m2", "W1002", headers: $"In-Reply-To: <{ours}>\r\n"));
    }

    [Fact]
    public async Task Another_senders_mail_under_a_used_Message_ID_is_a_message_of_its_own()
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        var conversation = await WriteAsync(host, "m1", Wire.Question);
        await ReceivedAsync(smtp, 1);

        Assert.NotEqual(conversation, await WriteAsync(host, "m1", "How do I return it?", "Mallory <mallory@elsewhere.example>"));
        Assert.Equal("mallory@elsewhere.example", (await ReceivedAsync(smtp, 2)).To.Mailboxes.Single().Address);
        Assert.Single(await host.LogAsync(conversation), e => e.Type == "MessageReceived");
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n", "auto-submitted")]
    [InlineData("Return-Path: <>\r\n", "bounce")]
    [InlineData("Precedence: bulk\r\n", "bulk")]
    [InlineData("List-Id: <news.example>\r\n", "list")]
    public async Task A_machines_mail_gets_no_answer(string header, string reason)
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        var response = await host.SendAsync(Mail.Request(Compose("m1", Wire.Question, headers: header)));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(("ignored", reason), ((await response.JsonAsync()).GetProperty("status").GetString(), (await response.JsonAsync()).GetProperty("reason").GetString()));
        // A person's mail afterwards is the first that is answered.
        await WriteAsync(host, "m2", "How do I return it?");
        Assert.Equal("m2@customer.example", (await ReceivedAsync(smtp, 1)).InReplyTo);
    }

    [Fact]
    public async Task A_repeated_delivery_is_answered_once_even_when_its_thread_became_known_meanwhile()
    {
        using var smtp = new SmtpSink();
        await using var host = await Wire.StartAsync(smtp);
        // The answer overtakes what it answers.
        var conversation = await WriteAsync(host, "m2", Wire.Question, headers: "In-Reply-To: <m1@customer.example>\r\n");
        await WriteAsync(host, "m1", "How do I return it?");
        Assert.Equal(conversation, await WriteAsync(host, "m2", Wire.Question, headers: "In-Reply-To: <m1@customer.example>\r\n"));
        await WriteAsync(host, "m3", "How do I return it?");

        await ReceivedAsync(smtp, 3);
        Assert.Equal(["m1@customer.example", "m2@customer.example", "m3@customer.example"], smtp.Received.Select(Parse).Select(m => m.InReplyTo).Order());
    }

    [Fact]
    public async Task A_refused_reply_is_a_person_s_to_look_after()
    {
        using var smtp = new SmtpSink { Recipient = "550 5.1.1 No such user" };
        await using var host = await Wire.StartAsync(smtp);
        var conversation = await WriteAsync(host, "m1", Wire.Question);

        var log = await host.LogWhenAsync(conversation, l => l.Any(e => e.Type == "HandoffOpened"));
        var failed = log.Single(e => e.Type == "DeliveryFailed");
        Assert.Equal(("refused", "m1@customer.example"), (failed.Text("class"), failed.Json.GetProperty("data").GetProperty("messages")[0].GetString()));
        Assert.DoesNotContain(log, e => e.Type == "ReplySent");
        var handoffs = (await (await host.Staff.GetAsync("/api/operator/handoffs")).JsonAsync()).EnumerateArray();
        Assert.Equal((conversation, "email", "a reply could not be delivered"),
            handoffs.Select(h => (h.GetProperty("conversationId").GetString(), h.GetProperty("channel").GetString(), h.GetProperty("reason").GetString())).Single());
        Assert.Empty(smtp.Received);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("later")]
    [InlineData("dropped")]
    public async Task A_mail_server_that_is_away_for_a_while_gets_the_reply_once_it_is_back(string trouble)
    {
        using var first = new SmtpSink { Recipient = trouble == "later" ? "451 4.3.0 Try again later" : "250 Ok", DropBeforeData = trouble == "dropped" };
        if (trouble == "down") first.Dispose();
        using var warnings = new Warnings();
        await using var host = await Wire.StartAsync(first, configure: s => s.AddSingleton<ILoggerProvider>(warnings));
        var conversation = await WriteAsync(host, "m1", Wire.Question);
        await warnings.SeenAsync("backs off after TransientException, attempt 2");

        using var back = trouble == "down" ? new SmtpSink(first.Port) : null;
        (first.Recipient, first.DropBeforeData) = ("250 Ok", false);
        await WriteAsync(host, "m2", "How do I return it?");

        await ReceivedAsync(back ?? first, 2);
        Assert.Equal("sent", (await host.WhenTurnsEndedAsync(conversation)).Single(e => e.Type == "ReplySent").Text("outcome"));
        Assert.Equal(["m1@customer.example", "m2@customer.example"], (back ?? first).Received.Select(Parse).Select(m => m.InReplyTo).Order());
        Assert.DoesNotContain(warnings.Lines, line => line.Contains("W1001", StringComparison.Ordinal) || line.Contains("ann@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_lost_after_the_body_is_a_doubt_and_no_second_mail()
    {
        using var smtp = new SmtpSink { DropAfterData = true };
        await using var host = await Wire.StartAsync(smtp);
        var conversation = await WriteAsync(host, "m1", Wire.Question);
        var log = await host.LogWhenAsync(conversation, l => l.Any(e => e.Type == "SignalRaised"));
        smtp.DropAfterData = false;
        var ours = Parse(smtp.Received.First()).MessageId;
        Assert.Equal(conversation, await WriteAsync(host, "m2", "How do I return it?", headers: $"In-Reply-To: <{ours}>\r\n"));

        Assert.Equal("unknown", log.Single(e => e.Type == "ReplySent").Text("outcome"));
        Assert.Equal("delivery-unknown", log.Single(e => e.Type == "SignalRaised").Text("signal"));
        await ReceivedAsync(smtp, 2);
        await host.WhenTurnsEndedAsync(conversation, 2);
        Assert.Equal(["m1@customer.example", "m2@customer.example"], smtp.Received.Select(Parse).Select(m => m.InReplyTo));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic bWltZS10b2tlbg==")]
    public async Task Without_the_token_nothing_is_taken(string? authorization)
    {
        await using var host = await Wire.StartAsync();
        await (await host.SendAsync(Mail.Request(Mail.Text(), authorization))).ProblemAsync(401, "bad-token");
        Assert.Empty(await host.ParkedAsync());
    }

    [Fact]
    public async Task A_mail_nobody_can_answer_is_parked()
    {
        await using var host = await Wire.StartAsync();
        await host.SendAsync(Mail.Request("Subject: hello\r\n\r\nWho am I?\r\n"));
        Assert.Equal("malformed-mail", Assert.Single(await host.ParkedAsync()).GetProperty("cause").GetString());
    }

    private static string Compose(string id, string body, string from = "Ann <ann@customer.example>", string headers = "") =>
        Mail.Text(body, headers).Replace("Message-ID: <m1@", $"Message-ID: <{id}@", StringComparison.Ordinal)
            .Replace("From: Ann <ann@customer.example>", $"From: {from}", StringComparison.Ordinal);

    private static async Task<string> WriteAsync(AgentHost host, string id, string body, string from = "Ann <ann@customer.example>", string headers = "") =>
        await (await host.SendAsync(Mail.Request(Compose(id, body, from, headers)))).ConversationAsync();

    /// <summary>The n-th mail the server took.</summary>
    private static async Task<MimeMessage> ReceivedAsync(SmtpSink smtp, int n) => Parse(await smtp.ReceivedAsync(n).WaitAsync(AgentHost.Patience));

    private static MimeMessage Parse(string mail) => MimeMessage.Load(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(mail)));
}
