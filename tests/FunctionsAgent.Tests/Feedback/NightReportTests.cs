using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Feedback;
using FunctionsAgent.Local;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace FunctionsAgent.Tests.Feedback;

/// <summary>What the night came to goes to each recipient once, whoever fails, dies or runs beside it.</summary>
public sealed class NightReportTests : IAsyncLifetime, IDisposable
{
    private const string Words = "Where is my order #W1001? marked-words";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly TablesDecorator tables = new();
    private readonly MemoryLog log = new();
    private readonly SmtpSink smtp = new();
    private readonly HttpSink hook = new();
    private readonly string data = Directory.CreateTempSubdirectory("functionsagent-").FullName;
    private readonly List<AgentHost> hosts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in hosts) await host.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    public void Dispose()
    {
        smtp.Dispose();
        hook.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task The_timer_tells_everybody_once_however_often_the_night_runs()
    {
        var host = await StartAsync(mail: "lead@shop.example, Boss@shop.example,boss@shop.example", webhook: true);
        await SayAsync(host);
        var posted = hook.TakeAsync("202 Accepted");
        time.Advance(TimeSpan.FromHours(24));
        await host.DueAsync(time);
        await Settled.UntilAsync("all are told", async () => (await StatusesAsync(host)).Count(status => status == "sent") == 3, () => time.Advance(TimeSpan.FromSeconds(1)));
        var again = hook.TakeAsync("202 Accepted");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.False(again.IsCompleted);
        Assert.Equal(["Boss@shop.example", "lead@shop.example"], Mails().Select(mail => mail.To.Mailboxes.Single().Address).Order(StringComparer.Ordinal));
        Assert.All(Mails(), mail =>
        {
            Assert.Equal("retail-support: containment not known yet, goal 55 %", mail.Subject);
            Assert.Contains("retail-support: outcomes of 2026-10-08 to 2026-11-04 (UTC), as of 2026-11-05 00:00 UTC, definition 1", mail.TextBody, StringComparison.Ordinal);
            Assert.Contains("Up to date, for staff: https://agents.shop.example/api/operator/kpi/report?agent=retail-support", mail.TextBody, StringComparison.Ordinal);
            Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
            var page = Assert.IsType<TextPart>(Assert.Single(mail.Attachments));
            Assert.Equal(("retail-support-2026-11-05.html", true), (page.FileName, page.Text.EndsWith("</html>\n", StringComparison.Ordinal)));
        });
        var (headers, body) = await posted;
        StandardWebhooks.TryDecodeSecret(SignedWebhook.Secret, out var key);
        Assert.Equal(StandardWebhooks.Outcome.Authentic, StandardWebhooks.Verify(new RawRequest("POST", hook.Url, new Dictionary<string, string>(), headers, body, time.GetUtcNow()), [key], out _));
        using var json = JsonDocument.Parse(body);
        Assert.Equal(("kpi.night", "2026-11-05T00:00:00.0000000Z"), (json.RootElement.GetProperty("type").GetString(), json.RootElement.GetProperty("timestamp").GetString()));
        Assert.Equal(1, json.RootElement.GetProperty("data").GetProperty("report").GetProperty("total").GetProperty("cases").GetInt64());
    }

    [Fact]
    public async Task Two_instances_at_once_send_it_once()
    {
        var host = await CountedAsync(mail: "lead@shop.example,boss@shop.example");

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Another(host).RunAsync(CancellationToken.None))));
        await Another(host).RunAsync(CancellationToken.None);

        Assert.Equal(2, smtp.Received.Count);
        Assert.Equal(["sent", "sent"], await StatusesAsync(host));
    }

    [Fact]
    public async Task The_next_night_is_told_again()
    {
        var host = await CountedAsync(mail: "lead@shop.example");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        time.Advance(TimeSpan.FromDays(1));
        await host.DueAsync(time);
        await Settled.UntilAsync("both nights are told", async () => (await StatusesAsync(host)).Count(status => status == "sent") == 2, () => time.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal(2, Mails().Select(mail => mail.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_refused_mail_is_recorded_and_nobody_else_misses_the_report()
    {
        var host = await CountedAsync(mail: "gone@shop.example", webhook: true);
        smtp.Recipient = "550 5.1.1 No such user";
        var posted = hook.TakeAsync("200 OK");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        await posted;
        Assert.Equal(["refused", "sent"], await StatusesAsync(host));

        smtp.Recipient = "250 2.1.5 Ok";
        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.Empty(smtp.Received);
    }

    [Fact]
    public async Task Whoever_is_away_is_tried_again_by_the_next_run()
    {
        var host = await CountedAsync(mail: "lead@shop.example", webhook: true);
        smtp.Recipient = "451 4.3.0 Later";
        var first = hook.TakeAsync("503 Busy", "Connection: close\r\n");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        Assert.Empty(await StatusesAsync(host));

        smtp.Recipient = "250 2.1.5 Ok";
        var second = hook.TakeAsync("200 OK");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.Single(smtp.Received);
        Assert.Equal((await first).Headers["webhook-id"], (await second).Headers["webhook-id"]);
        Assert.Equal(["sent", "sent"], await StatusesAsync(host));
    }

    [Fact]
    public async Task A_mail_whose_fate_nobody_knows_is_recorded_and_not_sent_again()
    {
        var host = await CountedAsync(mail: "lead@shop.example");
        smtp.DropAfterData = true;
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        smtp.DropAfterData = false;

        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.Single(smtp.Received);
        Assert.Equal(["unknown"], await StatusesAsync(host));
        Assert.Contains(log.Lines, line => line.Contains("arrived is unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_died_with_its_claims_leaves_a_doubt_of_the_mail_and_the_webhook_goes_out_under_its_id()
    {
        var host = await CountedAsync(mail: "lead@shop.example", webhook: true);
        var first = hook.TakeAsync(null);
        // Dies in the middle: the mail was given to nobody yet, the webhook's answer is never read, and nothing is settled.
        tables.Before = commit => { if (commit.Partition == "reports" && commit.Writes[0].Kind != WriteKind.Insert) throw new InvalidOperationException("dead"); };
        smtp.DropBeforeData = true;
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        Assert.Equal(["claimed", "claimed"], await StatusesAsync(host));
        (tables.Before, smtp.DropBeforeData) = (null, false);
        await host.DisposeAsync();
        hosts.Remove(host);

        var next = await StartAsync(mail: "lead@shop.example", webhook: true);
        var second = hook.TakeAsync("200 OK");
        await next.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.Empty(smtp.Received);
        Assert.Equal((await first).Headers["webhook-id"], (await second).Headers["webhook-id"]);
        Assert.Equal(["sent", "unknown"], (await StatusesAsync(next)).Order());
    }

    [Fact]
    public async Task A_claim_that_is_alive_elsewhere_is_left_alone_until_it_has_run_out()
    {
        var host = await CountedAsync(mail: "lead@shop.example");
        tables.Before = commit => { if (commit.Partition == "reports" && commit.Writes[0].Kind != WriteKind.Insert) throw new InvalidOperationException("dead"); };
        await Another(host).RunAsync(CancellationToken.None);
        tables.Before = null;
        await Another(host).RunAsync(CancellationToken.None);
        Assert.Equal(["claimed"], await StatusesAsync(host));

        time.Advance(TimeSpan.FromSeconds(91));
        await Another(host).RunAsync(CancellationToken.None);

        Assert.Single(smtp.Received);
        Assert.Equal(["unknown"], await StatusesAsync(host));
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_no_doubt()
    {
        var host = await CountedAsync(mail: "lead@shop.example");
        tables.After = commit => { if (commit.Partition == "reports") throw new StoreBusyException("The answer was lost."); };
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        Assert.Empty(smtp.Received);
        tables.After = null;

        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.Single(smtp.Received);
        Assert.Equal(["sent"], await StatusesAsync(host));
    }

    [Fact]
    public async Task Nothing_is_told_before_a_night_was_counted_or_of_an_agent_without_a_case()
    {
        var host = await StartAsync(mail: "lead@shop.example");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        await SayAsync(host);
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        Assert.Empty(smtp.Received);

        await CountAsync(host);
        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.True(host.Get<FunctionsAgent.Agents.Packages>().All.Count > 1);
        Assert.Single(smtp.Received);
    }

    [Fact]
    public async Task Rows_of_sixty_days_ago_go_and_younger_ones_stay()
    {
        var host = await CountedAsync(mail: "lead@shop.example");
        foreach (var day in (string[])["20260905", "20260906"])
            await host.Get<ITables>().CommitAsync(RollUps.Table, "reports", [Write.Insert($"{day}:retail-support:x", new Cells("""{"status":"sent"}"""))]);

        await host.Get<NightReport>().RunAsync(CancellationToken.None);

        Assert.Equal(["20260906", "20261105"], (await RowsAsync(host)).Select(row => row.Key.Split(':')[0]));
    }

    [Fact]
    public async Task No_log_line_and_no_row_has_an_address_or_a_customers_words()
    {
        var host = await CountedAsync(mail: "marked-lead@shop.example", webhook: true);
        smtp.Recipient = "550 5.1.1 No such user marked-lead@shop.example";
        var posted = hook.TakeAsync("400 Bad");
        await host.Get<NightReport>().RunAsync(CancellationToken.None);
        await posted;

        Assert.Contains(log.Lines, line => line.Contains("by mail", StringComparison.Ordinal) && line.Contains("is refused", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("by webhook", StringComparison.Ordinal) && line.Contains("is refused", StringComparison.Ordinal));
        var address = new Uri(hook.Url).Authority;
        Assert.All(log.Lines.Where(line => !line.Contains("Microsoft.", StringComparison.Ordinal)).Concat((await RowsAsync(host)).Select(row => row.Key + row.Cells.Json)), line =>
        {
            Assert.DoesNotContain("marked-", line, StringComparison.Ordinal);
            Assert.DoesNotContain(address, line, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("marked@shop.example\r\nBcc: all@shop.example")]
    [InlineData("marked@shop.example;boss@shop.example")]
    [InlineData("Marked <marked@shop.example>")]
    [InlineData("marked@shop.example,,boss@shop.example")]
    [InlineData("marked")]
    [InlineData("marked@shop.example,@shop.example")]
    [InlineData("märked@shop.example, marked@shop.example")]
    public async Task A_recipient_that_is_none_keeps_the_host_from_starting_by_the_settings_name(string recipients)
    {
        var refusal = await Assert.ThrowsAsync<StartException>(() => StartAsync(mail: recipients));

        Assert.Contains("Setting Report__Email has a value that cannot be", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<AgentHost> StartAsync(string? mail = null, bool webhook = false)
    {
        var host = await AgentHost.StartAsync(data, time: time, configure: tables.Register, logging: logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log), settings: new Dictionary<string, string?>
        {
            ["Public__BaseUrl"] = "https://agents.shop.example/",
            ["Channels__Smtp__Host"] = "127.0.0.1",
            ["Channels__Smtp__Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["Channels__Smtp__From"] = "Agents <agents@shop.example>",
            ["Report__Email"] = mail,
            ["Report__Webhook__Url"] = webhook ? hook.Url : null,
            ["Report__Webhook__Secret"] = webhook ? SignedWebhook.Secret : null,
        });
        hosts.Add(host);
        return host;
    }

    /// <summary>A case, and the night that counted it.</summary>
    private async Task<AgentHost> CountedAsync(string? mail = null, bool webhook = false)
    {
        var host = await StartAsync(mail, webhook);
        await SayAsync(host);
        await CountAsync(host);
        return host;
    }

    private static async Task SayAsync(AgentHost host)
    {
        await (await host.OpenChatAsync()).SayAsync(Words);
        await host.DrainedAsync();
    }

    /// <summary>Just behind midnight: the timer has not run.</summary>
    private async Task CountAsync(AgentHost host)
    {
        time.Advance(time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddMinutes(20) - time.GetUtcNow().UtcDateTime);
        await host.DueAsync(time);
        await host.DrainedAsync();
        Assert.True(await host.Get<Nightly>().RunAsync(CancellationToken.None));
    }

    /// <summary>An instance of another machine.</summary>
    private static NightReport Another(AgentHost host) => ActivatorUtilities.CreateInstance<NightReport>(host.Host.Services, new ProcessIdentity(Guid.NewGuid().ToString(), sole: false));

    private IEnumerable<MimeMessage> Mails() => smtp.Received.Select(text => MimeMessage.Load(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text))));

    private static Task<IReadOnlyList<Row>> RowsAsync(AgentHost host) => host.Get<ITables>().RangeAsync(RollUps.Table, "reports", "", "\uffff", 100);

    /// <summary>By the recipients' order: those of mail have no order among them.</summary>
    private static async Task<IReadOnlyList<string>> StatusesAsync(AgentHost host) =>
        [.. (await RowsAsync(host)).Select(row => JsonDocument.Parse(row.Cells.Json!).RootElement.GetProperty("status").GetString()!).Order(StringComparer.Ordinal)];
}
