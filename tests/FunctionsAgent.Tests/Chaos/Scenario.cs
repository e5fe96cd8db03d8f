using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// Customers on every way in, who do what their providers do: post until they get their 2xx, under the same ids.
/// Where nobody would repeat the call (<paramref name="callersGoAway"/>), a broken one is only repeated when it was never taken.
/// </summary>
internal sealed class Scenario(Lives lives, string run, bool callersGoAway)
{
    /// <summary>Seconds: a deadline of 20, the continuation 30 later; less than the minute after which a lock would run out.</summary>
    private const int PastContinuation = 55;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<string, string> threads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    /// <summary>Conversation ids by part.</summary>
    public IReadOnlyDictionary<string, string> Threads => threads;

    /// <summary>Message ids by part.</summary>
    public ConcurrentBag<(string Part, string Id)> Messages { get; } = [];

    public int RefundsBefore { get; } = lives.Shop.Refunds.SideEffects;

    public int Repeats { get; private set; }

    public async Task PlayAsync()
    {
        // One caller at a time waits: what becomes of a message whose caller has gone is asked for alone.
        await OpenAsync("chat");
        await OpenAsync("waiting");
        await OpenAsync("asked");
        await OpenAsync("missing");
        await Task.WhenAll(
            ChatAsync("chat", 1, "Where is my order #W1001?", wait: false), ChatAsync("waiting", 1, "Where is my order #W1002?", wait: true),
            MailAsync("mail", "Where is my order #W1004?"), WebhookAsync("refund", "shop", "refund W1003"), WebhookAsync("credit", "quiet", "credit W1005"),
            WebhookAsync("cancel", "quiet", "cancel W1006"), WebhookAsync("fail", "shop", "fail"),
            ChatAsync("asked", 1, "Where is my order?", wait: false), ChatAsync("missing", 1, "Where is my order #W9999?", wait: false), WebhookAsync("script", "script", "compensate"));
        await lives.AskAsync("idle");
        await lives.ShiftAsync(PastContinuation);
        await Task.WhenAll(ChatAsync("chat", 2, "How do returns work?", wait: false), ChatAsync("waiting", 2, "I want to talk to a person", wait: false),
            ChatAsync("asked", 2, "1001", wait: false), ChatAsync("missing", 2, "1002", wait: true), WebhookAsync("script", "script", "W1003", number: 2));
        await lives.AskAsync("idle");
        await lives.ShiftAsync(PastContinuation);
    }

    private async Task OpenAsync(string part)
    {
        using var response = await PostAsync(_ => new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{AgentHost.Agent}/sessions") { Content = JsonContent.Create(new { }) });
        var body = await response!.Content.ReadFromJsonAsync<JsonElement>();
        (threads[part], tokens[part]) = (body.GetProperty("conversationId").GetString()!, body.GetProperty("token").GetString()!);
    }

    private async Task ChatAsync(string part, int number, string text, bool wait)
    {
        var id = $"{part}-{number}-{run}";
        Messages.Add((part, id));
        var sent = await PostAsync(_ =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{threads[part]}/messages{(wait ? "?wait=20" : "")}") { Content = JsonContent.Create(new { text, messageId = id }) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[part]);
            return request;
        }, repeat: !wait || !callersGoAway);
        if (sent is null && !await TakenAsync(part, id)) await ChatAsync(part, number, text, wait);
        sent?.Dispose();
    }

    /// <summary>The caller has gone. What was taken must be answered without another word from them.</summary>
    private async Task<bool> TakenAsync(string part, string id)
    {
        await lives.AskAsync("idle");
        await lives.ShiftAsync(PastContinuation);
        var log = await LogAsync(part);
        Assert.Equal("0", await lives.AskAsync($"pending {threads[part]}"));
        return log.Any(e => e.Type == "MessageReceived" && e.Text("messageId") == id);
    }

    private async Task MailAsync(string part, string text)
    {
        var id = $"{part}-1-{run}@customer.example";
        Messages.Add((part, id));
        var mail = Mail.Text(text).Replace("m1@customer.example", id, StringComparison.Ordinal).Replace("Subject: My order", $"Subject: My order {run}", StringComparison.Ordinal);
        using var response = await PostAsync(_ =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/channels/email/mime") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(mail)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Mail.Token);
            return request;
        });
        await NameAsync(part, response!);
    }

    private async Task WebhookAsync(string part, string source, string text, int number = 1)
    {
        var id = $"{part}-{number}-{run}";
        Messages.Add((part, id));
        using var response = await PostAsync(now => Webhooks.Request(source, $"{part}-{run}", id, text, now));
        await NameAsync(part, response!);
    }

    private async Task NameAsync(string part, HttpResponseMessage response) =>
        threads[part] = (await response.Content.ReadFromJsonAsync<JsonElement>(Options)).GetProperty("conversationId").GetString()!;

    /// <summary>Null when the process died under a call that is not repeated.</summary>
    private async Task<HttpResponseMessage?> PostAsync(Func<DateTimeOffset, HttpRequestMessage> make, bool repeat = true)
    {
        while (true)
        {
            var child = await lives.AliveAsync();
            try
            {
                using var request = make(DateTimeOffset.UtcNow + lives.Ahead);
                var response = await child.Client.SendAsync(request);
                // A repeat may come while the first delivery still runs; the door says so itself.
                Assert.True(response.IsSuccessStatusCode, $"{request.RequestUri}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                return response;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException { InnerException: not TimeoutException })
            {
                await child.Exited.WaitAsync(TimeSpan.FromSeconds(30));
                if (!repeat) return null;
                Repeats++;
            }
        }
    }

    public async Task<IReadOnlyList<LoggedEvent>> LogAsync(string part)
    {
        var body = await (await lives.AliveAsync()).ReadAsync($"/api/operator/conversations/{threads[part]}/log");
        return [.. body.GetProperty("events").EnumerateArray().Select(e => new LoggedEvent(e))];
    }
}
